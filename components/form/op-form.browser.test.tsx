import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { z } from 'zod'
import { command } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { type Answers, preview, show } from '../testing/console'
import { Sheet } from '../ui/dialog'
import { SelectField } from './field'
import { OpFields } from './op-fields'
import { OpForm } from './op-form'

const add = command({
  id: 'things.add',
  title: 'Add a thing',
  roles: ['operator'],
  atlas: { op: 'createGroup', version: '2023-01-01' },
  input: z.strictObject({
    name: z.string().min(3, 'Use at least 3 characters.').meta({ label: 'Name' }),
    size: z.number().max(10, 'At most 10.').meta({ label: 'Size' }),
    password: z.string().optional().meta({ label: 'Password' }),
  }),
  secrets: ['password'],
  summary: ({ name }) => `Add ${name}`,
})

const start = { name: '', size: 1, password: '' }

/** What the page keeps of reads and commands. */
let kept = () => ''

/** The form in a page that can close and open it. */
function Page() {
  const [isOpen, setOpen] = useState(true)
  const cache = useQueryClient()
  kept = () =>
    JSON.stringify([
      cache
        .getMutationCache()
        .getAll()
        .map(({ state }) => state),
      cache
        .getQueryCache()
        .getAll()
        .map(({ queryKey, state }) => [queryKey, state.data]),
    ])
  return (
    <>
      <button type="button" onClick={() => setOpen(!isOpen)}>
        Toggle
      </button>
      {isOpen && (
        <OpForm op={add} start={start} submit="Add thing" onDone={() => setOpen(false)}>
          <OpFields input={add.input} />
        </OpForm>
      )}
    </>
  )
}

const open = async (answers: Answers = {}) => {
  const page = await show(<Page />, answers)
  const { screen } = page
  return {
    ...page,
    name: screen.getByLabelText('Name'),
    size: screen.getByLabelText('Size'),
    password: screen.getByLabelText('Password (optional)'),
    button: screen.getByRole('button', { name: /^(Add|Request)/ }),
    toggle: screen.getByRole('button', { name: 'Toggle' }),
  }
}

test('a label says whether its field is optional', async () => {
  const { screen } = await open()
  await expect.element(screen.getByLabelText('Password (optional)', { exact: true })).toBeVisible()
  await expect.element(screen.getByLabelText('Name', { exact: true })).toBeVisible()
  await expect.element(screen.getByLabelText('Size', { exact: true })).toBeVisible()
})

test('it focuses the first invalid field, says why beside it and sends nothing', async () => {
  const { name, size, button, received } = await open()
  await size.fill('11')
  await button.click()
  await expect.element(name).toHaveAccessibleDescription(/at least 3/)
  await expect.element(size).toHaveAccessibleDescription(/At most 10/)
  await expect.element(name).toHaveFocus()
  expect(received).toEqual([])
})

test('a number field sends a number, and a double click sends one call', async () => {
  const { name, size, button, received } = await open({ [add.id]: () => null })
  await name.fill('abc')
  await size.fill('7')
  await button.dblClick()
  await expect.element(name).not.toBeInTheDocument()
  expect(received).toMatchObject([{ op: add.id, input: { name: 'abc', size: 7 } }])
})

test('the button on a page stays where it is when the consequence arrives', async () => {
  const { screen, name, button } = await open({
    'ops.preview': () => preview({ impact: ['It costs money.', 'It takes an hour.'] }),
  })
  const top = () => button.element().getBoundingClientRect().top
  const before = top()
  await name.fill('abc')
  await expect.element(screen.getByText('It takes an hour.')).toBeVisible()
  expect(top()).toBe(before)
})

test('what is known to be impossible is said once, before and after the try', async () => {
  const { screen, name, button, received } = await open({
    'ops.preview': () => preview({ whyNot: 'The thing is in use.' }),
  })
  await name.fill('abc')
  await expect.poll(() => screen.getByText('The thing is in use.').elements()).toHaveLength(1)
  await button.click()
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/The thing is in use/)
  expect(screen.getByText('The thing is in use.').elements()).toHaveLength(1)
  expect(received).toEqual([])
})

test('the server’s refusal is beside its field, and the rest above the button', async () => {
  const { screen, name, button } = await open({
    [add.id]: () => {
      throw new OpError({
        kind: 'invalid',
        message: 'Fix this.',
        fields: { name: 'The name is taken.', region: 'No such region.' },
        requestId: 'req-refused',
      })
    },
  })
  await name.fill('abc')
  await button.click()
  await expect.element(name).toHaveAccessibleDescription(/taken/)
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/No such region/)
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/req-refused/)
  await expect.element(name).toHaveValue('abc')
})

