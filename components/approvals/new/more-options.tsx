'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { listPeople } from '@/lib/ops/delegations'
import { SelectField } from '../../form/field'
import { TimeField } from '../../form/time-field'

/** A later start, and a request for someone else. An edit keeps the person. */
export function MoreOptions({ isEdit = false }: { isEdit?: boolean }) {
  const form = useFormContext()
  // Open where something is set already, such as in a kept draft.
  const [open, setOpen] = useState(() =>
    Boolean(form.getValues('notBefore') || form.getValues('onBehalfOf')),
  )
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="text-sm">
        {isEdit ? 'Start later' : 'Start later, or request for someone else'}
      </summary>
      {open && (
        <div className="mt-3 grid gap-4">
          <TimeField
            name="notBefore"
            label="Start (optional)"
            hint="Your time. Nothing is sent to Atlas earlier. Leave it empty to start right after the approval."
          />
          {!isEdit && <ForSomeone />}
        </div>
      )}
    </details>
  )
}

function ForSomeone() {
  const people = useQuery(read(listPeople, {})).data?.data.results ?? []
  return (
    <SelectField
      name="onBehalfOf"
      label="For"
      hint="They can't approve it, and they can end the access too."
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
