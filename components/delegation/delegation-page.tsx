'use client'
import {
  createDelegation,
  type Delegation,
  endDelegation,
  listDelegations,
} from '@/lib/ops/delegations'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { Badge } from '../ui/badge'
import { lazyComponent } from '../ui/lazy-component'

const DelegateForm = lazyComponent(() => import('./delegate-form').then((m) => m.DelegateForm))

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
      <FormButton
        op={createDelegation}
        place={{}}
        form={(close) => <DelegateForm onClose={close} />}
      />
    }
    empty={{ hint: 'Nobody approves requests for you, and you don’t approve for anyone else.' }}
  />
)
