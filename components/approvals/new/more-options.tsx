'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import type { z } from 'zod'
import { read } from '@/lib/client/use-op'
import { listPeople } from '@/lib/ops/delegations'
import { SelectField } from '../../form/field'
import { TimeField } from '../../form/time-field'
import { Time } from '../../ui/time'

type People = z.output<typeof listPeople.output>['results']

/** A later start, and a request for someone else. An edit keeps the person. */
export function MoreOptions({ isEdit = false }: { isEdit?: boolean }) {
  const form = useFormContext()
  // Open where something is set already, such as in a kept draft.
  const [open, setOpen] = useState(() =>
    Boolean(form.getValues('notBefore') || form.getValues('onBehalfOf')),
  )
  const [startsAt, whom] = form.watch(['notBefore', 'onBehalfOf'])
  const people = usePeople()
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="text-sm">
        {isEdit ? 'Start later' : 'Start later, or request for someone else'}
        {!open && startsAt && (
          <span className="block text-muted">
            Starts <Time at={startsAt} />
          </span>
        )}
        {!open && !isEdit && whom && (
          <span className="block text-muted">
            For {people.find(({ sub }) => sub === whom)?.name ?? whom}
          </span>
        )}
      </summary>
      {open && (
        <div className="mt-3 grid gap-4">
          <TimeField
            name="notBefore"
            label="Start (optional)"
            hint="Your time. Nothing is sent to Atlas earlier. Leave it empty to start right after the approval."
          />
          {!isEdit && <ForSomeone people={people} />}
        </div>
      )}
    </details>
  )
}

const usePeople = (): People => useQuery(read(listPeople, {})).data?.data.results ?? []

function ForSomeone({ people }: { people: People }) {
  return (
    <SelectField
      name="onBehalfOf"
      label="For"
      hint="They can’t approve it, and they can end the access too."
    >
      <option value="">Myself</option>
      {people.map(({ sub, name }) => (
        <option key={sub} value={sub}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}
