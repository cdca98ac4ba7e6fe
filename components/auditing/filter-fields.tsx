'use client'
import '@/lib/client/zod-now'
import { useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { sameJson } from '@/lib/format/same'
import { jsonOf, plainJsonOf, prettyJson } from '../data/json-text'
import { CheckField, FieldShell } from '../form/field'
import { JsonField } from '../form/json-field'
import { Checkbox, Input } from '../ui/input'
import { Segments } from '../ui/segments'
import { type Built, builtFrom, eventGroups, filterOf, namesIn } from './filter'

const ways = ['Builder', 'JSON'] as const

/** The fields of the auditing settings: the filter is built from common choices, or written as JSON. */
export function FilterFields() {
  const form = useFormContext()
  const text: unknown = useWatch({ name: 'auditFilter' })
  const built = builtFrom(plainJsonOf(text))
  const [chosen, setWay] = useState<(typeof ways)[number]>('Builder')
  const way = built ? chosen : 'JSON'
  const write = (next: Built) =>
    form.setValue('auditFilter', prettyJson(filterOf(next)), {
      shouldDirty: true,
      shouldTouch: true,
    })
  return (
    <>
      <CheckField name="enabled" label="Record events" />
      <CheckField
        name="auditAuthorizationSuccess"
        label="Record successful authorization"
        hint="Every read and write becomes an event. This can slow down busy clusters considerably."
      />
      <div className="grid min-w-0 grid-cols-1 gap-3 rounded-md border border-line p-3">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span className="font-medium text-sm">Filter</span>
          <Segments label="Edit the filter as" options={ways} value={way} onChange={setWay} />
        </div>
        {!built && chosen === 'Builder' && jsonOf(text) !== undefined && (
          <p className="text-muted text-sm">
            The builder can’t show all conditions of this filter, so the filter is shown as JSON.
          </p>
        )}
        {way === 'JSON' || !built ? (
          <JsonField
            name="auditFilter"
            label="Filter as JSON"
            hint="A MongoDB query on audit events. {} records every event."
          />
        ) : (
          <Builder built={built} onChange={write} />
        )}
      </div>
    </>
  )
}

function Builder({ built, onChange }: { built: Built; onChange: (next: Built) => void }) {
  // As typed: a comma at the end is not part of the filter yet.
  const [users, setUsers] = useState(built.users.join(', '))
  const known = new Set(eventGroups.flatMap(({ types }) => types))
  const others = built.types.filter((type) => !known.has(type))
  const groups =
    others.length > 0 ? [...eventGroups, { title: 'Other events', types: others }] : eventGroups
  return (
    <>
      {groups.map(({ title, types }) => {
        const count = types.filter((type) => built.types.includes(type)).length
        return (
          <label key={title} className="flex items-start gap-2.5 text-sm">
            <Checkbox
              className="-mt-0.5"
              checked={count === types.length}
              ref={(box) => {
                if (box) box.indeterminate = count > 0 && count < types.length
              }}
              onChange={(event) =>
                onChange({
                  ...built,
                  types: [
                    ...built.types.filter((type) => !types.includes(type)),
                    ...(event.target.checked ? types : []),
                  ],
                })
              }
            />
            <span className="min-w-0">
              {title}
              <span className="block break-words text-muted text-xs">{types.join(', ')}</span>
            </span>
          </label>
        )
      })}
      {built.types.length === 0 && (
        <p className="text-muted text-sm">If you choose no events, every event is recorded.</p>
      )}
      <FieldShell id="audit-users" label="Only these database users" error={undefined}>
        <Input
          id="audit-users"
          value={sameJson(namesIn(users), built.users) ? users : built.users.join(', ')}
          placeholder="All users"
          spellCheck={false}
          onChange={({ target }) => {
            setUsers(target.value)
            onChange({ ...built, users: namesIn(target.value) })
          }}
        />
      </FieldShell>
      <FieldShell id="audit-namespace" label="Only this namespace" error={undefined}>
        <Input
          id="audit-namespace"
          value={built.namespace}
          placeholder="All, or database.collection"
          spellCheck={false}
          onChange={(event) => onChange({ ...built, namespace: event.target.value })}
        />
      </FieldShell>
    </>
  )
}
