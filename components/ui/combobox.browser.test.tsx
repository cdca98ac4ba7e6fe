import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { show } from '../testing/console'
import { Combobox } from './combobox'

const all = ['Refused one', 'Request approved', 'Request denied']
const chosen = vi.fn()
const sent = vi.fn()

function Field(more: { isDone?: boolean; isWaiting?: boolean }) {
  const [text, setText] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        sent()
      }}
    >
      <label htmlFor="field">Event</label>
      <Combobox
        id="field"
        label="Events"
        text={text}
        onText={setText}
        {...more}
        invalid={false}
        describedBy=""
        description=""
        groups={[
          {
            key: 'all',
            choices: all
              .filter((one) => one.toLowerCase().includes(text.toLowerCase()))
              .map((one) => ({ key: one, shown: one, isRefused: one === all[0] })),
          },
        ]}
        onChoose={chosen}
      />
    </form>
  )
}

test('Enter takes the first match of what was typed, arrows another one, and nothing untyped', async () => {
  await show(<Field />, {})
  const field = page.getByRole('combobox', { name: 'Event' })
  await userEvent.click(field)
  await userEvent.keyboard('{Enter}')
  expect(chosen).not.toHaveBeenCalled()
  await userEvent.type(field, 're')
  await userEvent.keyboard('{Enter}')
  expect(chosen).toHaveBeenLastCalledWith('Request approved')
  await userEvent.type(field, 'q')
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(chosen).toHaveBeenLastCalledWith('Request denied')
  expect(sent).not.toHaveBeenCalled()
})

test('Enter sends the form when the text is complete', async () => {
  await show(<Field isDone />, {})
  await userEvent.type(page.getByRole('combobox', { name: 'Event' }), 'request{Enter}')
  expect(sent).toHaveBeenCalledTimes(1)
})

test('Enter takes none of several matches while better ones may come', async () => {
  await show(<Field isWaiting />, {})
  const field = page.getByRole('combobox', { name: 'Event' })
  chosen.mockClear()
  await userEvent.type(field, 'request{Enter}')
  expect(chosen).not.toHaveBeenCalled()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(chosen).toHaveBeenLastCalledWith('Request approved')
})
