'use client'
import { type FormEvent, useEffect, useId, useState } from 'react'
import { millis } from '@/lib/format/time'
import { InUtc, MomentInput } from '../form/moment-input'
import { Button } from '../ui/button'
import { Input } from '../ui/input'

export type Filter = { type: string; from: string; to: string }
export const everything: Filter = { type: '', from: '', to: '' }

const iso = (at: number | undefined) =>
  at === undefined ? '' : Number.isNaN(at) ? 'not a date' : new Date(at).toISOString()
const at = (text: string) => (text === '' ? undefined : (millis(text) ?? Number.NaN))

/** Filters by type and time in Atlas. The table's own search sees only the loaded events. */
export function EventFilter({
  filter,
  types,
  onChange,
}: {
  filter: Filter
  /** Suggestions. Atlas has hundreds more. */
  types: readonly string[]
  onChange: (filter: Filter) => void
}) {
  const id = useId()
  const [typed, setTyped] = useState(filter)
  const { type, from, to } = filter
  useEffect(() => setTyped({ type, from, to }), [type, from, to])
  const wrong = [typed.from, typed.to].includes('not a date')
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (!wrong) onChange({ ...typed, type: typed.type.trim() })
  }
  const moment = (name: 'from' | 'to', label: string) => (
    <div>
      <label htmlFor={`${id}-${name}`} className="mb-1 block text-muted text-xs">
        {label}
        <InUtc />
      </label>
      <MomentInput
        id={`${id}-${name}`}
        at={at(typed[name])}
        aria-invalid={typed[name] === 'not a date' || undefined}
        onChange={(moment) => setTyped((was) => ({ ...was, [name]: iso(moment) }))}
      />
    </div>
  )
  return (
    <search>
      <form onSubmit={apply} className="mb-4 flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-52 sm:max-w-80">
          <label htmlFor={`${id}-type`} className="mb-1 block text-muted text-xs">
            Event type
          </label>
          <Input
            id={`${id}-type`}
            value={typed.type}
            list={`${id}-types`}
            placeholder="CLUSTER_CREATED"
            spellCheck={false}
            maxLength={120}
            onChange={(event) => setTyped((was) => ({ ...was, type: event.target.value }))}
          />
          <datalist id={`${id}-types`}>
            {types.map((type) => (
              <option key={type} value={type} />
            ))}
          </datalist>
        </div>
        {moment('from', 'From')}
        {moment('to', 'To')}
        <Button type="submit" disabled={wrong}>
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
      </form>
    </search>
  )
}
