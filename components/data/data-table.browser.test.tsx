import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { SavedView } from '@/lib/ops/views'
import { type Answers, show } from '../testing/console'
import { column } from './columns'
import { DataTable } from './data-table'
import { ROWS_PER_FRAME } from './next-rows'

type Thing = { name: string; size: number | null; state: string }

const c = column<Thing>()
const columns = [
  c.text('name', 'Name'),
  c.number('size', 'Size'),
  c.text('state', 'State', { choices: true }),
]

const things = (count: number): Thing[] =>
  Array.from({ length: count }, (_, at) => ({
    name: `thing-${at + 1}`,
    size: at % 7 === 0 ? null : count - at,
    state: at % 2 === 0 ? 'ACTIVE' : 'FAILED',
  }))

let tables = 0

const open = async (count: number, more: object = {}, answers: Answers = {}) => {
  tables += 1
  const shown = await show(
    <DataTable
      // A table's state is in the URL, which the tests share.
      name={`things${tables}`}
      what="things"
      rows={things(count)}
      columns={columns}
      rowId={(row) => row.name}
      {...more}
    />,
    answers,
  )
  const names = () =>
    [...document.querySelectorAll('tbody tr td:first-child')].map((cell) => cell.textContent)
  return { ...shown, names }
}

test('searching narrows the rows, and no match can be cleared', async () => {
  const { screen, names } = await open(12)
  await expect.poll(names).toHaveLength(12)
  await screen.getByRole('searchbox').fill('thing-1')
  await expect.poll(names).toEqual(['thing-1', 'thing-10', 'thing-11', 'thing-12'])
  await screen.getByRole('searchbox').fill('nothing like it')
  await expect.element(screen.getByText('No matches')).toBeVisible()
  await screen.getByRole('button', { name: 'Clear filters' }).click()
  await expect.poll(names).toHaveLength(12)
})

test('sorting by numbers keeps rows without a value last, both ways', async () => {
  const { screen, names } = await open(8)
  const size = screen.getByRole('columnheader', { name: 'Size' }).getByRole('button')
  await size.click()
  await expect.poll(() => names().slice(-2).sort()).toEqual(['thing-1', 'thing-8'])
  const first = names()[0]
  await size.click()
  await expect.poll(() => names()[0]).not.toBe(first)
  expect(names().slice(-2).sort()).toEqual(['thing-1', 'thing-8'])
})

test('j, k and arrows move between rows, and Enter opens one', async () => {
  const { addresses, names } = await open(5, { href: (row: Thing) => `/things/${row.name}` })
  await expect.poll(names).toHaveLength(5)
  const focused = () => document.activeElement?.querySelector('td')?.textContent
  const moves = [
    ['j', 1],
    ['j', 2],
    ['k', 1],
    ['{ArrowDown}', 2],
    ['{ArrowUp}', 1],
    ['j', 2],
  ] as const
  for (const [key, name] of moves) {
    await userEvent.keyboard(key)
    await expect.poll(focused).toBe(`thing-${name}`)
  }
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => addresses).toEqual(['/things/thing-2'])
})

test('j walks through ten thousand rows, also held down and past those that are drawn', async () => {
  const { names } = await open(10_000)
  await expect.poll(names).toContain('thing-1')
  const focused = () => document.activeElement?.getAttribute('data-index')
  await userEvent.keyboard('j')
  await expect.poll(focused).toBe('0')
  const held = { key: 'j', bubbles: true, repeat: true }
  for (let i = 0; i < 60; i += 1) {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', held))
    await new Promise(requestAnimationFrame)
  }
  await expect.poll(focused).toBe('60')
  const { top, bottom } = document.activeElement?.getBoundingClientRect() ?? new DOMRect()
  expect(top).toBeGreaterThan(0)
  expect(bottom).toBeLessThanOrEqual(window.innerHeight)
})

