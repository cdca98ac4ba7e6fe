'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { eventName } from '@/lib/ops/event-name'
import { listEventTypes, listOrgEventTypes } from '@/lib/ops/events'
import { ManyChoice } from '../form/many-choice'
import type { Place } from './use-events'

/** Chooses the types of events to show. */
export function EventTypes({
  place,
  chosen,
  seen,
  onChange,
}: {
  place: Place
  chosen: readonly string[]
  /** Types of the loaded events, in case Atlas's list can't be read. */
  seen: readonly string[]
  onChange: (types: string[]) => void
}) {
  const query = useQuery(
    'groupId' in place ? read(listEventTypes, place) : read(listOrgEventTypes, place),
  )
  const listed = query.data?.misfit ? [] : (query.data?.data.results ?? [])
  const about = new Map(listed.map(({ eventType, description }) => [eventType, description]))
  const types = [...new Set([...about.keys(), ...seen])].sort()
  return (
    <ManyChoice
      label="Event types"
      one="type"
      isFaint={query.isFetching}
      chosen={chosen}
      options={types.map((type) => ({
        key: type,
        name: eventName(type),
        searched: about.get(type) ?? '',
        shown: <Type type={type} />,
      }))}
      another={(text) => (/^\w{3,120}$/.test(text) ? text.toUpperCase() : undefined)}
      onChange={onChange}
    />
  )
}

const Type = ({ type }: { type: string }) => (
  <span className="grid min-w-0">
    <span>{eventName(type)}</span>
    <span className="truncate text-faint text-xs">{type}</span>
  </span>
)
