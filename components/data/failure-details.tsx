import type { OpError } from '@/lib/ops/failure'
import { Copyable } from '../ui/copyable'

/** Atlas's error code and message, and the ID that finds the failure in Gatehouse's logs. */
export function FailureDetails({
  failure,
}: {
  failure: Pick<OpError['failure'], 'atlas' | 'requestId'>
}) {
  const { atlas, requestId } = failure
  if (!atlas && !requestId) return null
  return (
    <dl className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 text-muted text-xs">
      {atlas && (
        <div className="flex min-w-0 items-baseline gap-x-1.5">
          <dt>Atlas</dt>
          <dd className="min-w-0 break-words font-mono">
            {atlas.status} {atlas.errorCode}
            {atlas.detail && <span className="font-sans"> – {atlas.detail}</span>}
          </dd>
        </div>
      )}
      {requestId && (
        <div className="flex min-w-0 items-baseline gap-x-1.5">
          <dt className="whitespace-nowrap">Error ID</dt>
          <dd className="min-w-0">
            <Copyable value={requestId} what="error ID" />
          </dd>
        </div>
      )}
    </dl>
  )
}
