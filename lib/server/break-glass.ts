import { overdueOf } from '@/lib/approvals/break-glass'
import { reviewDue } from '@/lib/approvals/business-day'
import { STEP_UP_SECONDS, stepsInWords, termsFor } from '@/lib/approvals/policy'
import type { BreakGlassRow, Sql, Tx } from '@/lib/approvals/rows'
import { isInEach, type Terms } from '@/lib/approvals/terms'
import { inUtc } from '@/lib/format/time'
import { list } from '@/lib/format/words'
import { breakGlass as breakGlassOp } from '@/lib/ops/break-glass'
import type { BreakGlassOffer, BreakGlassUse } from '@/lib/ops/break-glass-shapes'
import type { Command } from '@/lib/ops/define'
import { whyNot } from '@/lib/ops/why-not'
import { approversAt } from './approvers'
import { bindingsOf, covers, rolesAt, type Where } from './bindings'
import { sql } from './database'
import { asOne, type Place } from './decide'
import type { Cause, Choice } from './electorate'
import type { Person } from './person'
import { policySettings } from './policy-settings'
import { steppedUp } from './step-up'
import { askedOf } from './terms'

/** Why a member of these groups has no right to break glass in these places. Undefined: they have it. */
export function whyNoRight(
  { breakGlass, automatic }: Terms,
  groups: readonly string[],
  places: readonly Where[],
): string | undefined {
  if (!breakGlass || automatic) return 'The policy does not allow break-glass here.'
  const bindings = bindingsOf(groups)
  const elsewhere = places.find(
    (place) => !bindings.some((b) => b.role === 'break-glass' && covers(b, place)),
  )
  if (elsewhere) return whyNot(breakGlassOp, rolesAt({ bindings }, elsewhere)) ?? ELSEWHERE
  const missing = breakGlass.groups.find((some) => !isInEach([some], groups))
  return missing && `The policy lets only members of ${list(missing, 'or')} break glass for this.`
}

const ELSEWHERE = 'This also affects a project or organization where you can’t break glass.'

/** Whether a person has the right to break glass for a command. */
export function mayBreakGlass(
  op: Pick<Command, 'id'>,
  input: Record<string, unknown>,
  places: readonly [Place, ...Place[]],
  { groups }: Person,
): boolean {
  const asked = askedOf(op.id, input, asOne(places), groups)
  const terms = termsFor(policySettings().policy.rules, asked)
  return terms !== undefined && whyNoRight(terms, groups, places) === undefined
}

/** Why a person must wait for the review of an earlier break-glass. Undefined: they need not. */
export async function whyUnreviewed(
  tx: Tx | Sql,
  person: Pick<Person, 'iss' | 'sub'>,
): Promise<{ requestId: string; why: string } | undefined> {
  const late = await overdueOf(tx, person)
  return (
    late && {
      requestId: late.request_id,
      why: `Your break-glass of ${inUtc(late.used_at)} was not reviewed in time. You can break glass again once an approver has reviewed it.`,
    }
  )
}

/** The sign-in that break-glass requires: always a new one. */
export const isSteppedUp = (person: Person, terms: readonly Terms[], digest: string): boolean =>
  terms.every(({ stepUpSeconds, stepUpAcr }) =>
    steppedUp(person, { seconds: stepUpSeconds ?? STEP_UP_SECONDS, acr: stepUpAcr, digest }),
  )

/** What break-glass means for a request with these terms. Null: this person has no right to it. */
export async function breakGlassOffer(
  terms: Terms | undefined,
  person: Person,
  places: readonly [Where, ...Where[]],
  digest?: string,
): Promise<BreakGlassOffer | null> {
  if (!terms?.breakGlass || whyNoRight(terms, person.groups, places)) return null
  const [late, { groups }] = await Promise.all([
    whyUnreviewed(sql(), person),
    approversAt(places[0]),
  ])
  return {
    maxMinutes: terms.breakGlass.maxMinutes,
    skips: stepsInWords(terms) ?? '1 approval from any approver',
    told: groups,
    reviewDue: reviewDue(terms.breakGlass, new Date()).toISOString(),
    whyNot: late?.why ?? null,
    overdueId: late?.requestId ?? null,
    isSignedIn: digest !== undefined && isSteppedUp(person, [terms], digest),
  }
}

const own = 'You can’t review your own break-glass.'
const words: Partial<Record<Cause, string>> = {
  requester: own,
  linked: own,
  beneficiary: 'You can’t review this, because the access was for you.',
  delegate: 'You can’t review this, because the person delegated their approvals to you.',
  group: 'Only people who could have approved this can review it.',
}

/** Why a person who has this right to deny the request can't review its break-glass. Undefined: they can. */
export const whyNoReview = (choice: Choice): string | undefined =>
  'why' in choice ? (words[choice.cause] ?? choice.why) : undefined

/** A break-glass as its reader sees it. */
export const breakGlassView = (
  glass: BreakGlassRow,
  whyNotReview: string | undefined,
): BreakGlassUse => ({
  usedAt: glass.used_at.toISOString(),
  reason: glass.reason,
  reviewDue: glass.review_due.toISOString(),
  isOverdue: !glass.reviewed_at && glass.review_due.getTime() <= Date.now(),
  review:
    glass.reviewed_at && glass.verdict
      ? {
          verdict: glass.verdict,
          by: glass.reviewer_name ?? '',
          at: glass.reviewed_at.toISOString(),
          comment: glass.comment,
        }
      : null,
  mayReview: glass.reviewed_at ? 'This break-glass is already reviewed.' : (whyNotReview ?? null),
})
