'use client'
import { type FormEvent, useEffect, useId, useState } from 'react'
import { millis } from '@/lib/format/time'
import { InOwnZone, MOMENT_EXAMPLE, MomentInput } from '../form/moment-input'
import { Button } from '../ui/button'
import { EventTypes } from './event-types'
import type { Place } from './use-events'

/** No types: all of them. */
export type Filter = { type: string[]; from: string; to: string }
export const everything: Filter = { type: [], from: '', to: '' }

const iso = (at: number | undefined) =>
  at === undefined ? '' : Number.isNaN(at) ? 'not a date' : new Date(at).toISOString()
const at = (text: string) => (text === '' ? undefined : (millis(text) ?? Number.NaN))

const whyNot = ({ from, to }: Pick<Filter, 'from' | 'to'>) =>
  [from, to].includes('not a date')
    ? `Enter a date and time, such as ${MOMENT_EXAMPLE}.`
    : from !== '' && to !== '' && from >= to
      ? 'The start must be before the end.'
      : undefined

/** Filters by type and time in Atlas. The table's own search sees only the loaded events. */
export function EventFilter({
  place,
  filter,
  seen,
  onChange,
}: {
  place: Place
  filter: Filter
  /** The types of the loaded events. */
  seen: readonly string[]
  onChange: (filter: Filter) => void
}) {
  const id = useId()
  const { type, from, to } = filter
  const [typed, setTyped] = useState({ from, to })
  useEffect(() => setTyped({ from, to }), [from, to])
  const why = whyNot(typed)
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (!why) onChange({ ...typed, type })
  }
  const moment = (name: 'from' | 'to', label: string) => (
    <div className="max-sm:w-full">
      <label htmlFor={`${id}-${name}`} className="mb-1 block text-muted text-xs">
        {label}
        <InOwnZone />
      </label>
      <MomentInput
        id={`${id}-${name}`}
        at={at(typed[name])}
        aria-describedby={why && `${id}-why`}
        aria-invalid={typed[name] === 'not a date' || undefined}
        onChange={(moment) => setTyped((was) => ({ ...was, [name]: iso(moment) }))}
      />
    </div>
  )
  return (
    <search>
      <form onSubmit={apply} className="mb-4 flex flex-wrap items-start gap-3">
        <EventTypes
          place={place}
          chosen={type}
          seen={seen}
          onChange={(types) => onChange({ ...filter, type: types })}
        />
        {moment('from', 'From')}
        {moment('to', 'To')}
        <span className="flex gap-2 sm:pt-5">
          <Button type="submit" disabled={why !== undefined} aria-describedby={`${id}-why`}>
            Apply
          </Button>
          <Button
            variant="quiet"
            onClick={() => {
              setTyped(everything)
              onChange(everything)
            }}
          >
            Clear
          </Button>
        </span>
        {why && (
          <p id={`${id}-why`} className="basis-full text-muted text-xs">
            {why}
          </p>
        )}
      </form>
    </search>
  )
}
