import { termsForEach } from '@/lib/approvals/policy'
import type { Asked, AskedPlace } from '@/lib/approvals/policy-match'
import type { RequestRow } from '@/lib/approvals/rows'
import { targetsOf } from '@/lib/approvals/targets'
import type { Terms } from '@/lib/approvals/terms'
import { findCommand } from '@/lib/atlas/find-op'
import { OpError } from '@/lib/ops/failure'
import { levelOf } from '@/lib/ops/level'
import { policySettings } from './policy-settings'

/** What policy rules are matched against. Undefined input: not known yet. */
export const askedOf = (
  op: string,
  input: Record<string, unknown> | undefined,
  place: AskedPlace & { also?: readonly AskedPlace[] },
  groups: readonly string[],
): Asked => ({
  op,
  places: [place, ...(place.also ?? [])],
  input,
  level: input && levelOf(findCommand(op), input)?.id,
  groups,
})

/** What policy rules are matched against, for each target of a request in its places. */
export const askedOfRequest = (
  r: Pick<RequestRow, 'op' | 'input' | 'targets'>,
  places: readonly [AskedPlace, ...AskedPlace[]],
  groups: readonly string[],
): Asked[] => {
  const [main, ...also] = places
  return (
    targetsOf(r)?.list.map(({ input }, at) => askedOf(r.op, input, places[at] ?? main, groups)) ?? [
      askedOf(r.op, JSON.parse(r.input), { ...main, also }, groups),
    ]
  )
}

export const noRule = () =>
  `The approval policy has no rule for this. Ask ${policySettings().contact} to add one.`

/** The terms under the running policy. @throws OpError 'not-allowed' when no rule matches */
export const termsNow = (...asked: Parameters<typeof askedOf>): Terms =>
  termsNowFor([askedOf(...asked)])

/** As `termsNow`, for each target of a request. */
export function termsNowFor(asked: readonly Asked[]): Terms {
  const terms = termsForEach(policySettings().policy.rules, asked)
  if (!terms) throw OpError.of('not-allowed', noRule())
  return terms
}
