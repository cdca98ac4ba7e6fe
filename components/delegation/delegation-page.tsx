'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import {
  createDelegation,
  type Delegation,
  endDelegation,
  listDelegations,
  listPeople,
} from '@/lib/ops/delegations'
import { FormButton } from '../blocks/form-button'
import { FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { SelectField } from '../form/field'
import { TimeField } from '../form/time-field'
import { Badge } from '../ui/badge'

const states = {
  active: { word: 'Active', tone: 'good' },
  planned: { word: 'Planned', tone: 'accent' },
  ended: { word: 'Ended', tone: 'neutral' },
} as const

const c = column<Delegation>()
const columns = [
  c.text(['from', (d) => (d.isMine ? 'You' : d.from)], 'Approver'),
  c.text(['to', (d) => (d.isMine ? d.to : 'You')], 'Delegate'),
  c.time('startsAt', 'Starts'),
  c.time('endsAt', 'Ends'),
  c.custom('state', 'State', ({ state }) => (
    <Badge tone={states[state].tone}>{states[state].word}</Badge>
  )),
]

const on = rowActions<Delegation, object>()
const actions = [
  on.confirm(endDelegation, {
    input: ({ id }) => ({ id }),
    whyNot: ({ state }) => (state === 'ended' ? 'This delegation has ended.' : undefined),
  }),
]

/** Who decides for a person while they are away, and for whom they decide. */
export const DelegationPage = () => (
  <OpList
    op={listDelegations}
    input={{}}
    title="Your delegations"
    what="delegations"
    columns={columns}
    rowId={(one) => one.id}
    rowName={(one) => `the delegation to ${one.to}`}
    actions={actions}
    buttons={
      <FormButton op={createDelegation} place={{}} form={(close) => <Form onClose={close} />} />
    }
    empty={{ hint: 'Nobody approves for you, and you approve for nobody else.' }}
  />
)

function Form({ onClose }: { onClose: () => void }) {
  const people = useQuery(read(listPeople, {})).data?.data.results ?? []
  return (
    <FormSheet op={createDelegation} start={{ to: '' }} onClose={onClose}>
      <SelectField
        name="to"
        label="Delegate"
        hint="They need a role where they can see the requests. They can't approve requests of yours, or their own."
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
