import { appendAll } from '@/lib/audit/append'
import type { AuditEntry } from '@/lib/audit/entry'
import { OpError } from '@/lib/ops/failure'
import type { Ballot, By } from './ballot'
import { checkDigest, isEdited } from './decide-request'
import { AS_REQUESTED } from './narrowing'
import { lockWaiting, planDigest } from './plans'
import { recordApproval, recordDenial } from './record-decision'
import type { DecisionRow, RequestRow, Sql, Tx } from './rows'

/** A request to decide on, with the approvals of its revision. */
type Case = { r: RequestRow; votes: DecisionRow[] }

/** Whether a vote on a request counts: the right it is cast by, or why it does not. */
type Judged = { ballot: Ballot; by: By } | { why: string }

export type DecideTogether = {
  plan: string
  /** Of all waiting requests of the plan, as they were shown. */
  digest: string
  verdict: 'approve' | 'deny'
  /** Those to decide on. */
  requests: ReadonlyArray<{ requestId: string; digest: string }>
  comment: string
  by: By
  trace: string
  /** Judges all votes by what holds at that moment, while the requests are locked. */
  judge: (tx: Tx, cases: readonly Case[]) => Promise<Judged[]>
}

type Decided = { requestId: string; state: 'pending' | 'approved' | 'denied' }

/**
 * Decides on several waiting requests of a plan in one transaction: on all of them, or on none. The audit log gets one
 * row that names the plan and each request, and after it the row of each request.
 * @throws OpError 'conflict' if a request of the plan was added, edited or decided since, 'not-allowed' if the person
 * can't decide one of them, 'unavailable' if the database was changed
 */
export async function decideTogether(sql: Sql, d: DecideTogether): Promise<Decided[]> {
  return sql.begin(async (tx) => {
    const waiting = await lockWaiting(tx, d.plan)
    checkRequester(waiting)
    const chosen = chosenOf(waiting, d)
    for (const r of chosen) checkDigest(r)
    const cases = await withVotes(tx, chosen)
    const ballots = counting(cases, await d.judge(tx, cases), d.verdict)
    // Sent without waiting for each other, because others wait for these locks.
    const done = await settled(cases.map((one, at) => record(tx, one, ballots[at]!, d)))
    const isApproval = d.verdict === 'approve'
    const whole: AuditEntry = {
      type: isApproval ? 'plan.approved' : 'plan.denied',
      actor: d.by,
      after: {
        plan: d.plan,
        digest: d.digest,
        requests: done.map(({ entry, requestId, state, effects }) => ({
          ...{ id: requestId, digest: entry.request?.digest ?? '', state },
          ...(effects.length > 0 ? { effects } : {}),
        })),
      },
      ...(isApproval ? {} : { reason: d.comment }),
      ...(isApproval && d.comment ? { comment: d.comment } : {}),
      trace: d.trace,
    }
    await appendAll(tx, [whole, ...done.map(({ entry }) => entry)])
    return done.map(({ requestId, state }) => ({ requestId, state }))
  })
}

/** Waits for all, also after one failed: a query sent after the rollback would be outside of the transaction. */
async function settled<T>(work: ReadonlyArray<Promise<T>>): Promise<T[]> {
  await Promise.allSettled(work)
  return Promise.all(work)
}

type Recorded = Pick<Awaited<ReturnType<typeof recordApproval>>, 'effects' | 'entry'>

async function record(
  tx: Tx,
  { r, votes }: Case,
  { ballot, by }: { ballot: Ballot; by: By },
  { comment, trace, verdict, plan, digest }: DecideTogether,
): Promise<Decided & Recorded> {
  const cast = { ballot, by, comment, trace, together: { plan, digest } }
  if (verdict === 'deny')
    return { requestId: r.id, state: 'denied', effects: [], entry: await recordDenial(tx, r, cast) }
  const approval = await recordApproval(tx, r, votes, { ...cast, narrowing: AS_REQUESTED })
  return { requestId: r.id, ...approval }
}

/** No digest covers which plan a request is in. @throws OpError 'unavailable' if one of them is of another person */
function checkRequester(rows: readonly RequestRow[]): void {
  const requesters = new Set(rows.map((r) => JSON.stringify([r.requester_iss, r.requester_sub])))
  if (requesters.size > 1)
    throw OpError.of(
      'unavailable',
      'These requests come from more than one person, so nothing was recorded. Tell your admin: someone may have changed the database. You can still decide each request on its own page.',
    )
}

/** The rows to decide on, if the plan waits exactly as it was shown. @throws OpError 'conflict' */
function chosenOf(
  waiting: ReadonlyArray<RequestRow & { is_late: boolean }>,
  { digest, requests }: DecideTogether,
): RequestRow[] {
  const rows = new Map(waiting.map((r) => [r.id, r]))
  const gone = requests.filter(({ requestId }) => !rows.has(requestId)).length
  const edited = requests.filter((one) => {
    const r = rows.get(one.requestId)
    return r && r.digest !== one.digest
  }).length
  const isSame = planDigest(waiting.map((r) => r.digest)) === digest
  if (gone > 0 || edited > 0 || !isSame) throw changed(gone, edited)
  const chosen = requests.flatMap(({ requestId }) => rows.get(requestId) ?? [])
  if (chosen.some((r) => r.is_late))
    throw OpError.of('conflict', 'The time to decide has passed for one of these requests.')
  return chosen
}

/** As `checkShown`, for requests in the order of the decision. @throws OpError 'conflict' */
export function checkAllShown(
  rows: ReadonlyArray<Pick<RequestRow, 'state' | 'digest'>>,
  requests: DecideTogether['requests'],
): void {
  const edited = rows.filter((r, at) => isEdited(r, requests[at]?.digest ?? '')).length
  if (edited > 0) throw changed(0, edited)
}

function changed(gone: number, edited: number): OpError {
  const what = [
    ...(edited > 0 ? [`${edited} edited`] : []),
    ...(gone > 0 ? [`${gone} canceled or decided`] : []),
  ]
  return OpError.of(
    'conflict',
    `These requests changed after you opened them: ${what.join(', ') || 'one was added, edited or decided'}. Nothing was recorded. Refresh, then decide.`,
  )
}

async function withVotes(tx: Tx, rows: readonly RequestRow[]): Promise<Case[]> {
  const all = await tx<DecisionRow[]>`
    select * from decision where request_id = any(${rows.map(({ id }) => id)}) and verdict = 'approve' order by id`
  const votes = Map.groupBy(all, ({ request_id }) => request_id)
  return rows.map((r) => ({
    r,
    votes: (votes.get(r.id) ?? []).filter(({ revision }) => revision === r.revision),
  }))
}

/** The rights of all votes. @throws OpError 'not-allowed' if one does not count */
function counting(cases: readonly Case[], judged: readonly Judged[], verdict: 'approve' | 'deny') {
  const refused = judged.flatMap((one, at) =>
    'why' in one ? `${cases[at]?.r.says}: ${one.why}` : [],
  )
  if (refused.length > 0) throw notAllOf(refused, cases.length, verdict)
  return judged.flatMap((one) => ('why' in one ? [] : one))
}

/** Most reasons that a refusal gives. */
const MOST_REASONS = 3

/** The error for requests of which a person can't decide some. */
const notAllOf = (
  reasons: readonly string[],
  total: number,
  verdict: 'approve' | 'deny',
): OpError =>
  OpError.of(
    'not-allowed',
    `You can’t ${verdict} ${reasons.length} of these ${total} requests, so nothing was recorded. ${reasons.slice(0, MOST_REASONS).join(' ')}`,
  )
