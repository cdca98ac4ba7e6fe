import { compareTerms } from '@/lib/approvals/compare-terms'
import type { RequestRow } from '@/lib/approvals/rows'
import { type Terms, termsOf } from '@/lib/approvals/terms'
import { OpError } from '@/lib/ops/failure'
import { groupsOf } from './approvers'
import { configuration } from './configuration'
import type { Place } from './decide'
import type { StepUp } from './step-up'
import { askedOfRequest, termsNowFor } from './terms'

/** The terms of a request under the running policy. @throws OpError 'not-allowed' when no rule matches */
export async function currentTerms(r: RequestRow, places: [Place, ...Place[]]): Promise<Terms> {
  const groups = await groupsOf({ iss: r.requester_iss, sub: r.requester_sub })
  return termsNowFor(askedOfRequest(r, places, groups))
}

/** Terms that are fixed when a request is filed. An approval checks the others by the running policy. */
const fixed: ReadonlySet<keyof Terms> = new Set([
  'steps',
  'requesters',
  'windows',
  'ticketPatterns',
])

/**
 * Why the terms under the same policy became stricter than those of a request, so that approvals do not suffice: other
 * rules match now. `minutes`: how long its access is to last. A changed policy does not count.
 */
export function whyStricter(
  r: RequestRow,
  now: Terms,
  minutes: number | null = null,
): string | undefined {
  if (r.policy_digest !== configuration().policyDigest) return undefined
  const isTooLong = minutes !== null && minutes > now.maxMinutes
  const changes = isTooLong ? [] : compareTerms(termsOf(r), now)
  return isTooLong || changes.some(({ term, isStricter }) => isStricter && fixed.has(term))
    ? 'Stricter rules apply now than when this was filed, for example because a tag of the cluster changed. Send a new request.'
    : undefined
}

/** What these terms of a request require of an approver's sign-in. */
export const stepUpsIn = (r: RequestRow, terms: readonly Terms[]): StepUp[] =>
  terms.flatMap(({ stepUpSeconds: seconds, stepUpAcr: acr }) =>
    seconds === null ? [] : [{ seconds, acr, digest: r.digest }],
  )

/** The same by the terms it was filed under and the running policy, which can be stricter. */
export async function stepUpsOf(r: RequestRow, places: readonly Place[]): Promise<StepUp[]> {
  const [main, ...others] = places
  const now = main && (await currentTerms(r, [main, ...others]).catch(noRule))
  return stepUpsIn(r, [termsOf(r), ...(now ? [now] : [])])
}

function noRule(error: unknown): undefined {
  if (!(error instanceof OpError)) throw error
}
