import type { z } from 'zod'
import { ONE_AT_A_TIME, recordBreakGlass, recordReview } from '@/lib/approvals/break-glass'
import { checkShown } from '@/lib/approvals/decide-request'
import { termsFor } from '@/lib/approvals/policy'
import type { RequestRow } from '@/lib/approvals/rows'
import { type Terms, termsOf } from '@/lib/approvals/terms'
import { minutesInWords } from '@/lib/format/duration'
import { breakGlass, type reviewBreakGlass } from '@/lib/ops/break-glass'
import { OpError } from '@/lib/ops/failure'
import { getRequest } from '@/lib/ops/requests'
import { byOf } from '../actor'
import { decisionBy } from '../ballot'
import { isSteppedUp, whyNoReview, whyNoRight, whyUnreviewed } from '../break-glass'
import { refuseWithoutProof } from '../checkpoints/health'
import { configuration } from '../configuration'
import { sql } from '../database'
import { asOne, decideAt, type Place } from '../decide'
import { choose, electorateOf } from '../electorate'
import type { Person } from '../person'
import { placesOfRequest, requestAt } from '../request-place'
import { isRequester } from '../request-view'
import { askedOf, noRule } from '../terms'
import { wakeExecutor } from '../wake-executor'
import type { ConsoleContext } from './context'

/** `breakGlass.use` */
export async function use(
  { requestId, digest, minutes, reason }: z.output<typeof breakGlass.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<z.output<typeof breakGlass.output>> {
  const { r, places } = await seen(requestId, person)
  if (!isRequester(r, person))
    throw OpError.of('not-allowed', 'Only the requester can break glass for a request.')
  // Who decided says more than a missing right or a sign-in.
  if (r.state === 'pending') {
    const terms = [termsOf(r), termsToday(r, places, person)]
    await refuse(r, terms, places, person)
    checkShown(r, digest)
    checkMinutes(terms, minutes ?? r.minutes)
    await refuseWithoutProof()
    if (!isSteppedUp(person, terms, r.digest))
      throw OpError.of('step-up', 'Break-glass needs a new sign-in for this request.')
  }
  const decision = r.state === 'pending' ? decideAt(breakGlass, person, places[0]) : undefined
  const authTime = Math.floor((person.authTime?.getTime() ?? 0) / 1000)
  await recordBreakGlass(sql(), {
    requestId: r.id,
    digest,
    minutes: minutes ?? null,
    reason,
    by: { ...byOf(person, decision), auth_time: authTime },
    trace,
    judge: async (tx, now) => {
      const late = await whyUnreviewed(tx, person)
      const why = whyNoRight(termsOf(now), person.groups, places) ?? late?.why
      if (why) throw OpError.of('not-allowed', why)
    },
  })
  wakeExecutor()
  return { requestId: r.id, state: 'approved' }
}

/** `breakGlass.review` */
export async function review(
  { requestId, verdict, comment }: z.output<typeof reviewBreakGlass.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<z.output<typeof reviewBreakGlass.output>> {
  const { r, places } = await seen(requestId, person)
  const choice = choose(r, [], places, person, await electorateOf(sql(), [r], [], [person]), 'deny')
  const why = whyNoReview(choice)
  if (why !== undefined || 'why' in choice) throw OpError.of('not-allowed', why ?? '')
  const isEnding = await recordReview(sql(), {
    requestId: r.id,
    verdict,
    comment,
    by: byOf(person, decisionBy(person, choice.right, places[0])),
    trace,
  })
  if (isEnding) wakeExecutor()
  return { requestId: r.id, isEnding }
}

/** A request that the person can see, with its places. One of a project that is gone can still be reviewed. */
async function seen(
  id: string,
  person: Person,
): Promise<{ r: RequestRow; places: [Place, ...Place[]] }> {
  const { r, place } = await requestAt(id)
  decideAt(getRequest, person, place)
  const [main, ...others] = await placesOfRequest(r).catch(() => [])
  return { r, places: main ? [main, ...others] : [place] }
}

/** What the policy says now; it can be stricter than when the request was filed. */
function termsToday(r: RequestRow, places: [Place, ...Place[]], person: Person): Terms {
  const asked = askedOf(r.op, JSON.parse(r.input), asOne(places), person.groups)
  const terms = termsFor(configuration().policy.rules, asked)
  if (!terms) throw OpError.of('not-allowed', noRule())
  return terms
}

async function refuse(
  r: RequestRow,
  terms: readonly Terms[],
  places: readonly Place[],
  person: Person,
): Promise<void> {
  const noRight = terms.flatMap((one) => whyNoRight(one, person.groups, places) ?? [])[0]
  const why = noRight ?? (await whyUnreviewed(sql(), person))?.why
  if (why) throw OpError.of('not-allowed', why)
  if (r.targets !== null) throw OpError.of('conflict', ONE_AT_A_TIME)
  if (r.not_before !== null)
    throw OpError.of(
      'conflict',
      'This request starts later, and break-glass starts immediately. Remove the start time first.',
    )
}

/** @throws OpError 'invalid' if it is longer than break-glass allows */
function checkMinutes(terms: readonly Terms[], minutes: number | null): void {
  const most = Math.min(...terms.map(({ breakGlass }) => breakGlass?.maxMinutes ?? 0))
  if (minutes === null || minutes <= most) return
  const words = `At most ${minutesInWords(most)} without approval`
  throw OpError.of('invalid', `${words}.`, { fields: { minutes: words } })
}
