'use client'
import { useRouter } from 'next/navigation'
import type { OpError } from '@/lib/ops/failure'
import { revokeRequest } from '@/lib/ops/requests'
import { opening, routes } from '@/lib/routes'
import { sayFailureAnd } from '../../ops/tell'

/**
 * Reports that someone else decided first, with a button to revoke if only that is left. A toast, because the buttons and
 * their dialogs disappear on the next read. Returns whether the failure is one of these.
 */
export function useTellLate(requestId: string) {
  const router = useRouter()
  return (error: OpError): boolean => {
    if (error.kind !== 'conflict') return false
    const run = () => router.push(opening(routes.request(requestId), revokeRequest.id))
    void sayFailureAnd(error, error.failure.revocable ? { label: 'Revoke…', run } : undefined)
    return true
  }
}