test('ten thousand rows scroll to the last', async () => {
  const { names } = await open(10_000)
  await expect.poll(names).toContain('thing-1')
  await expect
    .poll(() => {
      window.scrollTo(0, document.body.scrollHeight)
      return document.body.textContent
    })
    .toContain('thing-10000')
  expect(document.querySelectorAll('tbody tr').length).toBeLessThan(300)
})

/** The index of the row at a height of the screen. */
const rowAt = (y: number) =>
  document.elementFromPoint(100, y)?.closest('tr')?.getAttribute('data-index')

/** Opens a long table and waits until its rows follow the scrolling. */
async function openFollowing(count: number) {
  const opened = await open(count)
  await expect
    .poll(() => {
      window.scrollTo(0, 2_000)
      return document.querySelector('tr[data-index="50"]')
    })
    .not.toBeNull()
  return opened
}

test('after a jump no frame adds more than a few rows', async () => {
  await openFollowing(10_000)
  const added: number[] = []
  const observer = new MutationObserver((changes) => {
    const rows = changes.flatMap(({ addedNodes }) => [...addedNodes])
    added.push(rows.filter((row) => row instanceof Element && row.matches('[data-index]')).length)
  })
  observer.observe(document.body, { childList: true, subtree: true })
  window.scrollTo(0, 200_000)
  await expect.poll(() => Number(rowAt(window.innerHeight - 20))).toBeGreaterThan(1_000)
  observer.disconnect()
  expect(added.length).toBeGreaterThan(1)
  expect(Math.max(...added)).toBeLessThanOrEqual(ROWS_PER_FRAME)
})

test('of ten thousand sorted rows, those on the screen come first and the others after them', async () => {
  const { screen, names } = await openFollowing(10_000)
  window.scrollTo(0, 0)
  await expect.poll(() => Number(rowAt(window.innerHeight - 20))).toBeLessThan(50)
  const added: number[][] = []
  const observer = new MutationObserver((changes) => {
    const rows = changes
      .flatMap(({ addedNodes }) => [...addedNodes])
      .filter((row) => row instanceof HTMLElement && row.matches('tr[data-index]'))
    if (rows.length > 0)
      added.push(rows.map((row) => (row as HTMLElement).getBoundingClientRect().top))
  })
  observer.observe(document.body, { childList: true, subtree: true })
  const size = screen.getByRole('columnheader', { name: 'Size' }).getByRole('button')
  await size.click()
  const sorted = things(10_000)
    .filter((one) => one.size !== null)
    .toSorted((a, b) => Number(a.size) - Number(b.size))
    .map(({ name }) => name)
  await expect.poll(() => names()[0]).toBe(sorted[0])
  await expect.poll(() => names()[24]).toBe(sorted[24])
  observer.disconnect()
  const row = document.querySelector<HTMLElement>('tr[data-index="0"]')?.offsetHeight ?? 0
  expect(Math.max(...(added[0] ?? []))).toBeLessThan(window.innerHeight + row)
  expect(added.length).toBeGreaterThan(1)
})

test('rows of another height than expected do not move the page once the first ones are measured', async () => {
  const high = c.custom('high' as never, 'High', () => <div style={{ height: '60px' }}>High</div>)
  const { names } = await open(10_000, { columns: [columns[0], high] })
  await expect.poll(() => names().length).toBeGreaterThan(10)
  const row = document.querySelector<HTMLElement>('tr[data-index="0"]')?.offsetHeight ?? 0
  const height = () => document.documentElement.scrollHeight
  await expect.poll(height).toBeGreaterThan(row * 9_990)
  const before = height()
  window.scrollTo(0, 100_000)
  await expect.poll(() => Number(rowAt(window.innerHeight - 20))).toBeGreaterThan(1_000)
  expect(Math.abs(height() - before)).toBeLessThan(row)
})

test('selecting a row does not render the whole table again', async () => {
  const rendered: string[] = []
  const watched = c.custom('state', 'State', ({ name, state }) => {
    rendered.push(name)
    return state
  })
  const { screen } = await open(10, {
    columns: [columns[0], watched],
    rowName: (row: Thing) => row.name,
    bulk: () => null,
  })
  await expect.poll(() => rendered).toContain('thing-10')
  rendered.length = 0
  await screen.getByRole('checkbox', { name: 'Select thing-3' }).click()
  await expect.element(screen.getByText('1 selected')).toBeVisible()
  // The first row gave the keyboard's place to the third.
  expect([...new Set(rendered)].sort()).toEqual(['thing-1', 'thing-3'])
})

