import { append } from '@/lib/audit/append'
import { endOf, type Grant, sameGrant } from '@/lib/ops/grant'
import { moveParts } from '../decide-parts'
import { close } from '../effects'
import { gatehouse } from '../gatehouse'
import { type EffectRow, type RequestRow, type Sql, type Tx, underWay } from '../rows'
import { refOf } from '../targets'
import { sentGrant } from './revoke-foreign'

export type SeenCluster = {
  orgId: string
  groupId: string
  clusterName: string
  kind: 'dedicated' | 'shared' | 'flex'
  stateName: string | null
  /** Size, provider and region, for lists. */
  detail: string
  tags: Array<{ key: string; value: string }>
  grant: Grant | undefined
}

export type SlotRow = {
  org_id: string
  group_id: string
  cluster_name: string
  kind: SeenCluster['kind']
  state_name: string | null
  detail: string
  tags: SeenCluster['tags']
  seen_at: Date
  observed_type: string | null
  observed_end: Date | null
  observed_at: Date | null
  drift_since: Date | null
  /** Whether a revoke is in progress; only set by queries that select it. */
  revoking?: boolean
}

/** The grant that was last seen on a cluster. */
export const observedGrant = (
  slot: Pick<SlotRow, 'observed_type' | 'observed_end'> | undefined,
): Grant | undefined =>
  slot?.observed_type
    ? {
        grantType: slot.observed_type,
        expirationTime: slot.observed_end?.toISOString() ?? null,
      }
    : undefined

/** The approved request whose confirmed grant is on the cluster; undefined if there is none. */
export async function occupant(
  tx: Sql | Tx,
  groupId: string,
  clusterName: string,
): Promise<{ request: RequestRow; begin: EffectRow; grant: Grant } | undefined> {
  const [request] = await tx<RequestRow[]>`
    select r.* from request r join effect e on e.request_id = r.id and e.kind = 'begin' and e.state = 'confirmed'
    where r.group_id = ${groupId} and r.cluster_name = ${clusterName} and r.state = 'approved' and r.slot is not null`
  if (!request) return undefined
  const [begin] = await tx<EffectRow[]>`
    select * from effect where request_id = ${request.id} and kind = 'begin' and state = 'confirmed'`
  const grant = sentGrant(begin)
  return begin && grant ? { request, begin, grant } : undefined
}

/** The current time by the database's clock. */
export const databaseClock = async (sql: Sql): Promise<Date> =>
  (await sql<{ now: Date }[]>`select clock_timestamp() as now`)[0]!.now

/** A grant that is gone this shortly before its end counts as expired, because clocks differ slightly. */
const SKEW_MS = 5_000
/** For how long after Gatehouse's own change a contradicting reading may be out of date. */
const LAG_MS = 30_000

const facts = (seen: SeenCluster, readAt: Date) => ({
  org_id: seen.orgId,
  group_id: seen.groupId,
  cluster_name: seen.clusterName,
  kind: seen.kind,
  state_name: seen.stateName,
  detail: seen.detail,
  seen_at: readAt,
})

/** Stores a cluster's details, without its grant. Returns the slot; undefined if a newer reading is stored. */
export async function noteFacts(
  tx: Sql | Tx,
  seen: SeenCluster,
  readAt: Date,
): Promise<SlotRow | undefined> {
  const [slot] = await tx<SlotRow[]>`
    insert into slot ${tx({ ...facts(seen, readAt), tags: tx.json(seen.tags) })}
    on conflict (group_id, cluster_name) do update set org_id = excluded.org_id, kind = excluded.kind,
      state_name = excluded.state_name, detail = excluded.detail, tags = excluded.tags, seen_at = excluded.seen_at
      where slot.seen_at <= excluded.seen_at
    returning *`
  return slot
}

/** Whether a list contradicts the known state, so that the cluster itself must be read. */
export async function contradicts(
  sql: Sql,
  { groupId, clusterName, grant }: Pick<SeenCluster, 'groupId' | 'clusterName' | 'grant'>,
): Promise<boolean> {
  const [slot] = await sql<SlotRow[]>`
    select * from slot where group_id = ${groupId} and cluster_name = ${clusterName}`
  const ours = await occupant(sql, groupId, clusterName)
  return (
    !sameGrant(observedGrant(slot), grant) ||
    (ours !== undefined && !sameGrant(ours.grant, grant)) ||
    (grant !== undefined && !ours && !slot?.drift_since)
  )
}

/**
 * Records a reading of a cluster. Closes requests whose grant is gone, and records a grant made, changed or removed outside
 * Gatehouse as an incident, once.
 * `readAt` is the database's time before the read. If an effect has moved since, is in progress, or changed the cluster
 * less than 30 s before, the reading may be out of date: then only the cluster's details are stored.
 * `atlasAheadMs` is how far Atlas's clock is ahead of the database's.
 */
