import type { RequestRow } from '@/lib/approvals/rows'
import { type Terms, termsOf } from '@/lib/approvals/terms'
import { OpError } from '@/lib/ops/failure'
import { groupsOf } from './approvers'
import type { Place } from './decide'
import type { StepUp } from './step-up'
import { askedOfRequest, termsNowFor } from './terms'

/** The terms of a request under the running policy. @throws OpError 'not-allowed' when no rule matches */
export async function currentTerms(r: RequestRow, places: [Place, ...Place[]]): Promise<Terms> {
  const groups = await groupsOf({ iss: r.requester_iss, sub: r.requester_sub })
  return termsNowFor(askedOfRequest(r, places, groups))
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
