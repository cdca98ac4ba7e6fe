import { createHash } from 'node:crypto'
import { append } from '@/lib/audit/append'
import type { AuditActor } from '@/lib/audit/entry'
import type { ClosedHow, EffectRow, EffectState, RequestRow, Sql, Tx } from './rows'

/** Gatehouse itself, acting for a decided request. */
export const gatehouse: AuditActor = { kind: 'gatehouse' }

/** Seconds an executor may hold an effect before another may take it over. */
export const LEASE_SECONDS = 15

/** Reads of an effect whose outcome is unknown, in seconds after each other (approvals.md 4.1), then each minute. */
const checkAfter = [2, 5, 15, 30, 60]
export const nextCheckSeconds = (checks: number) => checkAfter[checks] ?? 60

export type Upstream = { status?: number; errorCode?: string; requestId?: string }

export const hashOf = (body: string) => `sha256:${createHash('sha256').update(body).digest('hex')}`

/**
 * Takes the oldest planned effect under a lease, with a new fencing token; undefined when none waits.
 * On one cluster a grant and a revoke never run beside each other: a revoke clears whatever it finds. The end of a grant
 * waits for its own beginning; the beginning of another waits for the end.
 */
export async function claim(sql: Sql): Promise<EffectRow | undefined> {
  return sql.begin(async (tx) => {
    const [effect] = await tx<EffectRow[]>`
      update effect set state = 'claimed', token = token + 1,
        lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      where id = (
        select e.id from effect e
        where e.state = 'planned' and coalesce(e.next_check_at, '-infinity') <= clock_timestamp()
          and not exists (
            select 1 from effect o where o.group_id = e.group_id and o.cluster_name = e.cluster_name and o.kind <> e.kind
              and (o.state in ('claimed', 'sending', 'unknown', 'absent')
                or o.state = 'planned' and (o.kind = 'begin') = (o.request_id is not distinct from e.request_id)))
        order by e.created_at limit 1 for update skip locked)
      returning *`
    if (effect) await record(tx, effect, 'effect.claimed', { attempt: effect.attempt + 1 })
    return effect
  })
}

/** One audit row about an effect, tied to its request. */
export async function record(
  tx: Tx,
  effect: EffectRow,
  type: string,
  more: { attempt?: number; upstream?: Upstream; note?: string; observed?: unknown } = {},
) {
  const [request] = effect.request_id
    ? await tx<RequestRow[]>`select * from request where id = ${effect.request_id}`
    : []
  await append(tx, {
    type,
    actor: gatehouse,
    ...(request
      ? { request: { id: request.id, rev: request.revision, digest: request.digest } }
      : {}),
    op: effect.op,
    target: `project ${effect.group_id}${effect.cluster_name ? ` / cluster ${effect.cluster_name}` : ''}`,
    after: {
      effect: effect.id,
      attempt: more.attempt ?? effect.attempt,
      ...(more.note ? { note: more.note } : {}),
      ...(more.observed === undefined
        ? {}
        : { observed: JSON.parse(JSON.stringify(more.observed)) }),
      ...(more.upstream?.errorCode ? { error_code: more.upstream.errorCode } : {}),
      ...(effect.expiration_time ? { expires: effect.expiration_time.toISOString() } : {}),
    },
    ...(effect.body || more.upstream
      ? {
          upstream: {
            ...(effect.body ? { body_hash: hashOf(effect.body) } : {}),
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
 * Moves an effect that this executor still holds (same fencing token, expected state) and records it, with what it
 * means for its request, in one transaction. False when the effect was taken over meanwhile: then do nothing more.
 */
export async function move(
  sql: Sql,
  held: EffectRow,
  from: EffectState,
  to: EffectState,
  more: Parameters<typeof record>[3] & {
    nextCheckSeconds?: number
    close?: ClosedHow
    /** The console died during the call: whether it left is not known, and it does not count as one. */
    uncounted?: boolean
    /** One more look that showed nothing: the next one comes later. */
    checked?: boolean
  } = {},
): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [effect] = await tx<EffectRow[]>`
      update effect set state = ${to}, note = ${more.note ?? null},
        attempt = attempt - ${more.uncounted ? 1 : 0}, checks = checks + ${more.checked ? 1 : 0},
        confirmed_at = case when ${to} = 'confirmed' then clock_timestamp() else confirmed_at end,
        next_check_at = case when ${more.nextCheckSeconds ?? null}::float8 is null then null
          else clock_timestamp() + make_interval(secs => ${more.nextCheckSeconds ?? 0}) end
      where id = ${held.id} and token = ${held.token} and state = ${from}
      returning *`
    if (!effect) return false
    // Every row first, the chain's lock last: whoever holds it waits for no row.
    const driftEnded = to === 'confirmed' && (await noteSlot(tx, effect))
    const closed = more.close && effect.request_id && (await closeRow(tx, effect, more.close))
    await record(tx, effect, `effect.${to}`, more)
    if (driftEnded)
      await append(tx, {
        type: 'drift.cleared',
        actor: gatehouse,
        target: `project ${effect.group_id} / cluster ${effect.cluster_name} / employee access`,
        after: { effect: effect.id },
      })
    if (closed) await recordClosed(tx, closed)
    return true
  })
}

/** What a read-back just showed is what the slot holds, until the observer looks again. Says whether that ended a drift. */
async function noteSlot(tx: Tx, effect: EffectRow): Promise<boolean> {
  const end = effect.kind === 'begin' ? effect.expiration_time : null
  if (!effect.cluster_name || (effect.kind === 'begin' && !end)) return false
  const type = end && effect.body ? JSON.parse(effect.body).grantType : null
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

const recordClosed = (tx: Tx, r: RequestRow, note?: string) =>
  append(tx, {
    type: r.how === 'ended' || r.how === 'revoked' ? 'grant.ended' : 'request.closed',
    actor: gatehouse,
    request: { id: r.id, rev: r.revision, digest: r.digest },
    op: r.op,
    target: r.says,
    ...(r.how ? { outcome: r.how } : {}),
    ...(note ? { after: { note } } : {}),
  })

/** Ends an approved request. Silent when it is not approved any more. */
export async function close(
  tx: Tx,
  requestId: string,
  how: ClosedHow,
  note?: string,
): Promise<void> {
  const r = await closeRow(tx, { request_id: requestId }, how)
  if (r) await recordClosed(tx, r, note)
}
