import type { CompliancePolicy } from './backup-shapes'

const inDays: Record<string, number> = { days: 1, weeks: 7, months: 31, years: 366 }

/** Whether a policy is in force, also while it is being changed or removed. */
export const isInForce = (policy: CompliancePolicy | undefined): boolean =>
  policy?.state !== undefined && policy.state !== null && policy.state !== ''

/** The least retention of on-demand snapshots, in days; undefined when the policy sets none. */
export function leastOnDemandDays(policy: CompliancePolicy | undefined): number | undefined {
  const { retentionUnit, retentionValue } = policy?.onDemandPolicyItem ?? {}
  const unit = inDays[retentionUnit?.toLowerCase() ?? '']
  return isInForce(policy) && unit && retentionValue ? unit * retentionValue : undefined
}

/** Why no snapshot of the project can be deleted or its retention shortened. */
export const whyNotLess = (policy: CompliancePolicy | undefined): string | undefined =>
  isInForce(policy) ? 'The backup compliance policy keeps snapshots until they expire.' : undefined
