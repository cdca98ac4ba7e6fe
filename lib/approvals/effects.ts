import { createHash } from 'node:crypto'
import { findCommand } from '@/lib/atlas/find-op'
import { append } from '@/lib/audit/append'
import type { EventType } from '@/lib/audit/event-types'
import type { Command } from '@/lib/ops/define'
import { callIn, withQuery } from './client-call'
import { gatehouse } from './gatehouse'
import { closeWhole, isBehind, recordWhole, settleWhole } from './parts'
import type { ClosedHow, EffectRow, EffectState, RequestRow, Sql, Tx } from './rows'
import { refOf } from './targets'

/** How long an executor may hold an effect before another can take it over, in seconds. */
export const LEASE_SECONDS = 20

/** Pauses between reads of an effect with an unknown outcome, in seconds; every minute after these. */
const checkAfter = [2, 5, 15, 30, 60]
export const nextCheckSeconds = (checks: number) => checkAfter[checks] ?? 60

export type Upstream = { status?: number; errorCode?: string; requestId?: string }

export const hashOf = (body: string) => `sha256:${createHash('sha256').update(body).digest('hex')}`

/**
 * Claims a planned effect under a lease with a new fencing token; undefined if none is due. Revokes come first, then
 * effects that have not failed yet, so that stuck ones do not delay others. A cluster has one effect at a time.
 * Atlas's revoke clears any grant. So a revoke waits until the call of its own grant is over, and another grant waits for
 * the revoke.
 */
export async function claim(sql: Sql, kind?: EffectRow['kind']): Promise<EffectRow | undefined> {
  const taken = new Error('Another executor has this cluster')
  const claimed = sql.begin(async (tx) => {
    const [effect] = await tx<EffectRow[]>`
      update effect set state = 'claimed', token = token + 1,
        lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      where id = (
        select e.id from effect e
        where e.state = 'planned' and e.held_since is null and not e.awaits_caller ${kind ? tx`and e.kind = ${kind}` : tx``}
          and coalesce(e.next_check_at, '-infinity') <= clock_timestamp()
          and not exists (
            select 1 from effect o where o.id <> e.id and o.state in ('claimed', 'sending')
              and o.group_id is not distinct from e.group_id and o.cluster_name is not distinct from e.cluster_name
              and o.org_id = e.org_id)
          and not exists (
            select 1 from effect o where o.group_id = e.group_id and o.cluster_name = e.cluster_name and o.kind <> e.kind
              and (o.state = 'absent'
                or o.state = 'unknown' and (o.kind = 'end' or o.give_up_at > clock_timestamp() and o.accepted_at is null)
                or o.state = 'planned' and o.held_since is null and (o.kind = 'begin') = (o.request_id is not distinct from e.request_id)))
          and not (e.kind = 'begin' and ${isBehind(tx)})
        order by e.kind = 'end' desc, e.checks, e.created_at limit 1 for update skip locked)
      returning *`
    if (!effect) return undefined
    // Two executors at once do not see each other's claim above.
    if (!(await isAlone(tx, effect))) throw taken
    // Another try for the same reason is not recorded.
    if (!effect.stuck_since)
      await record(tx, effect, 'effect.claimed', { attempt: effect.attempt + 1 })
    return effect
  })
  return claimed.catch((error) => {
    if (error === taken) return undefined
    throw error
  })
}

