'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { getRequest } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { Panel } from '../../data/panel'
import { Back } from '../../ui/page'
import { Skeleton } from '../../ui/skeleton'
import { RequestCard } from './request-card'

/** The page of one request, refreshed by polling. */
export function RequestPage({ requestId }: { requestId: string }) {
  const card = useQuery(read(getRequest, { requestId }))
  return (
    <>
      <Back label="Approvals" href={routes.approvals()} />
      {card.data === undefined && <h1 className="sr-only">Request</h1>}
      <Panel bare query={card} isEmpty="never" skeletonRows={<Placeholder />}>
        {(data, asOf) => <RequestCard card={data} asOf={asOf} />}
      </Panel>
    </>
  )
}

const Placeholder = () => (
  <div role="status" className="grid grid-cols-1 gap-3">
    <span className="sr-only">Loading…</span>
    <Skeleton className="h-6 w-2/3" />
    <Skeleton className="h-4 w-1/3" />
    <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
      <Skeleton className="h-80 w-full" />
      <Skeleton className="h-80 w-full" />
    </div>
  </div>
)
