'use client'
import type { RequestCard } from '@/lib/ops/requests'
import { RevokeGrant } from '../employee-access/revoke'

/** Whether it gives access somewhere, or may still do so. The rest of a request for several can wait again or be denied. */
export const hasAccess = ({ request, several }: RequestCard): boolean =>
  request.state === 'approved' ||
  several?.targets.some(({ state }) => state === 'approved') === true

/** What came of the clusters of a request so far, with one revoke for all. */
export function SeveralStanding({ card }: { card: RequestCard }) {
  const { request, may } = card
  if (!request.targets) return null
  return (
    <section
      aria-label="Clusters"
      className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <p role="status" className="font-semibold">
        {request.targets.says}
      </p>
      {hasAccess(card) && request.level && (
        <RevokeGrant request={request} whyNot={may.revoke} label="Revoke all" variant="danger" />
      )}
    </section>
  )
}