/** Takes the lock of an effect's cluster, and checks that no other effect of it was claimed meanwhile. */
async function isAlone(tx: Tx, { id, org_id, group_id, cluster_name }: EffectRow) {
  const place = JSON.stringify([org_id, group_id, cluster_name])
  const [lock] = await tx<{ held: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${place}, 111)) as held`
  if (!lock?.held) return false
  const [other] = await tx`
    select 1 from effect where id <> ${id} and state in ('claimed', 'sending') and org_id = ${org_id}
      and group_id is not distinct from ${group_id} and cluster_name is not distinct from ${cluster_name}`
  return other === undefined
}

/** Whether Atlas accepted the grant that a revoke is to end, and no read has shown it yet. */
export async function isGrantUnseen(sql: Sql, effect: EffectRow): Promise<boolean> {
  const [begin] = await sql`
    select 1 from effect where request_id = ${effect.request_id} and kind = 'begin'
      and state = 'unknown' and accepted_at is not null`
  return begin !== undefined
}

/** Whether another request took over the access that a revoke is to end. */
export async function isReplaced(sql: Sql, effect: EffectRow): Promise<boolean> {
  const [replaced] = await sql`
    select 1 from request where id = ${effect.request_id} and how = 'replaced'`
  return replaced !== undefined
}

/** Whether another approved grant than the one to revoke is, or may be, on the cluster. */
export async function isNewerGranted(sql: Sql, effect: EffectRow): Promise<boolean> {
  const [newer] = await sql`
    select 1 from request r join effect e on e.request_id = r.id and e.kind = 'begin'
    where r.group_id = ${effect.group_id} and r.cluster_name = ${effect.cluster_name} and r.state = 'approved'
      and r.slot is not null and r.id is distinct from ${effect.request_id}
      and e.state in ('claimed', 'sending', 'unknown', 'absent', 'confirmed')`
  return newer !== undefined
}

/**
 * How a confirmed effect closes its request. A revoke closes it as revoked, or as ended if the grant expired before the
 * revoke was sent. Undefined: the request stays open, because its grant is active.
 */
export async function closedBy(
  sql: Sql,
  op: Command,
  effect: EffectRow,
): Promise<ClosedHow | undefined> {
  if (effect.kind === 'begin') return op.durationField ? undefined : 'done'
  const [expired] = await sql`
    select 1 from effect where request_id = ${effect.request_id} and kind = 'begin' and state = 'confirmed'
      and expiration_time <= coalesce(${effect.sent_at}, clock_timestamp())`
  return expired ? 'ended' : 'revoked'
}

/** Adds an audit row about an effect and its request. */
export async function record(
  tx: Tx,
  effect: EffectRow,
  type: EventType,
  more: { attempt?: number; upstream?: Upstream; note?: string; observed?: unknown } = {},
) {
  const [request] = effect.request_id
    ? await tx<RequestRow[]>`select * from request where id = ${effect.request_id}`
    : []
  const ref = request && (await refOf(tx, request))
  const call = request && effect.kind === 'begin' ? callIn(request) : undefined
  const hash = call
    ? `${call.isKeyed ? 'hmac-sha256' : 'sha256'}:${call.sha256}`
    : effect.body && hashOf(effect.body)
  await append(tx, {
    type,
    actor: gatehouse,
    ...(ref ? { request: ref.request } : {}),
    op: effect.op,
    target: `project ${effect.group_id}${effect.cluster_name ? ` / cluster ${effect.cluster_name}` : ''}`,
    after: {
      effect: effect.id,
      ...ref?.part,
      attempt: more.attempt ?? effect.attempt,
      ...(more.note ? { note: more.note } : {}),
      ...(more.observed === undefined
        ? {}
        : { observed: JSON.parse(JSON.stringify(more.observed)) }),
      ...(more.upstream?.errorCode ? { error_code: more.upstream.errorCode } : {}),
      ...(effect.expiration_time ? { expires: effect.expiration_time.toISOString() } : {}),
    },
    ...(hash || more.upstream
      ? {
          upstream: {
            ...(call ? { method: call.method, path: withQuery(call) } : {}),
            ...(hash ? { body_hash: hash } : {}),
            ...(more.upstream?.status === undefined ? {} : { status: more.upstream.status }),
            ...(more.upstream?.requestId ? { request_id: more.upstream.requestId } : {}),
          },
        }
      : {}),
    outcome: type.split('.')[1] ?? type,
    trace: effect.id,
  })
}

/**
 * Moves an effect that this executor still holds (same fencing token, expected state). Records the move and closes the
 * request in the same transaction. Returns false if the effect was taken over; the caller must then stop.
 */
export async function move(
  sql: Sql,
  held: EffectRow,
  from: EffectState,
  to: EffectState,
  more: Parameters<typeof record>[3] & {
    nextCheckSeconds?: number
    close?: ClosedHow | undefined
    /** This call does not count as an attempt: it may not have been sent, or Atlas certainly did not act. */
    uncounted?: boolean
    /** It can't continue, for the reason in `note`. Only a new reason is recorded. */
    stuck?: boolean
    /** Atlas answered 2xx. */
    accepted?: boolean
    /** After how many seconds the same bytes may be sent again, if a read does not show the change. */
    repeatAfterSeconds?: number
  } = {},
): Promise<boolean> {
  const { note = null, nextCheckSeconds = null, repeatAfterSeconds = null } = more
  return sql.begin(async (tx) => {
    const [effect] = await tx<EffectRow[]>`
      update effect set state = ${to}, note = ${note},
        attempt = attempt - ${more.uncounted ? 1 : 0}, checks = checks + ${more.stuck ? 1 : 0},
        stuck_since = case when ${more.stuck ?? false} then coalesce(stuck_since, clock_timestamp()) end,
        accepted_at = case when ${more.accepted ?? false} then clock_timestamp() else accepted_at end,
        confirmed_at = case when ${to} = 'confirmed' then clock_timestamp() else confirmed_at end,
        give_up_at = case when ${repeatAfterSeconds}::float8 is null then give_up_at
          else clock_timestamp() + make_interval(secs => ${repeatAfterSeconds ?? 0}) end,
        next_check_at = case when ${nextCheckSeconds}::float8 is null then null
          else clock_timestamp() + make_interval(secs => ${nextCheckSeconds ?? 0}) end
      where id = ${held.id} and token = ${held.token} and state = ${from}
      returning *`
    if (!effect) return false
    // The lock of the audit log comes last, so that its holder never waits for a row.
    const driftEnded = to === 'confirmed' && (await noteSlot(tx, effect))
    const closed = more.close && effect.request_id && (await closeRow(tx, effect, more.close))
    const whole = await settleWhole(tx, effect, to, closed || undefined)
    const replaced = to === 'confirmed' && (await closeReplaced(tx, effect))
    const isNews = !more.stuck || !held.stuck_since || held.note !== note
    if (isNews) await record(tx, effect, `effect.${to}`, more)
    if (driftEnded)
      await append(tx, {
        type: 'drift.cleared',
        actor: gatehouse,
        target: findCommand(effect.op)?.target?.(JSON.parse(effect.input)) ?? '',
        scope: {
          kind: 'cluster',
          groupId: effect.group_id ?? '',
          clusterName: effect.cluster_name ?? '',
        },
        after: { effect: effect.id },
      })
    if (replaced) await recordClosed(tx, replaced)
    if (closed) await recordClosed(tx, closed)
    if (whole) await recordWhole(tx, whole)
    return true
  })
}

/** Stores what the read-back showed as the slot's state. Returns whether that cleared an incident. */
async function noteSlot(tx: Tx, effect: EffectRow): Promise<boolean> {
  const end = effect.kind === 'begin' ? effect.expiration_time : null
  if (!effect.cluster_name || (effect.kind === 'begin' && !end)) return false
  const levelField = findCommand(effect.op)?.access?.levelField
  const type = end && effect.body && levelField ? JSON.parse(effect.body)[levelField] : null
  const [slot] = await tx<{ drift_since: Date | null }[]>`
    update slot s set observed_type = ${type}, observed_end = ${end}, observed_at = clock_timestamp(), drift_since = null
    from (select * from slot where group_id = ${effect.group_id} and cluster_name = ${effect.cluster_name} for update) old
    where s.group_id = old.group_id and s.cluster_name = old.cluster_name
    returning old.drift_since`
  return Boolean(slot?.drift_since)
}

const closeRow = async (
  tx: Tx,
  { request_id }: Pick<EffectRow, 'request_id'>,
  how: ClosedHow,
): Promise<RequestRow | undefined> =>
  (
    await tx<RequestRow[]>`
      update request set state = 'closed', how = ${how} where id = ${request_id} and state = 'approved' returning *`
  )[0]

/** Closes the request whose access this effect took over. */
async function closeReplaced(tx: Tx, effect: EffectRow): Promise<RequestRow | undefined> {
  if (effect.kind !== 'begin') return undefined
  const [r] = await tx<RequestRow[]>`select * from request where id = ${effect.request_id}`
  return r?.replaces ? closeRow(tx, { request_id: r.replaces }, 'replaced') : undefined
}

/** How a grant can be over. */
const endings: ReadonlySet<ClosedHow> = new Set(['ended', 'revoked', 'replaced'])

async function recordClosed(tx: Tx, r: RequestRow, note?: string): Promise<void> {
  const { request, part } = await refOf(tx, r)
  const isEnding = r.how !== null && endings.has(r.how)
  await append(tx, {
    type: isEnding ? 'grant.ended' : r.part_of === null ? 'request.closed' : 'part.closed',
    actor: gatehouse,
    request,
    op: r.op,
    target: r.says,
    targetInput: r.input,
    ...(r.how ? { outcome: r.how } : {}),
    ...(note || r.part_of !== null ? { after: { ...part, ...(note ? { note } : {}) } } : {}),
  })
}

/** Closes an approved request. Does nothing if it is no longer approved. */
export async function close(
  tx: Tx,
  requestId: string,
  how: ClosedHow,
  note?: string,
): Promise<void> {
  const r = await closeRow(tx, { request_id: requestId }, how)
  if (!r) return
  const whole = await closeWhole(tx, r)
  await recordClosed(tx, r, note)
  if (whole) await recordWhole(tx, whole)
}

/** Returns a claimed effect to planned, to be tried again later. Nothing was sent. */
export const wait = (sql: Sql, effect: EffectRow, note: string) =>
  move(sql, effect, 'claimed', 'planned', {
    note,
    stuck: true,
    nextCheckSeconds: Math.min(effect.kind === 'end' ? 5 : 30, nextCheckSeconds(effect.checks)),
  })
