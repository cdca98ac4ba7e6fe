import { append } from '@/lib/audit/append'
import type { AuditActor } from '@/lib/audit/entry'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import { callIn } from './client-call'
import { isPart, moveParts, startParts, stopUnsent } from './decide-parts'
import { digestOf } from './digest'
import { gatehouse } from './gatehouse'
import {
  AS_REQUESTED,
  approvedInput,
  checkCommon,
  checkNarrower,
  type Narrowing,
  narrowest,
} from './narrowing'
import { demandPerson } from './people-only'
import { NEVER_OPEN } from './policy'
import { openStep } from './quorum'
import type { DecisionRow, RequestRow, Sql, Tx } from './rows'
import { termsOf } from './terms'
import { opensAt } from './window'

/** A person who acts, as the audit log records them. `iss` and `sub` identify them, never the email. */
export type By = AuditActor & { iss: string; sub: string; display: string }

/** The right by which a person decides. */
export type Ballot = {
  /** Of the request's terms, from 0. */
  step: number
  /** The earlier approvals that still count. */
  counted: readonly DecisionRow[]
  /** Whose right it is, for a delegate. */
  delegator?: { iss: string; sub: string; name: string; delegationId: string }
}

/**
 * Decides whether a person's vote counts, while the request is locked. `votes` are the approvals of its revision.
 * @throws OpError when it does not
 */
export type Judge = (tx: Tx, r: RequestRow, votes: readonly DecisionRow[]) => Promise<Ballot>

export type Decide = {
  requestId: string
  /** The digest of the request as it was shown. */
  digest: string
  comment: string
  by: By
  trace: string
  judge: Judge
}

export const requestOf = async (tx: Tx | Sql, id: string): Promise<RequestRow | undefined> =>
  (await tx<RequestRow[]>`select * from request where id = ${id}`)[0]

/** The request of an id. @throws OpError 'not-found', the same as for a request in another scope */
export async function knownRequest(tx: Tx | Sql, id: string): Promise<RequestRow> {
  const found = await requestOf(tx, id)
  if (!found) throw unknown()
  return found
}

const unknown = () => OpError.of('not-found', 'Not found, or you do not have access to it.')

/** The approvals of a request's revision, oldest first. */
export const votesOf = (
  tx: Tx | Sql,
  r: Pick<RequestRow, 'id' | 'revision'>,
): Promise<DecisionRow[]> =>
  tx<DecisionRow[]>`
    select * from decision where request_id = ${r.id} and revision = ${r.revision} and verdict = 'approve' order by id`

type Locked = RequestRow & { is_late: boolean }

/**
 * The pending request with the digest as it was shown, locked until the transaction ends.
 * @throws OpError 'conflict' if it is decided, edited or past its time, 'unavailable' if it was changed in the database
 */
export async function lockPending(tx: Tx, id: string, digest: string): Promise<RequestRow> {
  const r = await lock(tx, id)
  if (r.state !== 'pending' || r.digest !== digest || r.is_late) throw await tooLate(tx, r, digest)
  checkDigest(r)
  return r
}

/** The request, locked until the transaction ends. @throws OpError 'not-found' */
async function lock(tx: Tx, id: string): Promise<Locked> {
  const [r] = await tx<Locked[]>`
    select *, decide_by <= clock_timestamp() as is_late from request where id = ${id} for update`
  if (!r) throw unknown()
  if (r.part_of !== null) throw isPart()
  return r
}

/** @throws OpError 'unavailable' if the row is not what its digest covers */
function checkDigest(r: RequestRow): void {
  if (digestOf(r) !== r.digest)
    throw OpError.of(
      'unavailable',
      'This request is not the one that was filed. Tell your admin: someone may have changed the database.',
    )
}

/** The error for a decision that came too late; it names who was first. */
async function tooLate(tx: Tx, r: Locked, digest: string): Promise<OpError> {
  if (r.state === 'pending' && r.digest !== digest)
    return OpError.of(
      'conflict',
      'Someone edited the request after you opened it. Refresh, then decide.',
    )
  if (r.state === 'pending') return OpError.of('conflict', 'The time to decide has passed.')
  if (r.state === 'cancelled') return OpError.of('conflict', 'This request was canceled.')
  if (r.state === 'expired') return OpError.of('conflict', 'The time to decide has passed.')
  const [decision] = await tx<DecisionRow[]>`
    select * from decision where request_id = ${r.id} and revision = ${r.revision} order by id desc limit 1`
  const who = decision
    ? `${decision.name} ${decision.verdict === 'approve' ? 'approved' : 'denied'} it`
    : `it is ${r.state}`
  return OpError.of('conflict', `This request is already decided: ${who}.`)
}

