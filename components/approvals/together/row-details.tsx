'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { getRequest, type RequestCard } from '@/lib/ops/requests'
import { Panel } from '../../data/panel'
import { CallDetails, usePreview } from '../../ops/call-preview'
import { Impact } from '../../ops/impact'
import { Skeleton } from '../../ui/skeleton'
import { InputFacts } from '../input-facts'

/** What one of the requests changes, compared with what Atlas has now, and its exact call. */
export function RowDetails({ requestId }: { requestId: string }) {
  const query = useQuery(read(getRequest, { requestId }))
  return (
    <div className="mt-2 rounded-md bg-sunken px-3 py-2">
      <Panel bare query={query} isEmpty="never" skeletonRows={<Skeleton className="h-16 w-full" />}>
        {(card) => <Facts card={card} />}
      </Panel>
    </div>
  )
}

function Facts({ card: { request, client } }: { card: RequestCard }) {
  const hasSecret = client !== null && client.sha256 === null
  const isReadable = !request.isPlaceGone && !hasSecret
  const preview = usePreview(request.op, isReadable ? request.input : undefined)
  const told = preview.data?.data
  return (
    <div className="grid grid-cols-1 gap-2.5">
      <InputFacts input={request.input} changes={told?.changes} />
      {told && request.state === 'pending' && <Impact tells={told.impact} />}
      {told?.friction && told.friction.level !== 'none' && (
        <p className="text-sm text-warn">{told.friction.because}</p>
      )}
      {hasSecret ? (
        <p className="text-muted text-sm">
          The body has a secret, which Gatehouse does not store. The rest of it is above.
        </p>
      ) : request.isPlaceGone ? (
        <p className="text-muted text-sm">
          It no longer exists in Atlas, so the call can’t be shown.
        </p>
      ) : preview.error ? (
        <p className="text-muted text-sm">The call can’t be shown: {preview.error.message}</p>
      ) : told ? (
        <CallDetails call={told.call} />
      ) : (
        <Skeleton className="h-9.5 w-full rounded-md" />
      )}
    </div>
  )
}
