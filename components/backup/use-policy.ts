'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { getCompliancePolicy } from '@/lib/ops/backup'
import { isInForce, leastOnDemandDays, whyNotLess } from '@/lib/ops/backup-policy'

/** The project's backup compliance policy, where Gatehouse may read it. */
export function usePolicy(groupId: string) {
  const policy = useQuery(read(getCompliancePolicy, { groupId }))
  const known = policy.data?.misfit ? undefined : policy.data?.data
  return {
    known,
    isInForce: isInForce(known),
    isRefused: policy.error?.kind === 'not-allowed',
    isUnknown: policy.isError || policy.data?.misfit === true,
    /** Why a snapshot can't be deleted or its retention shortened. */
    whyNotLess: whyNotLess(known),
    leastDays: leastOnDemandDays(known),
  }
}
