import { termsFor } from '@/lib/approvals/policy'
import type { Asked, AskedPlace } from '@/lib/approvals/policy-match'
import type { Terms } from '@/lib/approvals/terms'
import { OpError } from '@/lib/ops/failure'
import { levelOf } from '@/lib/ops/level'
import { findCommand } from '@/lib/ops/registry'
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

export const noRule = () =>
  `The approval policy has no rule for this. Ask ${policySettings().contact} to add one.`

/** The terms under the running policy. @throws OpError 'not-allowed' when no rule matches */
export function termsNow(...asked: Parameters<typeof askedOf>): Terms {
  const terms = termsFor(policySettings().policy.rules, askedOf(...asked))
  if (!terms) throw OpError.of('not-allowed', noRule())
  return terms
}
