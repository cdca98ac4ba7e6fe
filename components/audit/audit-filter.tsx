'use client'
import { useQuery } from '@tanstack/react-query'
import { type ComponentProps, useEffect, useId, useState } from 'react'
import { useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { millis } from '@/lib/format/time'
import { auditChoices } from '@/lib/ops/audit'
import { InOwnZone, MOMENT_EXAMPLE, MomentInput } from '../form/moment-input'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Checkbox, Input, Select } from '../ui/input'
import { lazyComponent } from '../ui/lazy-component'
import type { AuditFilterState } from './use-audit-filter'

/** A field of the same size, until the code of the real one has loaded. */
const ManyChoice = lazyComponent(() => import('../form/many-choice').then((m) => m.ManyChoice), {
  loading: ({ label, className }) => (
    <div className={className}>
      <p className="mb-1 block text-muted text-xs">{label}</p>
      <Input aria-label={label} disabled placeholder="All" />
    </div>
  ),
  soon: true,
})

const PAUSE_MS = 300
const wide = 'min-w-0'

/** Filters the whole log on the server. The table's own search sees only the loaded rows. */
export function AuditFilter({ fields, withMachines, isFiltered, set, clear }: AuditFilterState) {
  const id = useId()
  const query = useQuery(read(auditChoices, {}))
  const { people = [], types = [], ops = [] } = query.data?.data ?? {}
  const events = types.map(({ type, event }) => ({ key: type, name: event }))
  const operations = ops.map(({ op, title }) => ({ key: op, name: title }))
  const asTyped = (key: string) => ({ key, name: key })
  const choice = { isFaint: query.isFetching, className: wide }
  return (
    <search
      className={cn(
        'grid grid-cols-2 items-start gap-3 sm:grid-cols-[repeat(auto-fill,minmax(13rem,1fr))]',
        // Paper says what was filtered.
        !isFiltered && 'print:hidden',
      )}
    >
      <ManyChoice
        {...choice}
        label="Who"
        one="person"
        none="Anyone"
        most={1}
        options={people.map(({ person, name }) => ({ key: person, name, searched: person }))}
        another={(text) => text.slice(0, 255) || undefined}
        chosen={fields.person ? [fields.person] : []}
        onChange={(chosen) =>
          set({ person: chosen, ...(chosen.length > 0 ? {} : { machines: '' }) })
        }
      />
      {fields.person && (
        <label
          htmlFor={`${id}-machines`}
          className="flex min-h-8 items-center gap-2 self-end text-sm"
        >
          <Checkbox
            id={`${id}-machines`}
            checked={withMachines}
            onChange={(event) => set({ machines: event.target.checked ? 'owned' : '' })}
          />
          Include machines they own
        </label>
      )}
      <ManyChoice
        {...choice}
        label="Event"
        one="event"
        none="Any event"
        options={events}
        chosen={fields.types}
        onChange={(chosen) => set({ type: chosen })}
      />
      <ManyChoice
        {...choice}
        label="Operation"
        one="operation"
        none="Any operation"
        options={operations}
        chosen={fields.ops}
        onChange={(chosen) => set({ op: chosen })}
      />
      <PlaceFilter fields={fields} set={set} />
      <Moment label="From" none="Any time" at={fields.from} onChange={(from) => set({ from })} />
      <Moment label="To" none="Now" at={fields.to} onChange={(to) => set({ to })} />
      <Typed label="Request ID" value={fields.requestId} onChange={(request) => set({ request })} />
      <Typed
        label="Text"
        value={fields.text}
        placeholder="ID, cluster, ticket"
        data-page-search
        onChange={(q) => set({ q })}
      />
      {fields.outcomes.length > 0 && (
        <ManyChoice
          {...choice}
          label="Outcome"
          one="outcome"
          options={fields.outcomes.map(asTyped)}
          chosen={fields.outcomes}
          onChange={(chosen) => set({ outcome: chosen })}
        />
      )}
      {fields.without.length > 0 && (
        <ManyChoice
          {...choice}
          label="Requests without"
          one="event"
          options={events}
          chosen={fields.without}
          onChange={(without) => set({ without })}
        />
      )}
      {isFiltered && (
        <span className="-ml-3 self-end">
          <Button variant="quiet" onClick={clear}>
            Clear filters
          </Button>
        </span>
      )}
    </search>
  )
}

/** One project or one organization. */
function PlaceFilter({ fields, set }: Pick<AuditFilterState, 'fields' | 'set'>) {
  const id = useId()
  const me = useMe()
  const chosen = fields.groupId
    ? `project ${fields.groupId}`
    : fields.orgId && `org ${fields.orgId}`
  const known = [
    ...(me?.organizations.map(({ orgId }) => `org ${orgId}`) ?? []),
    ...(me?.projects.map(({ groupId }) => `project ${groupId}`) ?? []),
  ]
  return (
    <div className={wide}>
      <label htmlFor={id} className="mb-1 block text-muted text-xs">
        Project or organization
      </label>
      <Select
        id={id}
        value={chosen}
        onChange={({ target: { value } }) => {
          const [kind, place = ''] = value.split(' ')
          set({ project: kind === 'project' ? place : '', org: kind === 'org' ? place : '' })
        }}
      >
        <option value="">All</option>
        {chosen && !known.includes(chosen) && <option value={chosen}>{chosen}</option>}
        {me?.organizations.map(({ orgId, name }) => (
          <optgroup key={orgId} label={name}>
            <option value={`org ${orgId}`}>All of {name}</option>
            {me.projects
              .filter((project) => project.orgId === orgId)
              .map((project) => (
                <option key={project.groupId} value={`project ${project.groupId}`}>
                  {project.name}
                </option>
              ))}
          </optgroup>
        ))}
      </Select>
    </div>
  )
}

function Moment({
  label,
  none,
  at,
  onChange,
}: {
  label: string
  /** What an empty field means. */
  none: string
  at: string
  onChange: (at: string) => void
}) {
  const id = useId()
  const [isOdd, setOdd] = useState(false)
  return (
    <div className="col-span-2 min-w-0 sm:col-span-1">
      <label htmlFor={id} className="mb-1 block text-muted text-xs">
        {label}
        <InOwnZone />
      </label>
      <MomentInput
        id={id}
        className="w-full"
        placeholder={none}
        at={millis(at)}
        aria-invalid={isOdd || undefined}
        aria-describedby={`${id}-example`}
        onChange={(moment) => {
          const isWrong = moment !== undefined && Number.isNaN(moment)
          setOdd(isWrong)
          if (!isWrong) onChange(moment === undefined ? '' : new Date(moment).toISOString())
        }}
      />
      <p id={`${id}-example`} className="mt-1 text-bad text-xs empty:hidden">
        {isOdd && `Enter a time such as ${MOMENT_EXAMPLE}`}
      </p>
    </div>
  )
}

/** A text that the filter follows after a pause, or at once with Enter. */
function Typed({
  label,
  value,
  onChange,
  ...rest
}: {
  label: string
  value: string
  onChange: (value: string) => void
  /** What `/` in the table focuses. */
  'data-page-search'?: true
} & Pick<ComponentProps<typeof Input>, 'placeholder'>) {
  const id = useId()
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed.trim() === value) return
    const timer = setTimeout(() => onChange(typed.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  return (
    <div className={wide}>
      <label htmlFor={id} className="mb-1 block text-muted text-xs">
        {label}
      </label>
      <Input
        {...rest}
        id={id}
        value={typed}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={({ key }) => key === 'Enter' && onChange(typed.trim())}
      />
    </div>
  )
}
