'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { eventName } from '@/lib/ops/event-name'
import { accessEvents } from '@/lib/ops/request-events'
import type { AccessEvent } from '@/lib/ops/request-shapes'
import { FailureDetails } from '../../data/failure-details'
import { Button } from '../../ui/button'
import { Copyable } from '../../ui/copyable'
import { Time } from '../../ui/time'

/** Atlas's events about the access of a request, read while the card is open. */
export const useAccessEvents = (requestId: string, isOn: boolean) =>
  useQuery({ ...read(accessEvents, { requestId }), enabled: isOn })

/** An event as a step of the timeline, in Atlas's words. */
export const EventStep = ({ event, hasCluster }: { event: AccessEvent; hasCluster: boolean }) => (
  <>
    <p className="min-w-0 flex-1 basis-80 text-sm">
      <span className="mr-1.5 rounded border border-line px-1 py-px text-2xs text-muted">
        Atlas
      </span>
      {event.actor !== 'Atlas' && <span className="font-medium">{event.actor}: </span>}
      {eventName(event.type)}
      {hasCluster && event.clusterName && ` on ${event.clusterName}`}{' '}
      <Time at={event.time} className="text-muted text-xs" />
    </p>
    <p className="flex flex-wrap items-center gap-x-3 text-faint text-xs">
      {event.address && <span>from {event.address}</span>}
      <span className="break-all">{event.type}</span>
      <Copyable
        value={event.id}
        shown={`event ${event.id.slice(-6)}`}
        what="event ID"
        className="text-faint"
      />
    </p>
  </>
)

/** What is missing of Atlas's events. Nothing else on the card depends on them. `isSaid`: the card says why above. */
export function EventsNote({
  query,
  isSaid,
}: {
  query: ReturnType<typeof useAccessEvents>
  isSaid: boolean
}) {
  const note = 'border-line border-t px-4 py-2 text-muted text-sm'
  if (query.error)
    return (
      <div role="status" className={note}>
        Atlas’s events about this access can’t be read. {!isSaid && query.error.message}{' '}
        <Button size="sm" variant="quiet" onClick={() => void query.refetch()}>
          Try again
        </Button>
        {!isSaid && <FailureDetails failure={query.error.failure} />}
      </div>
    )
  if (query.data?.data.isCut)
    return (
      <p className={note}>
        This project has many events. Atlas’s events about the access are complete; other actions of
        MongoDB employees are from the newest 500 events.
      </p>
    )
  return null
}
