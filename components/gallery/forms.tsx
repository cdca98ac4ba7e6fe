'use client'
import { useState } from 'react'
import { FormButton } from '../blocks/form-button'
import { FormCard } from '../blocks/form-card'
import { FormFields, FormSheet } from '../blocks/form-sheet'
import { Chips } from '../form/chips'
import { DurationField } from '../form/duration-field'
import { EndsField } from '../form/ends-field'
import { JsonField } from '../form/json-field'
import { ManyField } from '../form/many-field'
import { MomentField } from '../form/moment-field'
import { Pick } from '../form/pick'
import { RadioField } from '../form/radio-field'
import { ReasonField } from '../form/reason-field'
import { TagsField } from '../form/tags-field'
import { TicketField } from '../form/ticket-field'
import { TimeField } from '../form/time-field'
import { ActionButton, RefusableButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { TypedPhrase } from '../ops/typed-phrase'
import { Combobox } from '../ui/combobox'
import { Checkbox, Input, Radio, Select, Textarea } from '../ui/input'
import { RadioCards } from '../ui/radio-cards'
import { addEntry } from './examples'
import { Part, Shown } from './part'

const start = {
  name: 'vpn',
  comment: '',
  size: 1,
  tier: 'small',
  isOpen: false,
  addresses: ['10.0.0.1'],
} as const
const input = { ...start, addresses: ['10.0.0.1'] }
const looks = [
  ['', {}],
  ['invalid', { 'aria-invalid': true }],
  ['disabled', { disabled: true }],
] as const

/** Inputs, fields, forms and confirmations. */
export const Forms = () => (
  <Part title="Forms">
    {looks.map(([name, more]) => (
      <Shown key={name} name={`Input, Textarea, Select, Checkbox, Radio ${name}`}>
        <Input aria-label="Text" defaultValue="10.0.0.0/8" className="w-40" {...more} />
        <Input aria-label="Empty" placeholder="CASE-01234" className="w-40" {...more} />
        <Select aria-label="Tier" className="w-32" {...more}>
          <option>Small</option>
        </Select>
        <Checkbox aria-label="Off" {...more} />
        <Checkbox aria-label="On" defaultChecked {...more} />
        <Radio aria-label="First" name={`radio-${name}`} {...more} />
        <Radio aria-label="Second" name={`radio-${name}`} defaultChecked {...more} />
        <Textarea aria-label="Reason" defaultValue="Two lines" {...more} />
      </Shown>
    ))}
    <Shown name="RadioCards, Combobox, Pick, Chips, TypedPhrase">
      <Choices />
    </Shown>
    <Shown name="RefusableButton, ActionButton, ConfirmAction, FormButton">
      <RefusableButton whyNot="Only operators can do this." onPress={() => {}}>
        Refused
      </RefusableButton>
      <ActionButton op={addEntry} scope={{ kind: 'console' }} onPress={() => {}}>
        Add entry
      </ActionButton>
      <ConfirmAction op={addEntry} input={input}>
        Confirm…
      </ConfirmAction>
      <FormButton
        op={addEntry}
        place={{}}
        form={(close) => (
          <FormSheet op={addEntry} start={{ ...input }} onClose={close} description="In a sheet.">
            <FormFields input={addEntry.input} />
          </FormSheet>
        )}
      />
    </Shown>
    <Shown name="FormCard, OpFields and the other fields" wide>
      <div className="w-full">
        <FormCard
          op={addEntry}
          start={{ ...input }}
          description="A field of each kind."
          onClose={() => {}}
        >
          <FormFields input={addEntry.input} />
          <DurationField name="minutes" label="Duration" />
          <EndsField name="ends" label="Expires" />
          <MomentField name="at" label="Moment" />
          <TimeField name="time" label="Time" />
          <ManyField
            name="roles"
            label="Roles"
            one="role"
            options={[
              { key: 'a', name: 'Reader' },
              { key: 'b', name: 'Writer' },
            ]}
          />
          <RadioField
            name="tier"
            label="Tier"
            cards={[
              { value: 'small', title: 'Small' },
              { value: 'large', title: 'Large' },
            ]}
          />
          <TagsField name="tags" label="Tags" />
          <ReasonField />
          <TicketField terms={undefined} />
          <JsonField name="json" label="Definition" />
        </FormCard>
      </div>
    </Shown>
  </Part>
)

function Choices() {
  const [card, setCard] = useState<'a' | 'b' | 'c'>('a')
  const [text, setText] = useState('')
  const [tier, setTier] = useState('small')
  const [typed, setTyped] = useState('')
  return (
    <div className="grid w-full gap-3">
      <RadioCards
        name="level"
        legend="Level"
        value={card}
        onChange={setCard}
        cards={[
          { value: 'a', title: 'Infrastructure', detail: 'Logs and hosts.' },
          { value: 'b', title: 'Data', detail: 'Documents too.' },
          { value: 'c', title: 'Backup', whyNot: 'This cluster has no backups.' },
        ]}
      />
      <Combobox
        id="gallery-cluster"
        label="Clusters"
        text={text}
        onText={setText}
        groups={[
          {
            key: 'all',
            choices: [
              { key: 'a', shown: 'search-main' },
              { key: 'b', shown: 'payments-main', isRefused: true },
            ],
          },
        ]}
        description="2 clusters"
        invalid={false}
        describedBy="gallery-cluster"
        onChoose={setText}
      />
      <Pick
        label="Tier"
        value={tier}
        choices={[
          ['small', 'Small'],
          ['large', 'Large'],
        ]}
        onChange={setTier}
      />
      <Chips
        label="Duration"
        chips={[
          { label: '1 h', value: 1 },
          { label: '8 h', value: 8 },
          { label: '7 d', value: 168, whyNot: 'At most 24 h.' },
        ]}
        isChosen={(hours) => hours === 8}
        onChoose={() => {}}
      />
      <TypedPhrase
        id="gallery-phrase"
        phrase="search-main"
        typed={typed}
        onType={setTyped}
        onEnter={() => {}}
      />
    </div>
  )
}
