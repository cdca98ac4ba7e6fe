'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { getCompliancePolicy } from '@/lib/ops/backup'
import { isInForce, leastOnDemandDays, whyNotLess } from '@/lib/ops/backup-policy'

/** The project's backup compliance policy as far as it is known; the credential may not be allowed to read it. */
export function usePolicy(groupId: string) {
  const policy = useQuery(read(getCompliancePolicy, { groupId }))
  const known = policy.data?.misfit ? undefined : policy.data?.data
  return {
    known,
    isInForce: isInForce(known),
    isUnknown: policy.isError || policy.data?.misfit === true,
    /** Why a snapshot can neither be deleted nor kept shorter. */
    whyNotLess: whyNotLess(known),
    leastDays: leastOnDemandDays(known),
  }
}
export type Policy = ReturnType<typeof usePolicy>