/** What an audit row says about its request. */
export const rowOf = (r: RequestRow) => ({
  request: { id: r.id, rev: r.revision, digest: r.digest },
  policy: [r.rule, r.policy_digest],
  op: r.op,
  target: r.says,
  targetInput: r.input,
})

/** Who approved a request that no person did. */
const POLICY = 'Policy'

const onBehalf = ({ delegator }: Ballot) =>
  delegator ? { on_behalf_of: { iss: delegator.iss, sub: delegator.sub } } : {}

/** What a vote or an approval narrowed, as the audit log has it. */
export const narrowed = ({ minutes, level, targets }: Narrowing) => ({
  ...(minutes === null ? {} : { minutes }),
  ...(level === null ? {} : { level }),
  ...(targets === null ? {} : { targets: [...targets] }),
})

/**
 * Records an approval. The one that completes the quorum also approves the request and plans its call, in the same
 * transaction. The lock of the request's row makes simultaneous approvals take turns. Returns the request's new state.
 * @throws OpError what `judge` throws, 'conflict' if it is decided, edited or past its time, 'invalid' if it would give more
 * than requested
 */
export async function approve(
  sql: Sql,
  { requestId, digest, comment, by, trace, judge, narrowing }: Decide & { narrowing: Narrowing },
): Promise<'pending' | 'approved'> {
  return sql.begin(async (tx) => {
    const r = await lockPending(tx, requestId, digest)
    checkNarrower(r, narrowing)
    const votes = await votesOf(tx, r)
    const ballot = await judge(tx, r, votes)
    const vote = await insertDecision(tx, r, 'approve', by, comment, ballot, narrowing)
    checkCommon(narrowest(r, [...votes, vote]))
    const isSettled = openStep(termsOf(r).steps, [...ballot.counted, vote]) === undefined
    const settled = isSettled
      ? await settle(tx, r, narrowest(r, [...votes, vote]), by.display)
      : undefined
    await append(tx, {
      type: settled ? 'request.approved' : 'decision.approve',
      actor: by,
      ...onBehalf(ballot),
      ...rowOf(r),
      after: {
        step: ballot.step,
        ...narrowed(narrowing),
        ...(settled ? { ...settled.calls, approved: narrowed(settled.narrowing) } : {}),
      },
      ...(comment ? { comment } : {}),
      trace,
    })
    return settled ? 'approved' : 'pending'
  })
}

/** Approves a request whose terms need no person, as a decision of the policy. The caller has locked or just filed it. */
export async function approveByPolicy(tx: Tx, requestId: string, trace: string): Promise<void> {
  const r = await lock(tx, requestId)
  const { rules } = termsOf(r)
  const { calls } = await settle(tx, r, AS_REQUESTED, POLICY)
  await append(tx, {
    type: 'request.approved',
    actor: gatehouse,
    ...rowOf(r),
    after: { ...calls, automatic: true, rules },
    trace,
  })
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
  return { calls: parts ? { effects: ids } : { effect: ids[0]! }, narrowing }
}

/**
 * Denies a request that is pending, or approved and not yet being sent. One denial is enough.
 * @throws OpError what `judge` throws, 'conflict' if it is too late
 */
export async function deny(
  sql: Sql,
  { requestId, digest, comment, by, trace, judge }: Decide,
): Promise<void> {
  await sql.begin(async (tx) => {
    const r = await lock(tx, requestId)
    const isStopped = await stopUnsent(tx, r, 'The request was denied before anything was sent.')
    const isOpen = r.state === 'pending' ? !r.is_late : r.state === 'approved' && isStopped
    if (!isOpen || r.digest !== digest) throw await tooLate(tx, r, digest)
    const ballot = await judge(tx, r, await votesOf(tx, r))
    await tx`update request set state = 'denied' where id = ${r.id}`
    await moveParts(tx, r, 'denied')
    await insertDecision(tx, r, 'deny', by, comment, ballot, AS_REQUESTED)
    await append(tx, {
      type: 'request.denied',
      actor: by,
      ...onBehalf(ballot),
      ...rowOf(r),
      reason: comment,
      trace,
    })
  })
}

async function insertDecision(
  tx: Tx,
  r: RequestRow,
  verdict: 'approve' | 'deny',
  by: By,
  comment: string,
  { step, delegator }: Ballot,
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
