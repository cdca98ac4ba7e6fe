import { append } from '@/lib/audit/append'
import { OpError } from '@/lib/ops/failure'
import type { Ballot, By } from './ballot'
import { alreadySent, isPart, stopUnsent } from './decide-parts'
import { digestOf } from './digest'
import { gatehouse } from './gatehouse'
import { AS_REQUESTED, checkNarrower, type Narrowing } from './narrowing'
import { type Planned, recordApproval, recordDenial, rowOf, settle } from './record-decision'
import type { DecisionRow, RequestRow, Sql, Tx } from './rows'
import { termsOf } from './terms'

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

const unknown = () => OpError.of('not-found', 'It does not exist, or you do not have access to it.')

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
export function checkDigest(r: RequestRow): void {
  if (digestOf(r) !== r.digest)
    throw OpError.of(
      'unavailable',
      'This request is not the one that was filed. Tell your admin: someone may have changed the database.',
    )
}

/** Whether a pending request was edited since it was shown. */
export const isEdited = (r: Pick<RequestRow, 'state' | 'digest'>, digest: string) =>
  r.state === 'pending' && r.digest !== digest

const edited = () =>
  OpError.of('conflict', 'Someone edited the request after you opened it. Refresh, then decide.')

/**
 * Checks that a pending request is the one with the digest as it was shown, before its sign-in and limits are checked:
 * the decision is recorded for that digest, also if someone edits the request meanwhile. @throws OpError 'conflict'
 */
export function checkShown(r: Pick<RequestRow, 'state' | 'digest'>, digest: string): void {
  if (isEdited(r, digest)) throw edited()
}

/** The error for a decision that came too late; it names who was first. */
async function tooLate(tx: Tx, r: Locked, digest: string, verdict?: 'deny'): Promise<OpError> {
  if (isEdited(r, digest)) return edited()
  if (r.state === 'pending') return OpError.of('conflict', 'The time to decide has passed.')
  if (r.state === 'cancelled') return OpError.of('conflict', 'This request was canceled.')
  if (r.state === 'expired') return OpError.of('conflict', 'The time to decide has passed.')
  const [decision] = await tx<DecisionRow[]>`
    select * from decision where request_id = ${r.id} and revision = ${r.revision} order by id desc limit 1`
  const who = decision
    ? `${decision.name} ${decision.verdict === 'approve' ? 'approved' : 'denied'} it`
    : `it is ${r.state}`
  const said = `This request is already decided: ${who}.`
  const isSent = verdict === 'deny' && r.state === 'approved' && r.digest === digest
  return isSent ? alreadySent(said, r) : OpError.of('conflict', said)
}

/**
 * Records an approval. The one that completes the quorum also approves the request and plans its call, in the same
 * transaction. The lock of the request's row makes simultaneous approvals take turns. Returns the request's new state.
 * @throws OpError what `judge` throws, 'conflict' if it is decided, edited or past its time, 'invalid' if it would give more
 * than requested
 */
export async function approve(
  sql: Sql,
  {
    requestId,
    digest,
    judge,
    narrowing,
    onQuorum,
    ...said
  }: Decide & {
    narrowing: Narrowing
    /** Called once the approvals suffice, while they are being recorded. */
    onQuorum?: (due: readonly Planned[]) => void
  },
): Promise<'pending' | 'approved'> {
  return sql.begin(async (tx) => {
    const r = await lockPending(tx, requestId, digest)
    checkNarrower(r, narrowing)
    const votes = await votesOf(tx, r)
    const ballot = await judge(tx, r, votes)
    const { state, due, entry } = await recordApproval(tx, r, votes, { ballot, narrowing, ...said })
    onQuorum?.(due)
    await append(tx, entry)
    return state
  })
}

/** Who approved a request that no person did. */
const POLICY = 'Policy'

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

/**
 * Denies a request that is pending, or approved and not yet being sent. One denial is enough.
 * @throws OpError what `judge` throws, 'conflict' if it is too late
 */
export async function deny(sql: Sql, { requestId, digest, judge, ...said }: Decide): Promise<void> {
  await sql.begin(async (tx) => {
    const r = await lock(tx, requestId)
    const isStopped = await stopUnsent(tx, r, 'The request was denied before anything was sent.')
    const isOpen = r.state === 'pending' ? !r.is_late : r.state === 'approved' && isStopped
    if (!isOpen || r.digest !== digest) throw await tooLate(tx, r, digest, 'deny')
    const ballot = await judge(tx, r, await votesOf(tx, r))
    await append(tx, await recordDenial(tx, r, { ballot, ...said }))
  })
}
