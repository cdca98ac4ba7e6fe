'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { eventName } from '@/lib/ops/event-name'
import {
  type AtlasEvent,
  actorOf,
  delegateOf,
  getOrgEvent,
  getProjectEvent,
  subjectOf,
} from '@/lib/ops/events'
import { JsonView } from '../data/json-view'
import { Panel } from '../data/panel'
import { Copyable } from '../ui/copyable'
import { Dialog } from '../ui/dialog'
import { Facts } from '../ui/page'
import { Time } from '../ui/time'
import type { Place } from './use-events'

/** One event with its raw record. */
export function EventDialog({
  event,
  place,
  onClose,
}: {
  event: AtlasEvent
  place: Place
  onClose: () => void
}) {
  const eventId = event.id
  const query = useQuery(
    'groupId' in place
      ? read(getProjectEvent, { ...place, eventId })
      : read(getOrgEvent, { ...place, eventId }),
  )
  const delegate = delegateOf(event)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={eventName(event.eventTypeName)}
    >
      <div className="grid grid-cols-1 gap-4">
        <Facts
          items={[
            ['Time', <Time key="time" at={event.created} />],
            ['Type', <Copyable key="type" value={event.eventTypeName} what="event type" />],
            ['Actor', actorOf(event)],
            ...(delegate ? [['Delegate', delegate] as const] : []),
            ['Subject', subjectOf(event) ?? '–'],
            ['Address', event.remoteAddress ?? '–'],
          ]}
        />
        <Panel title="Raw event" query={query} skeletonRows={4} isEmpty="never">
          {(data) => <JsonView value={data} label="Raw Atlas response" />}
        </Panel>
      </div>
    </Dialog>
  )
}
