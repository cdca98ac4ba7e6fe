import type { CompliancePolicy } from './backup-shapes'

const inDays: Record<string, number> = { days: 1, weeks: 7, months: 31, years: 366 }

/** Whether a policy holds: also while it is being changed or taken away. */
export const isInForce = (policy: CompliancePolicy | undefined): boolean =>
  policy?.state !== undefined && policy.state !== null && policy.state !== ''

/** Days that a snapshot taken on demand has to be kept at least; undefined when the policy says nothing of it. */
export function leastOnDemandDays(policy: CompliancePolicy | undefined): number | undefined {
  const { retentionUnit, retentionValue } = policy?.onDemandPolicyItem ?? {}
  const unit = inDays[retentionUnit?.toLowerCase() ?? '']
  return isInForce(policy) && unit && retentionValue ? unit * retentionValue : undefined
}

/** Why no snapshot of the project can be deleted or kept shorter. */
export const whyNotLess = (policy: CompliancePolicy | undefined): string | undefined =>
  isInForce(policy)
    ? "The project's backup compliance policy forbids it: a snapshot stays until its own end, and that end never comes nearer."
    : undefined
