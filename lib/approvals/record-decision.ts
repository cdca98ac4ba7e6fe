import type { AuditEntry } from '@/lib/audit/entry'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import type { Ballot, By } from './ballot'
import { callIn } from './client-call'
import { moveParts, startParts } from './decide-parts'
import { AS_REQUESTED, approvedInput, checkCommon, type Narrowing, narrowest } from './narrowing'
import { demandPerson } from './people-only'
import { NEVER_OPEN } from './policy'
import { openStep } from './quorum'
import type { DecisionRow, EffectRow, RequestRow, Tx } from './rows'
import { termsOf } from './terms'
import { opensAt } from './window'

/** A vote that counts, and what the person says. `together`: the decision that it is a part of. */
type Vote = { ballot: Ballot; comment: string; by: By; trace: string; together?: Together }

/** An effect that was just planned. */
export type Planned = Pick<EffectRow, 'id' | 'op' | 'org_id' | 'input'>

/** A decision on several requests of a plan: the plan, and the digest of what was shown. */
type Together = { plan: string; digest: string }

/** What an audit row says about its request. */
export const rowOf = (r: RequestRow) => ({
  request: { id: r.id, rev: r.revision, digest: r.digest },
  policy: [r.rule, r.policy_digest],
  op: r.op,
  target: r.says,
  targetInput: r.input,
})

const onBehalf = ({ delegator }: Ballot) =>
  delegator ? { on_behalf_of: { iss: delegator.iss, sub: delegator.sub } } : {}

/** What a vote or an approval narrowed, as the audit log has it. */
export const narrowed = ({ minutes, level, targets }: Narrowing) => ({
  ...(minutes === null ? {} : { minutes }),
  ...(level === null ? {} : { level }),
  ...(targets === null ? {} : { targets: [...targets] }),
})

/**
 * Stores an approval of a locked request. If it completes the quorum, the request is approved and its call planned. The
 * caller appends the returned entry to the audit log in the same transaction.
 */
export async function recordApproval(
  tx: Tx,
  r: RequestRow,
  votes: readonly DecisionRow[],
  { narrowing, ...cast }: Vote & { narrowing: Narrowing },
): Promise<{
  state: 'pending' | 'approved'
  effects: string[]
  /** The effects that can begin now. */
  due: Planned[]
  entry: AuditEntry
}> {
  const { ballot, comment, by, trace, together } = cast
  const vote = await insertDecision(tx, r, 'approve', cast, narrowing)
  checkCommon(narrowest(r, [...votes, vote]))
  const isSettled = openStep(termsOf(r).steps, [...ballot.counted, vote]) === undefined
  const settled = isSettled
    ? await settle(tx, r, narrowest(r, [...votes, vote]), by.display)
    : undefined
  const entry: AuditEntry = {
    type: settled ? 'request.approved' : 'decision.approve',
    actor: by,
    ...onBehalf(ballot),
    ...rowOf(r),
    after: {
      step: ballot.step,
      ...narrowed(narrowing),
      ...(settled ? { ...settled.calls, approved: narrowed(settled.narrowing) } : {}),
      ...(together ? { together } : {}),
    },
    ...(comment ? { comment } : {}),
    trace,
  }
  return {
    state: settled ? 'approved' : 'pending',
    effects: settled?.ids ?? [],
    due: settled?.due ?? [],
    entry,
  }
}

/** Stores a denial of a locked request. The caller appends the returned entry to the audit log. */
export async function recordDenial(tx: Tx, r: RequestRow, cast: Vote): Promise<AuditEntry> {
  const { ballot, comment, by, trace, together } = cast
  await tx`update request set state = 'denied' where id = ${r.id}`
  await moveParts(tx, r, 'denied')
  await insertDecision(tx, r, 'deny', cast, AS_REQUESTED)
  return {
    type: 'request.denied',
    actor: by,
    ...onBehalf(ballot),
    ...rowOf(r),
    ...(together ? { after: { together } } : {}),
    reason: comment,
    trace,
  }
}

/** Approves a locked request and plans its call: at once, or when the windows of its terms are open. */
export async function settle(
  tx: Tx,
  r: RequestRow,
  narrowing: Narrowing,
  actorName: string,
  isAtOnce = false,
) {
  const [clock] = await tx<{ start: Date }[]>`
    select greatest(clock_timestamp(), ${r.not_before}) as start`
  const start = opensAt(isAtOnce ? [] : termsOf(r).windows, clock!.start)
  if (!start) throw OpError.of('conflict', NEVER_OPEN)
  const isLater = start > clock!.start || r.not_before !== null
  const [approved] = await tx<RequestRow[]>`
    update request set state = 'approved',
      execute_by = ${start} + make_interval(mins => execute_minutes)
    where id = ${r.id} and state = 'pending' and digest = ${r.digest} and decide_by > clock_timestamp()
    returning *`
  if (!approved) throw OpError.of('conflict', 'The time to decide has passed.')
  const parts = await startParts(tx, approved, narrowing)
  const effects = (parts ?? [r]).map((one) => ({
    id: newId(),
    request_id: one.id,
    kind: 'begin',
    op: r.op,
    org_id: one.org_id,
    group_id: one.group_id,
    cluster_name: one.cluster_name,
    input: approvedInput(one, narrowing),
    actor_name: actorName,
    body: one.call_body,
    awaits_caller: callIn(one)?.mode === 'permit',
    execute_by: approved.execute_by,
    next_check_at: isLater ? start : null,
  }))
  await tx`insert into effect ${tx(effects)}`
  const ids = effects.map(({ id }) => id)
  const due: Planned[] = isLater ? [] : effects.filter((one) => !one.awaits_caller)
  return { calls: parts ? { effects: ids } : { effect: ids[0]! }, ids, due, narrowing }
}

async function insertDecision(
  tx: Tx,
  r: RequestRow,
  verdict: 'approve' | 'deny',
  { by, comment, ballot: { step, delegator } }: Vote,
  { minutes, level, targets }: Narrowing,
): Promise<DecisionRow> {
  demandPerson(by)
  const [row] = await tx<DecisionRow[]>`insert into decision ${tx({
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
    step,
    minutes,
    level,
    targets: targets && JSON.stringify(targets),
    for_iss: delegator?.iss ?? null,
    for_sub: delegator?.sub ?? null,
    for_name: delegator?.name ?? null,
    delegation_id: delegator?.delegationId ?? null,
    comment: comment || null,
  })} returning *`
  return row!
}
