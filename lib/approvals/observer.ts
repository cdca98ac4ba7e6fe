import { append } from '@/lib/audit/append'
import { type Grant, sameGrant } from '@/lib/ops/employee'
import { close, gatehouse } from './effects'
import { sentGrant } from './end-grant'
import { type EffectRow, type RequestRow, type Sql, type Tx, underWay } from './rows'

export type SeenCluster = {
  orgId: string
  groupId: string
  clusterName: string
  kind: 'dedicated' | 'shared' | 'flex'
  stateName: string | null
  /** Size, provider and region in a few words, for lists. */
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
  /** Whether a revoke is under way; only where it was asked for. */
  revoking?: boolean
}

/** What Atlas was last seen to hold in a slot. */
export const observedGrant = (
  slot: Pick<SlotRow, 'observed_type' | 'observed_end'> | undefined,
): Grant | undefined =>
  slot?.observed_type && slot.observed_end
    ? { grantType: slot.observed_type, expirationTime: slot.observed_end.toISOString() }
    : undefined

/** The request that fills a slot: approved, its grant confirmed and not over. */
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

/** Now, by the database's clock. */
export const databaseClock = async (sql: Sql): Promise<Date> =>
  (await sql<{ now: Date }[]>`select clock_timestamp() as now`)[0]!.now

/** The clocks of Atlas and of the database may differ by this much: a grant that lapses by the other one was not removed. */
const SKEW_MS = 5_000

/**
 * Takes note of what Atlas was read to hold. `readAt` is the database's time before the read: an effect that moved since,
 * or still moves, makes the reading worthless for drift, and then only the cluster's facts are kept.
 * A grant that ended is closed here; one made, changed or removed outside Gatehouse is drift, recorded once.
 */
export async function noteCluster(sql: Sql, seen: SeenCluster, readAt: Date): Promise<void> {
  const { orgId, groupId, clusterName, grant } = seen
  await sql.begin(async (tx) => {
    // Facts first: two observers of one cluster wait for each other here, and an older reading changes nothing.
    const [before] = await tx<SlotRow[]>`
      insert into slot ${tx({
        org_id: orgId,
        group_id: groupId,
        cluster_name: clusterName,
        kind: seen.kind,
        state_name: seen.stateName,
        detail: seen.detail,
        tags: tx.json(seen.tags),
        seen_at: readAt,
      })}
      on conflict (group_id, cluster_name) do update set org_id = excluded.org_id, kind = excluded.kind,
        state_name = excluded.state_name, detail = excluded.detail, tags = excluded.tags, seen_at = excluded.seen_at
        where slot.seen_at <= excluded.seen_at
      returning *`
    if (!before || (before.observed_at && before.observed_at > readAt)) return
    const [moving] = await tx`
      select 1 from effect where group_id = ${groupId} and cluster_name = ${clusterName}
        and (state in ${tx(underWay)} or changed_at >= ${readAt}) limit 1`
    if (moving) return

    const ours = await occupant(tx as unknown as Sql, groupId, clusterName)
    const over = ours && Date.parse(ours.grant.expirationTime) <= readAt.getTime() + SKEW_MS
    if (ours && !grant)
      await close(
        tx,
        ours.request.id,
        over ? 'ended' : 'revoked',
        over ? undefined : 'The grant was removed outside Gatehouse before its end.',
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
        ...(ours
          ? {
              request: {
                id: ours.request.id,
                rev: ours.request.revision,
                digest: ours.request.digest,
              },
            }
          : {}),
        target: `project ${groupId} / cluster ${clusterName} / employee access`,
        before: ours ? plain(ours.grant) : null,
        after: grant ? plain(grant) : null,
      })
    if (!drifts && before.drift_since)
      await append(tx, {
        type: 'drift.cleared',
        actor: gatehouse,
        target: `project ${groupId} / cluster ${clusterName} / employee access`,
        after: grant ? plain(grant) : null,
      })
    await tx`
      update slot set observed_type = ${grant?.grantType ?? null}, observed_end = ${grant ? new Date(grant.expirationTime) : null},
        observed_at = ${readAt},
        drift_since = ${drifts ? tx`coalesce(drift_since, ${readAt})` : null}
      where group_id = ${groupId} and cluster_name = ${clusterName}`
  })
}

const plain = (grant: Grant) => ({
  grantType: grant.grantType,
  expirationTime: grant.expirationTime,
})

/** Clusters whose grant is taken to run, and that a full reading of the project at `readAt` did not show. */
export const missingClusters = (sql: Sql, groupId: string, readAt: Date) => sql<SlotRow[]>`
  select * from slot where group_id = ${groupId} and seen_at < ${readAt}
    and exists (select 1 from request r where r.group_id = slot.group_id and r.cluster_name = slot.cluster_name and r.state = 'approved')`

/** Forgets clusters of a project that its last full reading no longer showed. */
export const forgetClusters = (sql: Sql, groupId: string, readAt: Date) => sql`
  delete from slot where group_id = ${groupId} and seen_at < ${readAt}
    and not exists (select 1 from request r where r.group_id = slot.group_id and r.cluster_name = slot.cluster_name and r.state = 'approved')`

/** Approved requests whose grant is past its end: each has to be looked at. */
export const pastEnd = (sql: Sql) => sql<RequestRow[]>`
  select r.* from request r join effect e on e.request_id = r.id and e.kind = 'begin' and e.state = 'confirmed'
  where r.state = 'approved' and r.slot is not null and e.expiration_time < clock_timestamp() - interval '1 second'
  order by e.expiration_time limit 20`

/** Pending requests past their time to decide become expired. */
export async function expirePending(sql: Sql): Promise<void> {
  const due = await sql<
    RequestRow[]
  >`select * from request where state = 'pending' and decide_by < clock_timestamp() limit 50`
  for (const { id } of due)
    await sql.begin(async (tx) => {
      const [r] = await tx<RequestRow[]>`
        update request set state = 'expired' where id = ${id} and state = 'pending' and decide_by < clock_timestamp() returning *`
      if (r)
        await append(tx, {
          type: 'request.expired',
          actor: gatehouse,
          request: { id: r.id, rev: r.revision, digest: r.digest },
          op: r.op,
          target: r.says,
        })
    })
}

/** Runs work when this process holds the named lease (20 s), which others then leave alone; false otherwise. */
export async function underLease(
  sql: Sql,
  name: string,
  holder: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const [held] = await sql`
    insert into lease (name, holder, until) values (${name}, ${holder}, clock_timestamp() + interval '20 seconds')
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
      where lease.until < clock_timestamp() or lease.holder = excluded.holder
    returning name`
  if (!held) return false
  await work()
  return true
}
