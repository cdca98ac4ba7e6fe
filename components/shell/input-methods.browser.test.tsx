import { useState } from 'react'
import { expect, onTestFinished, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { TypedPhrase } from '../ops/typed-phrase'
import { show } from '../testing/console'
import { Combobox } from '../ui/combobox'
import { Dialog } from '../ui/dialog'
import { leaveKeysToInputMethods } from './input-methods'

const groups = [{ key: 'all', choices: [{ key: 'one', shown: 'One', isRefused: false }] }]

function Form({ onDo }: { onDo: (what: string) => void }) {
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(true)
  return (
    <Dialog open={isOpen} onOpenChange={setOpen} title="Remove">
      <TypedPhrase
        id="phrase"
        phrase="本番"
        typed={typed}
        onType={setTyped}
        onEnter={() => onDo('sent')}
      />
      <label htmlFor="field">Event</label>
      <Combobox
        id="field"
        label="Events"
        text="o"
        onText={() => {}}
        invalid={false}
        describedBy=""
        description=""
        groups={groups}
        onChoose={() => onDo('picked')}
      />
    </Dialog>
  )
}

/** The keys of an input method, as Chrome and as Safari send them. */
const composing = [{ isComposing: true }, { keyCode: 229 }]

test('a key that ends a composition sends, picks and closes nothing', async () => {
  onTestFinished(leaveKeysToInputMethods())
  const done: string[] = []
  const { screen } = await show(<Form onDo={(what) => done.push(what)} />, {})
  const phrase = screen.getByLabelText(/Type/)
  await phrase.fill('本番')
  const event = screen.getByRole('combobox', { name: 'Event' })
  await event.click()
  await userEvent.keyboard('{ArrowDown}')
  for (const field of [phrase, event])
    for (const key of ['Enter', 'Escape'])
      for (const how of composing)
        field
          .element()
          .dispatchEvent(
            new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...how }),
          )
  await expect.element(screen.getByRole('dialog')).toBeVisible()
  expect(done).toEqual([])
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => done).toEqual(['picked'])
})
