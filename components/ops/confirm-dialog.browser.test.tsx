import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { z } from 'zod'
import { command } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { type Answers, preview, show } from '../testing/console'
import { ConfirmDialog } from './confirm-dialog'

const remove = command({
  id: 'things.remove',
  title: 'Remove a thing',
  roles: ['operator'],
  input: z.strictObject({ name: z.string() }),
  summary: ({ name }) => `Remove ${name}`,
  verbs: { do: 'Remove thing', doing: 'Removing…', done: ({ name }) => `${name} removed` },
})

const typed = preview({
  friction: { level: 'type', phrase: 'prod-1', because: 'It is in production.' },
})

function Page() {
  const [isOpen, setOpen] = useState(true)
  return (
    <ConfirmDialog op={remove} input={{ name: 'prod-1' }} open={isOpen} onOpenChange={setOpen} />
  )
}

const open = async (answers: Answers) => {
  const page = await show(<Page />, answers)
  return {
    ...page,
    dialog: page.screen.getByRole('dialog'),
    button: page.screen.getByRole('button', { name: /^Remov/ }),
  }
}

test('it sends nothing until the phrase is typed, and then sends the phrase', async () => {
  const { screen, button, dialog, received } = await open({
    'ops.preview': () => typed,
    [remove.id]: () => null,
  })
  const field = screen.getByRole('textbox')
  await field.fill('prod')
  await userEvent.keyboard('{Enter}')
  await expect.element(button).toHaveAttribute('aria-disabled', 'true')
  expect(received).toEqual([])
  await field.fill('prod-1')
  await userEvent.keyboard('{Enter}')
  await expect.element(dialog).not.toBeInTheDocument()
  expect(received).toMatchObject([{ op: remove.id, input: { name: 'prod-1' }, phrase: 'prod-1' }])
})

test('a double click and a press while it is sent send one call', async () => {
  let answer = (_: null) => {}
  const { button, dialog, received } = await open({
    [remove.id]: () => new Promise<null>((done) => (answer = done)),
  })
  await button.dblClick()
  await expect.element(button).toMatchTextContent('Removing')
  await button.click({ force: true })
  await userEvent.keyboard('{Enter}{Escape}')
  await expect.element(dialog).toBeVisible()
  answer(null)
  await expect.element(dialog).not.toBeInTheDocument()
  expect(received).toHaveLength(1)
})

test('the second click of a double click sends nothing, even when the first was refused at once', async () => {
  const { screen, button, received } = await open({
    [remove.id]: () => {
      throw new OpError({ kind: 'conflict', message: 'It is in use.', requestId: 'req-used' })
    },
  })
  await button.click()
  await expect.element(screen.getByRole('alert')).toBeVisible()
  button.element().dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 2 }))
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/in use/)
  expect(received).toHaveLength(1)
})

test('a failure keeps the dialog open, and a retry with an unknown outcome repeats the key', async () => {
  let tries = 0
  const { screen, button, dialog, received } = await open({
    [remove.id]: () => {
      tries += 1
      if (tries > 1) return null
      throw new OpError({
        kind: 'unavailable',
        message: 'Try again later.',
        requestId: 'req-failed',
      })
    },
  })
  await button.click()
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/Try again later.*req-failed/)
  await button.click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(new Set(received.map(({ key }) => key)).size).toBe(1)
})

test('what the server says is impossible is not sent', async () => {
  const { screen, button, received } = await open({
    'ops.preview': () => preview({ whyNot: 'The thing is in use.' }),
  })
  await expect.element(screen.getByText(/The thing is in use/)).toBeVisible()
  await button.click({ force: true })
  expect(received).toEqual([])
})

