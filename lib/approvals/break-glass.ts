import { append } from '@/lib/audit/append'
import { OpError } from '@/lib/ops/failure'
import type { By } from './ballot'
import { reviewDue } from './business-day'
import { lockPending } from './decide-request'
import { endIfLive } from './end-grant'
import { gatehouse } from './gatehouse'
import { AS_REQUESTED, checkNarrower } from './narrowing'
import { demandPerson } from './people-only'
import type { Account } from './quorum'
import { narrowed, rowOf, settle } from './record-decision'
import type { BreakGlassRow, RequestRow, Sql, Tx } from './rows'
import { samePeople } from './same-people'
import { termsOf } from './terms'

/** The break-glass of a request. Undefined: it waits for approval, or was approved. */
export const breakGlassOf = async (
  tx: Tx | Sql,
  requestId: string,
): Promise<BreakGlassRow | undefined> =>
  (await tx<BreakGlassRow[]>`select * from break_glass where request_id = ${requestId}`)[0]

/** The first break-glass of a person, from any of their accounts, that nobody reviewed in time. */
export async function overdueOf(tx: Tx | Sql, person: Account): Promise<BreakGlassRow | undefined> {
  const rows = await tx<BreakGlassRow[]>`
    select * from break_glass where reviewed_at is null and review_due <= clock_timestamp() order by review_due`
  const isSame = await samePeople(tx, [person, ...rows])
  return rows.find((row) => isSame(row, person))
}

export const ONE_AT_A_TIME =
  'Break-glass is for one cluster at a time. Send a request for that cluster.'

type Use = {
  requestId: string
  /** The digest of the request as it was shown. */
  digest: string
  /** Shorter than requested. */
  minutes: number | null
  reason: string
  by: By & { auth_time: number }
  trace: string
  /** Throws if the person can't break glass for it at that moment. */
  judge(tx: Tx, r: RequestRow): Promise<void>
}

/**
 * Approves a pending request without anybody's approval, and plans its call, in one transaction.
 * @throws OpError what `judge` throws, 'conflict' if it is decided, edited or past its time
 */
export async function recordBreakGlass(sql: Sql, use: Use): Promise<void> {
  const { requestId, digest, minutes, reason, by, trace, judge } = use
  demandPerson(by)
  await sql.begin(async (tx) => {
    const r = await lockPending(tx, requestId, digest)
    const narrowing = { ...AS_REQUESTED, minutes }
    checkNarrower(r, narrowing)
    await judge(tx, r)
    const { breakGlass, steps } = termsOf(r)
    if (!breakGlass) throw OpError.of('not-allowed', 'The policy does not allow break-glass here.')
    const { calls } = await settle(tx, r, narrowing, by.display, true)
    if (calls.effect === undefined) throw OpError.of('conflict', ONE_AT_A_TIME)
    const [clock] = await tx<{ now: Date }[]>`select clock_timestamp() as now`
    const due = reviewDue(breakGlass, clock!.now)
    await tx`insert into break_glass ${tx({
      request_id: r.id,
      revision: r.revision,
      digest,
      effect_id: calls.effect,
      iss: by.iss,
      sub: by.sub,
      reason,
      minutes,
      auth_time: new Date(by.auth_time * 1000),
      acr: by.acr ?? null,
      used_at: clock!.now,
      review_due: due,
    })}`
    await append(tx, {
      type: 'breakglass.used',
      actor: by,
      ...rowOf(r),
      after: {
        effect: calls.effect,
        approved: narrowed(narrowing),
        skipped: steps.map(({ groups, count }) => ({ groups, count })),
        review_due: due.toISOString(),
      },
      reason,
      trace,
    })
  })
}

type Review = {
  requestId: string
  verdict: NonNullable<BreakGlassRow['verdict']>
  comment: string
  by: By
  trace: string
}

/**
 * Records the review of a break-glass. One that was not justified ends the access in the same transaction. Returns whether
 * there was access to end.
 * @throws OpError 'conflict' if it was reviewed before
 */
export async function recordReview(sql: Sql, review: Review): Promise<boolean> {
  const { requestId, verdict, comment, by, trace } = review
  demandPerson(by)
  return sql.begin(async (tx) => {
    const [glass] = await tx<BreakGlassRow[]>`
      select * from break_glass where request_id = ${requestId} for update`
    const [r] = await tx<RequestRow[]>`select * from request where id = ${requestId}`
    if (!glass || !r) throw OpError.of('conflict', 'This request did not use break-glass.')
    if (glass.reviewed_at)
      throw OpError.of('conflict', `${glass.reviewer_name} already reviewed it.`)
    await tx`update break_glass set ${tx({
      verdict,
      comment,
      reviewer_iss: by.iss,
      reviewer_sub: by.sub,
      reviewer_name: by.display,
    })}, reviewed_at = clock_timestamp() where request_id = ${requestId}`
    const isEnding =
      verdict === 'not-justified' && (await endIfLive(tx, requestId, comment, by, trace))
    await append(tx, {
      type: 'breakglass.reviewed',
      actor: by,
      ...rowOf(r),
      after: { ending: isEnding },
      outcome: verdict,
      comment,
      trace,
    })
    return isEnding
  })
}

/**
 * Ends the access of every break-glass whose review is due and missing, and records that once. Returns how many there were.
 * Throws the first error after all were tried.
 */
export async function endUnreviewed(sql: Sql): Promise<number> {
  const due = await sql<{ request_id: string }[]>`
    select request_id from break_glass
    where reviewed_at is null and overdue_at is null and review_due <= clock_timestamp() order by review_due`
  let ended = 0
  const errors: unknown[] = []
  for (const { request_id } of due)
    try {
      if (await endOverdue(sql, request_id)) ended += 1
    } catch (error) {
      errors.push(error)
    }
  if (errors.length > 0) throw errors[0]
  return ended
}

const endOverdue = (sql: Sql, requestId: string) =>
  sql.begin(async (tx) => {
    const [glass] = await tx<BreakGlassRow[]>`
      update break_glass set overdue_at = clock_timestamp()
      where request_id = ${requestId} and reviewed_at is null and overdue_at is null returning *`
    const [r] = await tx<RequestRow[]>`select * from request where id = ${requestId}`
    if (!glass || !r) return false
    const isEnding = await endIfLive(
      tx,
      requestId,
      'Nobody reviewed the break-glass in time.',
      gatehouse,
      glass.effect_id,
    )
    await append(tx, {
      type: 'breakglass.overdue',
      actor: gatehouse,
      ...rowOf(r),
      after: { ending: isEnding, review_due: glass.review_due.toISOString() },
      trace: glass.effect_id,
    })
    return true
  })
