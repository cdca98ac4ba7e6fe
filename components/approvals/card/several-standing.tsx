'use client'
import type { RequestCard } from '@/lib/ops/requests'
import { RevokeGrant } from '../employee-access/revoke'

/** What came of the clusters of a request so far, with one revoke for all. */
export function SeveralStanding({ card: { request, may } }: { card: RequestCard }) {
  if (!request.targets) return null
  return (
    <section
      aria-label="Clusters"
      className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <p role="status" className="font-semibold">
        {request.targets.says}
      </p>
      {request.state === 'approved' && request.level && (
        <RevokeGrant request={request} whyNot={may.revoke} label="Revoke all" variant="danger" />
      )}
    </section>
  )
}
