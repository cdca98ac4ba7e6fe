'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { createDelegation, listPeople } from '@/lib/ops/delegations'
import { FormSheet } from '../blocks/form-sheet'
import { SelectField } from '../form/field'
import { TimeField } from '../form/time-field'

/** The form in which an approver names who decides while they are away. */
export function DelegateForm({ onClose }: { onClose: () => void }) {
  const people = useQuery(read(listPeople, {})).data?.data.results ?? []
  return (
    <FormSheet op={createDelegation} start={{ to: '' }} onClose={onClose}>
      <SelectField
        name="to"
        label="Delegate"
        hint="They need a role where they can see the requests. They can’t approve requests of yours, or their own."
      >
        <option value="">Choose a person</option>
        {people.map(({ sub, name }) => (
          <option key={sub} value={sub}>
            {name}
          </option>
        ))}
      </SelectField>
      <TimeField
        name="startsAt"
        label="Start (optional)"
        hint="Your time. Leave it empty to start now."
      />
      <TimeField name="endsAt" label="End" hint="In your time zone. At most 60 days from now." />
    </FormSheet>
  )
}
