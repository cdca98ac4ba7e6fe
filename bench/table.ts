import { join } from 'node:path'
import type { Page } from 'playwright'
import { z } from 'zod'
import { routes } from '@/lib/routes'
import type { OnStop } from '@/scripts/command'
import { longTasks, openPage, startBrowser } from './browser'
import { number, table } from './measure'
import type { BenchPerson } from './person'
import { send } from './sandbox'

const ROWS = 10_000
const ROUNDS = 3
/** A goal of the console: a person never waits longer for a key or a click to be noticed. */
const GOAL_MS = 50

type Setting = { url: string; atlas: string; person: BenchPerson; onStop: OnStop }
type Step = {
  name: string
  ours: (page: Page) => Promise<unknown>
  plain?: (page: Page) => Promise<unknown>
}

/** Tasks of the browser's main thread over 50 ms in a table of 10,000 rows and 8 columns, beside a plain HTML table. */
export async function longTable({ url, atlas, person, onStop }: Setting): Promise<void> {
  const made = { name: `bench table ${Date.now()}`, accessList: ROWS }
  const { groupId } = z
    .object({ groupId: z.string() })
    .parse(await send(atlas, 'POST', 'projects', made))
  const browser = await startBrowser(onStop)
  const page = await openPage(browser, url, person)
  const plain = await openPage(browser, url, person)
  const address = `${url}${routes.accessList(groupId)}?access-columns=kind,until,look`
  const found = new Map<string, { ours: number[]; plain: number[] }>()
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { name, ours, plain: theirs } of steps(address)) {
      const row = found.get(name) ?? { ours: [], plain: [] }
      found.set(name, row)
      await ours(page)
      row.ours.push(Math.max(0, ...(await longTasks(page))))
      if (!theirs) continue
      await theirs(plain)
      row.plain.push(Math.max(0, ...(await longTasks(plain))))
    }
  const median = (all: readonly number[]) =>
    all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]
  const words = (ms: number | undefined) =>
    ms === undefined ? '–' : ms === 0 ? `under ${GOAL_MS} ms` : `${number(ms)} ms`
  const rows = [...found].map(([name, { ours, plain }]) => [
    name,
    words(median(ours)),
    words(Math.max(...ours)),
    words(median(plain)),
  ])
  table(
    `The longest task of the browser, ${number(ROWS)} rows of 8 columns, ${ROUNDS} rounds`,
    ['', 'median', 'worst', 'a plain HTML table'],
    rows,
  )
  await browser.close()
}

const allShown = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: `${number(ROWS)} entries` })
    .waitFor()

const steps = (address: string): Step[] => [
  {
    name: 'open',
    ours: async (page) => {
      await page.goto(address)
      await allShown(page)
      await page.locator('tr[data-index="0"]').waitFor()
    },
    plain: async (page) => {
      await page.goto('about:blank')
      await page.addScriptTag({ path: join(import.meta.dirname, 'plain-table.js') })
      await page.evaluate((rows) => window.plain?.('open', rows), ROWS)
    },
  },
  {
    name: 'sort by text',
    ours: async (page) => {
      await page.getByRole('columnheader', { name: 'Comment' }).getByRole('button').click()
      await page.locator('th[aria-sort=ascending]', { hasText: 'Comment' }).waitFor()
    },
    plain: (page) => page.evaluate(() => window.plain?.('sort', 1)),
  },
  {
    name: 'sort by address, descending',
    ours: async (page) => {
      const head = page.getByRole('columnheader', { name: 'Address' })
      await head.getByRole('button').click()
      await page.locator('th[aria-sort=ascending]', { hasText: 'Address' }).waitFor()
      await head.getByRole('button').click()
      await page.locator('th[aria-sort=descending]', { hasText: 'Address' }).waitFor()
    },
    plain: (page) => page.evaluate(() => window.plain?.('sort', 0)),
  },
  {
    name: 'search, ten keys',
    ours: async (page) => {
      const box = page.getByRole('searchbox', { name: 'Search entries' })
      await box.pressSequentially('worker 999', { delay: 80 })
      await page.getByRole('status').filter({ hasText: ' of ' }).waitFor()
      await box.fill('')
      await allShown(page)
    },
    plain: (page) => page.evaluate(() => window.plain?.('filter', 'worker 999')),
  },
  {
    name: 'filter by a value',
    ours: async (page) => {
      const filter = page.getByRole('combobox', { name: /type/i }).first()
      await filter.selectOption({ index: 2 })
      await page.getByRole('status').filter({ hasText: ' of ' }).waitFor()
      await filter.selectOption({ index: 0 })
      await allShown(page)
    },
  },
  {
    name: 'scroll from end to end',
    ours: async (page) => {
      await page.mouse.move(640, 400)
      for (let i = 0; i < 120; i += 1) {
        await page.mouse.wheel(0, 4_000)
        await page.evaluate(() => new Promise((shown) => requestAnimationFrame(shown)))
      }
      await page.locator(`tr[data-index="${ROWS - 1}"]`).waitFor()
      await page.evaluate(() => window.scrollTo(0, 0))
      await page.locator('tr[data-index="0"]').waitFor()
    },
  },
  {
    name: 'select all, and none',
    ours: async (page) => {
      const all = page.getByRole('checkbox', { name: /^Select all/ })
      await all.check()
      await page.getByText(/^10,?000 selected/).waitFor()
      await all.uncheck()
      await page.getByText(/^10,?000 selected/).waitFor({ state: 'hidden' })
    },
    plain: (page) => page.evaluate(() => window.plain?.('selectAll')),
  },
  {
    name: 'read again',
    ours: async (page) => {
      const answered = page.waitForResponse((answer) => answer.url().endsWith('access.list'))
      await page.getByRole('button', { name: 'Refresh' }).first().click()
      await (await answered).finished()
    },
  },
]

declare global {
  interface Window {
    /** plain-table.js */
    plain?: (
      what: 'open' | 'sort' | 'filter' | 'selectAll',
      value?: number | string,
    ) => Promise<void>
  }
}