test('a closed form keeps what was typed as a draft, but not secrets', async () => {
  const { screen, name, password, toggle } = await open()
  await name.fill('kept')
  await password.fill('hunter2')
  await toggle.click()
  await expect.element(name).not.toBeInTheDocument()
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('hunter2')
  await toggle.click()
  await expect.element(name).toHaveValue('kept')
  await expect.element(password).toHaveValue('')
  await screen.getByRole('button', { name: 'Discard' }).click()
  await expect.element(name).toHaveValue('')
})

test('Escape closes a form while it is checked, and nothing is sent', async () => {
  const isClosed = vi.fn()
  const { screen, received } = await show(
    <Sheet open title="Add a thing" onOpenChange={isClosed}>
      <OpForm op={add} start={start} submit="Add thing" onCancel={isClosed}>
        <OpFields input={add.input} />
      </OpForm>
    </Sheet>,
    { 'ops.preview': ({ input }) => ('fresh' in input ? new Promise(() => {}) : preview()) },
  )
  await screen.getByLabelText('Name').fill('abc')
  await screen.getByRole('button', { name: 'Add thing' }).click()
  await expect.element(screen.getByRole('button', { name: /Checking/ })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  expect(isClosed).toHaveBeenCalledWith(false)
  expect(received).toEqual([])
})

test('a secret leaves the page with the form, whether it was typed or answered', async () => {
  const { name, password, button } = await open({ [add.id]: () => ({ key: 'new-secret' }) })
  await name.fill('abc')
  await password.fill('hunter2')
  await expect.poll(() => kept()).toContain('hunter2')
  await button.click()
  await expect.element(name).not.toBeInTheDocument()
  await expect.poll(() => kept()).not.toMatch(/hunter2|new-secret/)
})

test('a command that succeeded leaves no draft', async () => {
  const { name, button, toggle } = await open({ [add.id]: () => null })
  await name.fill('abc')
  await button.click()
  await expect.element(name).not.toBeInTheDocument()
  await toggle.click()
  await expect.element(name).toHaveValue('')
})

test('a typed phrase is asked for and sent', async () => {
  const { screen, name, button, received } = await open({
    'ops.preview': () =>
      preview({ friction: { level: 'type', phrase: 'abc', because: 'It is in production.' } }),
    [add.id]: () => null,
  })
  await name.fill('abc')
  await button.click()
  const phrase = screen.getByRole('alertdialog').or(screen.getByRole('dialog')).getByRole('textbox')
  await phrase.fill('ab')
  await userEvent.keyboard('{Enter}')
  expect(received).toEqual([])
  await phrase.fill('abc')
  await userEvent.keyboard('{Enter}')
  await expect.element(name).not.toBeInTheDocument()
  expect(received).toMatchObject([{ op: add.id, phrase: 'abc' }])
})

const pick = command({
  id: 'things.pick',
  title: 'Pick an owner',
  roles: ['operator'],
  atlas: { op: 'createGroup', version: '2023-01-01' },
  input: z.strictObject({ owner: z.string() }),
  summary: () => 'Pick an owner',
})

function Picker() {
  const [names, setNames] = useState<Record<string, string>>({})
  return (
    <>
      <button type="button" onClick={() => setNames({ a: 'Ann', b: 'Bo' })}>
        Load
      </button>
      <OpForm op={pick} start={{ owner: 'b' }} submit="Add owner">
        <SelectField name="owner" label="Owner">
          <option value="">Nobody</option>
          {Object.entries(names).map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          {!names.b && <option value="b">b</option>}
        </SelectField>
      </OpForm>
    </>
  )
}

test('a choice stays when its options load later', async () => {
  const { screen, received } = await show(<Picker />, { [pick.id]: () => null })
  const owner = screen.getByLabelText('Owner')
  await screen.getByRole('button', { name: 'Load' }).click()
  await expect.element(owner).toHaveValue('b')
  await owner.click()
  await screen.getByRole('button', { name: 'Add owner' }).click()
  await expect.poll(() => received).toMatchObject([{ op: pick.id, input: { owner: 'b' } }])
})

test('a command that needs approval goes to the request form with what was typed', async () => {
  const { name, button, received, addresses } = await open({
    'ops.preview': () =>
      preview({ friction: { level: 'approval', because: 'It is in production.' } }),
  })
  await name.fill('abc')
  await button.click()
  await expect.poll(() => addresses.join()).toContain('abc')
  expect(received).toEqual([])
})
