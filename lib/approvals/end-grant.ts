import { findCommand } from '@/lib/atlas/find-op'
import { append } from '@/lib/audit/append'
import { canonical } from '@/lib/audit/canonical'
import type { AuditActor, AuditEntry } from '@/lib/audit/entry'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import type { By } from './ballot'
import { knownRequest } from './decide-request'
import { closeWhole, recordWhole } from './parts'
import { isUniqueViolation } from './postgres-errors'
import type { EffectRow, RequestRow, Sql, Tx } from './rows'
import { partsOf, refOf } from './targets'

/** The failure of a second revoke. */
export const underWayAlready = () => OpError.of('conflict', 'This access is already being revoked.')

/**
 * Plans the revoke of an approved request's grant. No second person and no policy is involved. If the grant was not sent
 * yet, the request closes at once. Returns the request's new state.
 * @throws OpError 'conflict' if there is nothing to revoke, or it is being revoked
 */
export async function revokeGrantOf(
  sql: Sql,
  requestId: string,
  reason: string,
  by: By,
  trace: string,
): Promise<'approved' | 'closed'> {
  try {
    return await sql.begin((tx) => endGrantOf(tx, requestId, reason, by, trace))
  } catch (error) {
    throw isUniqueViolation(error, 'effect_end') ? underWayAlready() : error
  }
}

/** The same as part of a transaction. Returns whether there is access that now ends: it may be over, or be ending already. */
export async function endIfLive(tx: Tx, ...rest: Rest): Promise<boolean> {
  try {
    await tx.savepoint((inner) => endGrantOf(inner, ...rest))
    return true
  } catch (error) {
    if (isUniqueViolation(error, 'effect_end')) return true
    if (error instanceof OpError && error.kind === 'conflict') return false
    throw error
  }
}

type Rest = [requestId: string, reason: string, by: AuditActor, trace: string]

async function endGrantOf(
  tx: Tx,
  ...[requestId, reason, by, trace]: Rest
): Promise<'approved' | 'closed'> {
  // Locked before the request is read: an executor that settles the effect also closes the request.
  const [begin] = await tx<EffectRow[]>`
    select * from effect where request_id = ${requestId} and kind = 'begin' and state <> 'refused' for update`
  const r = await knownRequest(tx, requestId)
  const access = findCommand(r.op)?.access
  if (r.state !== 'approved' || !begin || !access)
    throw OpError.of(
      'conflict',
      r.state === 'pending'
        ? 'Nothing has been granted yet. Cancel the request instead.'
        : !access
          ? 'This request gives no access, so there is nothing to revoke.'
          : r.how === 'replaced'
            ? 'Another request replaced this access. Revoke that one.'
            : r.state === 'approved'
              ? 'Access was never granted, so there is nothing to revoke.'
              : `The request is ${r.state}, so there is nothing to revoke.`,
    )
  const { request, part } = await refOf(tx, r)
  const revoked: AuditEntry = {
    type: 'revoke.requested',
    actor: by,
    request,
    op: access.endedBy,
    target: r.says,
    targetInput: r.input,
    ...(reason ? { reason } : {}),
    trace,
  }
  // Nothing was sent yet, and now nothing will be.
  if (begin.state === 'planned') {
    await tx`update effect set state = 'refused', note = 'Stopped before anything was sent to Atlas.' where id = ${begin.id}`
    const [closed] = await tx<RequestRow[]>`
      update request set state = 'closed', how = 'revoked' where id = ${r.id} and state = 'approved' returning *`
    const whole = closed && (await closeWhole(tx, closed))
    const about = r.part_of === null ? {} : { after: part }
    await append(tx, { ...revoked, ...about, outcome: 'revoked' })
    if (whole) await recordWhole(tx, whole)
    return 'closed'
  }
  const id = newId()
  await tx`insert into effect ${tx({
    id,
    request_id: r.id,
    kind: 'end',
    op: access.endedBy,
    org_id: r.org_id,
    group_id: r.group_id,
    cluster_name: r.cluster_name,
    // The executor adds what was sent, once it is known.
    input: canonical(access.endInput(JSON.parse(r.input), undefined)),
    actor_name: by.display ?? 'Gatehouse',
    reason: reason || null,
  })}`
  await append(tx, { ...revoked, after: { effect: id, ...part } })
  return 'approved'
}

/**
 * Revokes every target of a request that still has or may get access; each as on its own. `byFor` is who revokes a target,
 * or throws why they may not. Returns the state of the request, and why the access of some targets was kept.
 * @throws OpError if nothing was revoked
 */
export async function revokeAllOf(
  sql: Sql,
  r: RequestRow,
  reason: string,
  byFor: (target: RequestRow) => Promise<By>,
  trace: string,
): Promise<{
  state: RequestRow['state']
  kept: Array<{ clusterName: string | null; why: string }>
}> {
  const parts = await partsOf(sql, r)
  const open = parts.length === 0 ? [r] : parts.filter(({ state }) => state === 'approved')
  const failures: Array<{ target: RequestRow; error: unknown }> = []
  // One that can't be revoked now never keeps the others from it.
  await Promise.all(
    open.map(async (target) => {
      try {
        await revokeGrantOf(sql, target.id, reason, await byFor(target), trace)
      } catch (error) {
        failures.push({ target, error })
      }
    }),
  )
  const bug = failures.find(({ error }) => !(error instanceof OpError))
  if (bug) throw bug.error
  const isHidden = (error: unknown) => error instanceof OpError && error.kind === 'not-found'
  if (open.length === 0) {
    // A request out of the person's scope is not found, whatever its state.
    await byFor(r)
    throw OpError.of(
      'conflict',
      'No cluster of this request has access, so there is nothing to revoke.',
    )
  }
  if (failures.length === open.length)
    throw (failures.find(({ error }) => !isHidden(error)) ?? failures[0])?.error
  const kept = failures.map(({ target, error }) => ({
    clusterName: isHidden(error) ? null : target.cluster_name,
    why: error instanceof Error ? error.message : String(error),
  }))
  return { state: (await knownRequest(sql, r.id)).state, kept }
}
