import { useState } from 'react'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { show } from '../testing/console'
import { useHeld } from './use-held'

function List() {
  const [ids, setIds] = useState(['a', 'b'])
  const [asked, setAsked] = useState('')
  const rows = ids.map((id) => ({ id }))
  const { shown, waiting, on } = useHeld(useKept(rows, ids), asked)
  return (
    <>
      <p>Above the rows</p>
      <ul {...on} aria-label="Rows">
        {shown.map(({ id }) => (
          <li key={id}>
            <button type="button" onFocus={() => setTimeout(() => setIds(['new', 'b', 'c']))}>
              {id}
            </button>
          </li>
        ))}
        <li>
          <button type="button" onClick={() => setAsked('other')}>
            Filter
          </button>
        </li>
      </ul>
      <p role="status">{waiting} wait</p>
    </>
  )
}

/** The same array for the same ids, as a memo of a page. */
function useKept<T>(rows: T, ids: readonly string[]): T {
  const [kept, setKept] = useState({ rows, ids })
  if (kept.ids !== ids) setKept({ rows, ids })
  return kept.rows
}

test('rows stay while the focus is among them, and what is asked for applies at once', async () => {
  const { screen } = await show(<List />)
  const rows = screen.getByRole('list', { name: 'Rows' })
  // The pointer may be where another test left it: among the rows.
  await screen.getByText('Above the rows').hover()
  await screen.getByRole('button', { name: 'a' }).element().focus()
  await expect.element(screen.getByRole('status')).toHaveTextContent('2 wait')
  await expect.element(rows).toHaveTextContent('abFilter')
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
  await expect.element(rows).toHaveTextContent('newbcFilter')
})

test('a filter in the list applies while a pointer is in it', async () => {
  const { screen } = await show(<List />)
  const rows = screen.getByRole('list', { name: 'Rows' })
  await screen.getByRole('button', { name: 'b' }).click()
  await expect.element(screen.getByRole('status')).toHaveTextContent('2 wait')
  await screen.getByRole('button', { name: 'Filter' }).click()
  await expect.element(rows).toHaveTextContent('newbcFilter')
})
