import { append } from '@/lib/audit/append'
import { canonical } from '@/lib/audit/canonical'
import type { AuditActor } from '@/lib/audit/entry'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import { findCommand } from '@/lib/ops/registry'
import type { DecisionRow, RequestRow, Sql, Tx } from './rows'

/** A person who acts, as the audit log records them. `iss` and `sub` identify them, never the email. */
export type By = AuditActor & { iss: string; sub: string; display: string }

export type Decide = {
  requestId: string
  /** The digest of the request as it was shown. */
  digest: string
  comment: string
  by: By
  trace: string
}

const samePerson = (r: RequestRow, by: By) =>
  r.requester_iss === by.iss && r.requester_sub === by.sub

export const requestOf = async (tx: Tx | Sql, id: string): Promise<RequestRow | undefined> =>
  (await tx<RequestRow[]>`select * from request where id = ${id}`)[0]

/** The request of an id. @throws OpError 'not-found', the same as for a request in another scope */
export async function knownRequest(tx: Tx | Sql, id: string): Promise<RequestRow> {
  const found = await requestOf(tx, id)
  if (!found) throw OpError.of('not-found', 'Not found, or you do not have access to it.')
  return found
}

/** The error for a decision that came too late; it names who was first. */
async function tooLate(tx: Tx, r: RequestRow, digest: string): Promise<OpError> {
  const [decision] = await tx<DecisionRow[]>`
    select * from decision where request_id = ${r.id} and revision = ${r.revision} order by id desc limit 1`
  if (r.state === 'pending' && r.digest !== digest)
    return OpError.of(
      'conflict',
      'Someone edited the request after you opened it. Refresh, then decide.',
    )
  if (r.state === 'pending') return OpError.of('conflict', 'The time to decide has passed.')
  const who = decision
    ? `${decision.name} ${decision.verdict === 'approve' ? 'approved' : 'denied'} it`
    : `it is ${r.state}`
  return OpError.of('conflict', `This request is already decided: ${who}.`)
}

/** The input of the call: the request's, with the time that the approver may have shortened. */
export function approvedInput(r: RequestRow, minutes: number | null): string {
  if (minutes === null || r.minutes === null) return r.input
  const { durationField = 'minutes' } = findCommand(r.op) ?? {}
  return canonical({ ...JSON.parse(r.input), [durationField]: Math.min(minutes, r.minutes) })
}

/**
 * Approves a pending request. Writes decision, effect and audit rows in one transaction; a conditional UPDATE lets exactly
 * one of many simultaneous approvals through.
 * @throws OpError 'not-allowed' for one's own request, 'conflict' if it is decided, edited or past its time, 'invalid' if it
 * would last longer than requested
 */
export async function approve(
  sql: Sql,
  { requestId, digest, comment, by, trace, minutes }: Decide & { minutes: number | undefined },
): Promise<void> {
  await sql.begin(async (tx) => {
    const before = await knownRequest(tx, requestId)
    if (samePerson(before, by))
      throw OpError.of('not-allowed', 'This is your own request. Another person must approve it.')
    if (minutes !== undefined && (before.minutes === null || minutes > before.minutes))
      throw OpError.of('invalid', 'An approval can be shorter than requested, not longer.', {
        fields: { minutes: `At most ${before.minutes ?? 0} minutes, as requested` },
      })
    const [r] = await tx<RequestRow[]>`
      update request set state = 'approved',
        execute_by = clock_timestamp() + make_interval(mins => execute_minutes)
      where id = ${requestId} and state = 'pending' and digest = ${digest}
        and decide_by > clock_timestamp()
        and not (requester_iss = ${by.iss} and requester_sub = ${by.sub})
      returning *`
    if (!r) throw await tooLate(tx, await knownRequest(tx, requestId), digest)
    const effectId = newId()
    const input = approvedInput(r, minutes ?? null)
    await insertDecision(tx, r, 'approve', by, comment, minutes ?? null)
    await tx`insert into effect ${tx({
      id: effectId,
      request_id: r.id,
      kind: 'begin',
      op: r.op,
      org_id: r.org_id,
      group_id: r.group_id,
      cluster_name: r.cluster_name,
      input,
      actor_name: by.display,
      execute_by: r.execute_by,
    })}`
    await append(tx, {
      type: 'request.approved',
      actor: by,
      request: { id: r.id, rev: r.revision, digest: r.digest },
      policy: [r.rule, r.policy_digest],
      op: r.op,
      target: r.says,
      targetInput: r.input,
      after: { effect: effectId, ...(minutes === undefined ? {} : { minutes }) },
      ...(comment ? { comment } : {}),
      trace,
    })
  })
}

/** Denies a pending request. @throws as approve does */
export async function deny(
  sql: Sql,
  { requestId, digest, comment, by, trace }: Decide,
): Promise<void> {
  await sql.begin(async (tx) => {
    const before = await knownRequest(tx, requestId)
    if (samePerson(before, by))
      throw OpError.of('not-allowed', 'This is your own request. Cancel it instead.')
    const [r] = await tx<RequestRow[]>`
      update request set state = 'denied'
      where id = ${requestId} and state = 'pending' and digest = ${digest} and decide_by > clock_timestamp()
      returning *`
    if (!r) throw await tooLate(tx, await knownRequest(tx, requestId), digest)
    await insertDecision(tx, r, 'deny', by, comment, null)
    await append(tx, {
      type: 'request.denied',
      actor: by,
      request: { id: r.id, rev: r.revision, digest: r.digest },
      policy: [r.rule, r.policy_digest],
      op: r.op,
      target: r.says,
      targetInput: r.input,
      reason: comment,
      trace,
    })
  })
}

const insertDecision = (
  tx: Tx,
  r: RequestRow,
  verdict: 'approve' | 'deny',
  by: By,
  comment: string,
  minutes: number | null,
) =>
  tx`insert into decision ${tx({
    request_id: r.id,
    revision: r.revision,
    verdict,
    digest: r.digest,
    iss: by.iss,
    sub: by.sub,
    name: by.display,
    binding: by.binding ?? '',
    auth_time: by.auth_time === undefined ? null : new Date(by.auth_time * 1000),
    acr: by.acr ?? null,
    minutes,
    comment: comment || null,
  })}`
