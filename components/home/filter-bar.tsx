'use client'
import { useMemo, useState } from 'react'
import { useAddress } from '@/lib/client/use-address'
import { useMe } from '@/lib/client/use-me'
import type { FleetCheck } from '@/lib/ops/fleet'
import { levelLooks } from '../blocks/finding-words'
import { SavedViews } from '../data/saved-views'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Input, Select } from '../ui/input'
import { ExportMenu } from './export-menu'
import { choicesOf, envNameOf, type Filter, tagText, teamsOf } from './filter'
import { useFilter } from './use-filter'

type Options = ReadonlyArray<readonly [value: string, label: string]>

const counted = (values: readonly string[]): Options =>
  choicesOf(values).map(([value, n]) => [value, `${value} (${n})`] as const)

const levels: Options = [
  ['bad', levelLooks.bad.word],
  ['warn', levelLooks.warn.word],
  ['info', levelLooks.info.word],
  ['unread', 'Not read'],
]

const periods: Options = [
  ['day', 'Since yesterday'],
  ['week', 'Since last week'],
  ['month', 'Since 30 days ago'],
]

/** Filters of the queue and the matrix, kept in the URL. */
export function FilterBar({ checks }: { checks: readonly FleetCheck[] }) {
  const { filter, isNarrowed, set, clear } = useFilter()
  const { get, set: setAddress } = useAddress()
  const [isOpen, setOpen] = useState(false)
  const me = useMe()
  const choices = useMemo(() => {
    const projects = me?.projects ?? []
    return {
      org: (me?.organizations ?? []).map((o) => [o.orgId, o.name] as const),
      env: counted(projects.map(envNameOf)),
      team: counted(projects.flatMap(({ tags }) => teamsOf(tags))),
      tag: counted(projects.flatMap(({ tags }) => tags.map(tagText))),
    }
  }, [me])
  const count = Object.entries(filter).filter(([name, value]) => name !== 'text' && value).length
  const select = (name: keyof Filter, label: string, options: Options, isAlways = false) => (
    <Choice
      key={name}
      label={label}
      options={options}
      isAlways={isAlways}
      value={filter[name]}
      onChange={(value) => set({ [name]: value })}
    />
  )
  return (
    <search aria-label="Fleet" className="flex flex-wrap items-center gap-2 print:hidden">
      <div className="relative min-w-36 grow sm:max-w-60 sm:basis-36">
        <svg
          aria-hidden
          className="icon-[search] pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
        />
        <Input
          type="search"
          aria-label="Search the fleet"
          placeholder="Search"
          value={filter.text}
          onChange={(event) => set({ text: event.target.value })}
          className="pl-8"
        />
      </div>
      <Button className="sm:hidden" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Filters{count > 0 && ` (${count})`}
      </Button>
      <div
        className={cn(
          'contents max-sm:*:min-w-[calc(50%-0.25rem)] max-sm:*:flex-1',
          !isOpen && 'max-sm:hidden',
        )}
      >
        {select('org', 'Organization', choices.org)}
        {select('env', 'Environment', choices.env)}
        {select('team', 'Team', choices.team)}
        {select('tag', 'Tag', choices.tag)}
        {select('level', 'Level', levels)}
        {select(
          'check',
          'Check',
          checks.map(({ id, label }) => [id, label] as const),
          true,
        )}
        <Choice
          label="Compare"
          options={periods}
          value={get('compare') ?? ''}
          onChange={(value) => setAddress({ compare: value })}
        />
      </div>
      {isNarrowed && (
        <Button variant="quiet" onClick={clear}>
          Clear
        </Button>
      )}
      <span className="ml-auto flex items-center gap-1 max-sm:-order-1 max-sm:hidden">
        <SavedViews />
        <ExportMenu />
      </span>
    </search>
  )
}

/** Hidden when there is nothing to choose from. */
function Choice({
  label,
  options,
  value,
  all = label,
  isAlways = false,
  onChange,
}: {
  label: string
  options: Options
  value: string
  all?: string
  /** Its options come later, and nothing must move then. */
  isAlways?: boolean
  onChange: (value: string) => void
}) {
  const isKnown = options.some(([one]) => one === value)
  if (options.length < 2 && !value && !isAlways) return null
  return (
    <Select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={cn(
        'w-auto max-w-48 [&>select]:field-sizing-content [&>select]:border-line max-sm:max-w-full',
        value && '[&>select]:border-accent [&>select]:bg-accent-soft',
      )}
    >
      <option value="">{all}</option>
      {options.map(([one, said]) => (
        <option key={one} value={one}>
          {said}
        </option>
      ))}
      {value && !isKnown && <option value={value}>{value}</option>}
    </Select>
  )
}
