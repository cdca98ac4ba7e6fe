import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { OpError } from '@/lib/ops/failure'
import { askInBulk } from '../ops/bulk-asked'
import { type Answers, me, preview, show } from '../testing/console'

/** The dialog that deletes these rows. */
async function ask(...ids: string[]) {
  const friction = (id: unknown) =>
    ({ level: 'type', phrase: `name-${id}`, because: 'It is lost.' }) as const
  const page = await show(<p>Page</p>, {
    'ops.preview': ({ input }) =>
      preview({ friction: friction((input.input as { id: string }).id) }),
    'things.delete': () => null,
  })
  askInBulk({
    verb: 'Delete',
    doing: 'Deleting…',
    what: 'things',
    isDanger: true,
    invalidates: [],
    rows: ids.map((id) => ({
      id,
      name: `Thing ${id}`,
      call: () => ({ id: 'things.delete', input: { id } }),
    })),
  })
  return {
    received: page.received,
    typed: page.screen.getByRole('textbox'),
    button: page.screen.getByRole('button', { name: /^Delete/ }),
    dialog: page.screen.getByRole('dialog'),
  }
}

test('what was typed for several rows is sent as that, not as the phrase of each', async () => {
  const { received, typed, button, dialog } = await ask('a', 'b')
  await typed.fill('2 things')
  await button.click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(received).toMatchObject([
    { input: { id: 'a' }, phrase: '', rows: '2 things' },
    { input: { id: 'b' }, phrase: '', rows: '2 things' },
  ])
})

test('a single row has its own phrase', async () => {
  const { received, typed, button, dialog } = await ask('a')
  await typed.fill('1 things')
  await expect.element(button).toHaveAttribute('aria-disabled', 'true')
  await typed.fill('name-a')
  await button.click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(received).toMatchObject([{ phrase: 'name-a', rows: '' }])
})

test('a run that was halted can be continued later, and nothing is sent twice', async () => {
  let isDown = true
  const page = await show(<p>Page</p>, {
    'me.get': () => me,
    'ops.preview': () => preview(),
    'things.delete': ({ input }) => {
      if (input.id === 'b' && isDown) throw OpError.of('atlas-down', 'Atlas did not answer.')
      return null
    },
  })
  askInBulk({
    ...{ verb: 'Delete', doing: 'Deleting…', what: 'things', isDanger: true, invalidates: [] },
    rows: ['a', 'b', 'c'].map((id) => ({
      id,
      name: `Thing ${id}`,
      call: () => ({ id: 'things.delete', input: { id } }),
    })),
  })
  const { screen } = page
  await screen.getByRole('button', { name: 'Delete 3 things' }).click()
  await expect.element(screen.getByText('1 done, 2 left.')).toBeVisible()
  await screen.getByRole('button', { name: 'Close' }).last().click()
  const notice = screen.getByRole('region', { name: 'Unfinished bulk action' })
  await expect.element(notice.getByText(/1 done, 2 left/)).toBeVisible()
  isDown = false
  await notice.getByRole('button', { name: 'Continue' }).click()
  await screen.getByRole('button', { name: 'Continue with the 2 left' }).click()
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(notice).not.toBeInTheDocument()
  expect(page.received.map(({ input }) => input.id)).toEqual(['a', 'b', 'b', 'c'])
})

/** Revokes two grants, in front of a server that gives these answers. */
async function revoke(answers: Answers) {
  const page = await show(<p>Page</p>, answers)
  const words = { verb: 'Revoke', doing: 'Revoking…', what: 'grants' }
  askInBulk({
    ...{ ...words, isDanger: true, invalidates: [] },
    rows: ['a', 'b'].map((id) => ({ id, name: id, call: () => ({ id: 'revoke', input: { id } }) })),
  })
  return page
}

test('the dialog can be left while rows are checked', async () => {
  const { screen, received } = await revoke({ 'ops.preview': () => new Promise(() => {}) })
  await expect.element(screen.getByRole('button', { name: /^Checking 0 of 2/ })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  expect(received).toEqual([])
})

test('a button that waits for the phrase says so', async () => {
  const friction = { level: 'type', phrase: 'a', because: 'It is lost.' } as const
  const { screen } = await revoke({ 'ops.preview': () => preview({ friction }) })
  const button = screen.getByRole('button', { name: /^Revoke 2 grants/ })
  await expect.element(button).toHaveAccessibleDescription('Type 2 grants to continue.')
})

test('a row that Gatehouse carries out after its answer is started, not done', async () => {
  const { screen } = await revoke({
    revoke: ({ input }) => {
      if (input.id === 'b') throw OpError.of('atlas-down', 'Atlas did not answer.')
      return { effectId: '1' }
    },
  })
  await screen.getByRole('button', { name: 'Revoke 2 grants' }).click()
  await expect.element(screen.getByText('Started')).toBeVisible()
})