test('a row keeps its state when the code that follows the scroll position has loaded', async () => {
  const typing = c.custom('note' as never, 'Note', () => <input aria-label="Note" />)
  await open(500, { columns: [columns[0], typing] })
  const field = page.getByLabelText('Note').first()
  await field.fill('typed early')
  await expect
    .poll(() => {
      window.scrollTo(0, 300)
      return document.querySelector('tbody tr:last-of-type')?.getAttribute('aria-hidden')
    })
    .toBe('true')
  await userEvent.keyboard('{Tab}')
  await expect.element(field).toHaveValue('typed early')
})

test('columns of a long table keep their widths while it scrolls, and no cell is cut', async () => {
  const rows = things(300).map((row, at) => ({
    ...row,
    state: at === 200 ? 'PENDING_ACCEPTANCE' : 'UP',
  }))
  const { names } = await open(300, { rows })
  await expect.poll(names).toContain('thing-1')
  const widths = () => [...document.querySelectorAll('th')].map((head) => head.offsetWidth)
  const before = widths()
  await expect
    .poll(() => {
      window.scrollTo(0, document.body.scrollHeight * 0.66)
      return document.querySelector('tbody')?.textContent
    })
    .toContain('PENDING_ACCEPTANCE')
  expect(widths()).toEqual(before)
  const cut = [...document.querySelectorAll('td')].filter((td) => td.scrollWidth > td.clientWidth)
  expect(cut).toEqual([])
})

test('at 360 px the page does not scroll sideways', async () => {
  await page.viewport(360, 700)
  const { names } = await open(30)
  await expect.poll(names).toHaveLength(30)
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360)
  await page.viewport(1100, 800)
})

test('filters are saved under a name, applied, renamed and deleted', async () => {
  let views: SavedView[] = []
  const { screen, names, received } = await open(
    12,
    {},
    {
      'views.list': () => ({ results: views }),
      'views.save': ({ input: { id = crypto.randomUUID(), name, search } }) => {
        views = [{ id, name, search } as SavedView]
        return { id }
      },
      'views.delete': () => {
        views = []
        return { deleted: true }
      },
    },
  )
  const menu = screen.getByRole('button', { name: 'Saved views' })
  await menu.click()
  await expect
    .element(screen.getByRole('menuitem', { name: /Save view/ }))
    .toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('{Escape}')
  await expect.element(screen.getByRole('menu')).not.toBeInTheDocument()
  await screen.getByRole('searchbox').fill('thing-12')
  await expect.poll(names).toHaveLength(1)
  await menu.click()
  await screen.getByRole('menuitem', { name: /Save view/ }).click()
  await screen.getByRole('textbox', { name: 'Name' }).fill('Twelve')
  await screen.getByRole('button', { name: 'Save view' }).click()
  await expect.poll(() => views.map(({ name }) => name)).toEqual(['Twelve'])
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()

  await screen.getByRole('searchbox').fill('')
  await expect.poll(names).toHaveLength(12)
  await menu.click()
  await screen.getByRole('menuitemradio', { name: 'Twelve' }).click()
  await expect.poll(names).toEqual(['thing-12'])
  expect(location.search).toContain('-q=thing-12')
  await screen.getByRole('menuitem', { name: /Rename/ }).click()
  await screen.getByRole('textbox', { name: 'Name' }).fill('The last')
  await screen.getByRole('button', { name: 'Rename' }).click()
  await expect.poll(() => views.map(({ name }) => name)).toEqual(['The last'])
  await menu.click()
  await screen.getByRole('menuitem', { name: 'Delete' }).click()
  await expect.poll(() => views).toEqual([])
  expect(received.filter(({ op }) => op === 'views.delete')).toHaveLength(1)
})