test('the button stays where it is when the preview arrives', async () => {
  let answer = (_: ReturnType<typeof preview>) => {}
  const sent = { ...remove, atlas: { op: 'deleteGroupAccessListEntry', version: '2023-01-01' } }
  const { screen } = await show(
    <ConfirmDialog op={sent} input={{ name: 'prod-1' }} open onOpenChange={() => {}} />,
    { 'ops.preview': () => new Promise((done) => (answer = done)) },
  )
  const button = screen.getByRole('button', { name: 'Remove thing' })
  await expect.element(button).toBeVisible()
  const top = () => button.element().getBoundingClientRect().top
  const before = top()
  const call = { method: 'DELETE', url: '/things/prod-1', version: '2023-01-01', body: null }
  answer(
    preview({
      impact: ['Applications lose the connection.', 'A backup stays for 7 days.'],
      call: { ...call, curl: 'curl', cli: null, roles: [], note: null },
    }),
  )
  await expect.element(screen.getByText('DELETE /things/prod-1')).toBeVisible()
  await expect.element(screen.getByText('A backup stays for 7 days.')).toBeVisible()
  expect(top()).toBe(before)
})

test('what a person opens in a question stays under the pointer', async () => {
  const call = { method: 'DELETE', url: '/things/prod-1', version: '2023-01-01', body: null }
  const { screen } = await open({
    'ops.preview': () =>
      preview({ call: { ...call, curl: 'curl', cli: null, roles: [], note: null } }),
  })
  const line = screen.getByText('DELETE /things/prod-1', { exact: true })
  await expect.element(line).toBeVisible()
  const top = () => line.element().getBoundingClientRect().top
  const before = top()
  await line.click()
  await expect.element(screen.getByText('HTTP', { exact: true })).toBeVisible()
  expect(top()).toBe(before)
})

test('at 400 % zoom the consequences can be read, and the button reached', async () => {
  await page.viewport(320, 200)
  try {
    const { screen, dialog, button } = await open({
      'ops.preview': () => preview({ impact: ['It stops.', 'It is gone.', 'It stays gone.'] }),
    })
    const last = screen.getByText('It stays gone.')
    await expect.element(last).toBeInTheDocument()
    for (const one of [last, button]) {
      one.element().scrollIntoView({ block: 'center' })
      const { top, bottom } = one.element().getBoundingClientRect()
      const box = dialog.element().getBoundingClientRect()
      expect([top >= box.top, bottom <= box.bottom]).toEqual([true, true])
    }
    const body = last.element().closest('.overscroll-contain')
    expect(body?.clientHeight).toBe(body?.scrollHeight)
  } finally {
    await page.viewport(1100, 800)
  }
})

test('a command that needs approval goes to the request form', async () => {
  const { screen, received, addresses } = await open({
    'ops.preview': () =>
      preview({ friction: { level: 'approval', because: 'It is in production.' } }),
  })
  await screen.getByRole('button', { name: /approval/ }).click()
  await expect.poll(() => addresses).toHaveLength(1)
  expect(received).toEqual([])
})

test('the question has the name in place of the ID, and a reason that is also a consequence is said once', async () => {
  const id = '624aa7d872be3a1e99f51939'
  const { screen } = await show(
    <ConfirmDialog
      op={remove}
      input={{ name: id }}
      row={{ name: 'Terraform production', place: {} }}
      open
      onOpenChange={() => {}}
    />,
    {
      'ops.preview': () => ({
        ...preview({ friction: { level: 'confirm', because: 'This is the last one.' } }),
        impact: ['This is the last one', 'Programs stop'],
      }),
    },
  )
  await expect
    .element(screen.getByRole('dialog', { name: 'Remove “Terraform production”?' }))
    .toBeVisible()
  await expect.element(screen.getByText('Programs stop')).toBeVisible()
  expect(screen.getByText(/This is the last one/).elements()).toHaveLength(1)
})

test('the question keeps the ID of the place', async () => {
  const id = '624aa7d872be3a1e99f51939'
  const { screen } = await show(
    <ConfirmDialog
      op={remove}
      input={{ name: id }}
      row={{ name: '203.0.113.0/28', place: { apiUserId: id } }}
      open
      onOpenChange={() => {}}
    />,
  )
  await expect.element(screen.getByRole('dialog', { name: `Remove ${id}?` })).toBeVisible()
})