export async function noteCluster(
  sql: Sql,
  seen: SeenCluster,
  readAt: Date,
  atlasAheadMs = 0,
): Promise<void> {
  const { groupId, clusterName, grant } = seen
  await sql.begin(async (tx) => {
    // This row lock makes two observers of one cluster take turns. An older reading changes nothing.
    const before = await noteFacts(tx, seen, readAt)
    if (!before || (before.observed_at && before.observed_at > readAt)) return
    const [moving] = await tx`
      select 1 from effect where group_id = ${groupId} and cluster_name = ${clusterName}
        and (state in ${tx(underWay)} and held_since is null and not (state = 'planned' and attempt = 0)
          or changed_at >= ${readAt}) limit 1`
    if (moving) return

    const ours = await occupant(tx as unknown as Sql, groupId, clusterName)
    const end = ours?.begin.expiration_time?.getTime()
    const now = readAt.getTime() + Math.max(0, atlasAheadMs) + SKEW_MS
    const over = end !== undefined && end <= now
    const isNews = ours
      ? !sameGrant(ours.grant, grant)
      : grant !== undefined && !sameGrant(observedGrant(before), grant)
    if (isNews && !over && (await isJustChanged(tx, seen, readAt))) return
    if (ours && !grant)
      await close(
        tx,
        ours.request.id,
        over ? 'ended' : 'revoked',
        over ? undefined : 'The grant was removed outside Gatehouse before it expired.',
      )
    if (ours && grant && !sameGrant(ours.grant, grant))
      await close(
        tx,
        ours.request.id,
        over ? 'ended' : 'conflict',
        'The grant was changed outside Gatehouse.',
      )
    const drifts = grant !== undefined && !(ours && sameGrant(ours.grant, grant))
    const removed = ours !== undefined && !grant && !over
    const known = sameGrant(observedGrant(before), grant) && before.drift_since
    if ((drifts && !known) || removed)
      await append(tx, {
        type: 'drift.detected',
        actor: gatehouse,
        ...(ours ? { request: (await refOf(tx, ours.request)).request } : {}),
        target: `project ${groupId} / cluster ${clusterName} / employee access`,
        scope: { kind: 'cluster', groupId, clusterName },
        before: ours ? plain(ours.grant) : null,
        after: grant ? plain(grant) : null,
      })
    if (!drifts && before.drift_since)
      await append(tx, {
        type: 'drift.cleared',
        actor: gatehouse,
        target: `project ${groupId} / cluster ${clusterName} / employee access`,
        scope: { kind: 'cluster', groupId, clusterName },
        after: grant ? plain(grant) : null,
      })
    await tx`
      update slot set observed_type = ${grant?.grantType ?? null}, observed_end = ${endOf(grant)},
        observed_at = ${readAt},
        drift_since = ${drifts ? tx`coalesce(drift_since, ${readAt})` : null}
      where group_id = ${groupId} and cluster_name = ${clusterName}`
  })
}

const plain = (grant: Grant) => ({
  grantType: grant.grantType,
  expirationTime: grant.expirationTime,
})

/** Whether Gatehouse granted or revoked access to a cluster within `ms` before a moment. */
export async function isJustChanged(
  tx: Sql | Tx,
  { groupId, clusterName }: Pick<SeenCluster, 'groupId' | 'clusterName'>,
  before: Date,
  ms = LAG_MS,
): Promise<boolean> {
  const [effect] = await tx`
    select 1 from effect where group_id = ${groupId} and cluster_name = ${clusterName}
      and state = 'confirmed' and confirmed_at > ${new Date(before.getTime() - ms)} limit 1`
  return effect !== undefined
}

/** An approved grant past its end that has not been confirmed gone. */
export type PastEnd = {
  request_id: string
  effect_id: string
  org_id: string
  group_id: string
  cluster_name: string
  /** Seconds since its end. */
  past: number
  checks: number
}

/** Approved grants past their end that are due for a read. */
export const pastEnd = (sql: Sql) => sql<PastEnd[]>`
  select r.id as request_id, e.id as effect_id, r.org_id, r.group_id, r.cluster_name, e.checks,
    extract(epoch from clock_timestamp() - e.expiration_time)::float8 as past
  from request r join effect e on e.request_id = r.id and e.kind = 'begin' and e.state = 'confirmed'
  where r.state = 'approved' and r.slot is not null and e.expiration_time < clock_timestamp() - interval '1 second'
    and coalesce(e.next_check_at, '-infinity') <= clock_timestamp()
  order by e.next_check_at nulls first, e.expiration_time limit 40`

/** Delays the next read of a grant that is still there or could not be read, so that others are read. */
export const lookLater = (sql: Sql, { effect_id, checks }: PastEnd) => sql`
  update effect set checks = checks + 1,
    next_check_at = clock_timestamp() + make_interval(secs => ${Math.min(30, 2 ** Math.min(checks, 5))})
  where id = ${effect_id} and state = 'confirmed'`

/** Closes a request whose grant is past its end and whose cluster can no longer be read. */
export const closeGone = (
  sql: Sql,
  { request_id, group_id, cluster_name }: PastEnd,
  note: string,
) =>
  sql.begin(async (tx) => {
    await tx`update slot set observed_type = null, observed_end = null, observed_at = clock_timestamp()
      where group_id = ${group_id} and cluster_name = ${cluster_name} and drift_since is null`
    await close(tx, request_id, 'ended', note)
  })

/** Expires pending requests past their time to decide. */
export async function expirePending(sql: Sql): Promise<void> {
  const due = await sql<{ id: string }[]>`
    select id from request where state = 'pending' and part_of is null and decide_by < clock_timestamp() order by decide_by`
  for (const { id } of due)
    await sql.begin(async (tx) => {
      const [r] = await tx<RequestRow[]>`
        update request set state = 'expired' where id = ${id} and state = 'pending' and decide_by < clock_timestamp() returning *`
      if (!r) return
      await moveParts(tx, r, 'expired')
      await append(tx, {
        type: 'request.expired',
        actor: gatehouse,
        request: { id: r.id, rev: r.revision, digest: r.digest },
        op: r.op,
        target: r.says,
        targetInput: r.input,
      })
    })
}

/** Runs work if this process gets or has the named lease (20 s). Returns false if another process has it. */
export async function underLease(
  sql: Sql,
  name: string,
  holder: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const [held] = await sql`
    insert into lease (name, holder, until) values (${name}, ${holder}, clock_timestamp() + interval '20 seconds')
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
      where lease.until not between clock_timestamp() and clock_timestamp() + interval '1 minute' or lease.holder = excluded.holder
    returning name`
  if (!held) return false
  await work()
  return true
}
