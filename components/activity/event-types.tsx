'use client'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import { eventName } from '@/lib/ops/event-name'
import { listEventTypes, listOrgEventTypes } from '@/lib/ops/events'
import { Combobox } from '../ui/combobox'
import type { Place } from './use-events'

/** More would be too long to read. Typing narrows them. */
const MOST_SHOWN = 50
/** As many as Gatehouse asks Atlas for. */
const MOST_CHOSEN = 50

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
  const id = useId()
  const [text, setText] = useState('')
  const query = useQuery(
    'groupId' in place ? read(listEventTypes, place) : read(listOrgEventTypes, place),
  )
  const listed = query.data?.misfit ? [] : (query.data?.data.results ?? [])
  const about = new Map(listed.map(({ eventType, description }) => [eventType, description]))
  const wanted = text.trim().toLowerCase()
  const typed = text.trim().toUpperCase()
  const found = [...new Set([...about.keys(), ...seen])]
    .filter((type) => !chosen.includes(type))
    .filter((type) =>
      `${type} ${eventName(type)} ${about.get(type) ?? ''}`.toLowerCase().includes(wanted),
    )
    .sort()
  const isNew = /^\w{3,120}$/.test(typed) && !found.includes(typed) && !chosen.includes(typed)
  const isFull = chosen.length >= MOST_CHOSEN
  const choices = isFull ? [] : found.slice(0, MOST_SHOWN)
  return (
    <div className="min-w-0 flex-1 basis-60 sm:max-w-96">
      <label htmlFor={id} className="mb-1 block text-muted text-xs">
        Event types
      </label>
      <Combobox
        id={id}
        label="Event types"
        text={text}
        onText={setText}
        placeholder={chosen.length > 0 ? 'Add a type' : 'All types'}
        invalid={false}
        describedBy={`${id}-chosen`}
        isFaint={query.isFetching}
        description={
          isFull
            ? `At most ${MOST_CHOSEN} types at once`
            : found.length > MOST_SHOWN
              ? `The first ${MOST_SHOWN} of ${count(found.length, 'type')}. Type to narrow them.`
              : count(found.length, 'type')
        }
        groups={[
          {
            key: 'types',
            choices: [
              ...choices.map((type) => ({ key: type, shown: <Type type={type} /> })),
              ...(isNew && !isFull ? [{ key: typed, shown: `Use ${typed}` }] : []),
            ],
          },
        ]}
        onChoose={(type) => {
          setText('')
          onChange([...chosen, type])
        }}
      />
      <ul id={`${id}-chosen`} className="mt-1.5 flex flex-wrap gap-1.5 empty:hidden">
        {chosen.map((type) => (
          <li key={type}>
            <button
              type="button"
              title={type}
              aria-label={`Remove ${eventName(type)}`}
              onClick={() => onChange(chosen.filter((other) => other !== type))}
              className="inline-flex min-h-7 items-center gap-1 rounded-full bg-accent-soft px-2.5 text-accent text-xs pointer-coarse:min-h-10"
            >
              {eventName(type)}
              <svg aria-hidden className="icon-[x] size-3.5" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

const Type = ({ type }: { type: string }) => (
  <span className="grid min-w-0">
    <span>{eventName(type)}</span>
    <span className="truncate text-faint text-xs">{type}</span>
  </span>
)
