/** The overview: what needs attention, and every project by every check. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { awake } from './support/keyboard'
import { clusterNamed, filed } from './support/requests'

const grid = (page: Page) => page.getByRole('grid', { name: 'Posture of projects' })
const queue = (page: Page) => page.getByRole('list', { name: 'Needs attention' })
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search the fleet' })

/** What a line says, without its age. */
const nameIn = (line: string) => line.slice(0, 25)

/** The overview, narrowed to a text and a check. */
const overview = (text: string, check = '') =>
  `${routes.home()}?${new URLSearchParams({ q: text, ...(check ? { check } : {}) })}`
const ACCESS = 'employee-access'

/** Opens the overview until a row of the matrix has the text: the collector comes by within a minute. */
async function collected(page: Page, name: string, text: string, check?: string) {
  await expect(async () => {
    await page.goto(overview(name, check))
    await expect(grid(page).getByRole('row').filter({ hasText: name })).toContainText(text, {
      timeout: 10_000,
    })
  }).toPass({ timeout: 90_000 })
}

const outside = () => ({
  grantType: 'CLUSTER_INFRASTRUCTURE',
  expirationTime: new Date(Date.now() + 3_600_000).toISOString(),
})

test('access granted outside Gatehouse appears in the queue and the matrix, and goes when it is gone', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const clusterName = clusterNamed('fleet')
  const { groupId, name } = await makeProject({ clusters: [{ name: clusterName }] })
  const page = await as('operator')
  await collected(page, name, 'Nothing found')
  await sandbox.state({ groupId, clusterName, grant: outside() })
  await collected(page, name, 'Outside', ACCESS)
  const item = queue(page).getByRole('listitem').filter({ hasText: clusterName })
  await expect(item.first()).toContainText(name)
  await item.first().getByRole('link').click()
  await expect(page).toHaveURL(routes.cluster(groupId, clusterName))

  await sandbox.state({ groupId, clusterName, grant: null })
  await expect(async () => {
    await page.goto(overview(name, ACCESS))
    await expect(page.getByText('No matches')).toBeVisible({ timeout: 10_000 })
  }).toPass({ timeout: 90_000 })
})

test('a check of organizations shows organizations, and all findings keep the filter', async ({
  as,
}) => {
  const page = await as('operator')
  await page.goto(overview('', 'api-keys'))
  // The table's head has a button of this name too.
  await expect(page.getByRole('button', { name: /^organizations/i, pressed: true })).toBeVisible()
  // The collector comes by within a minute.
  await expect(
    queue(page)
      .getByText(/API key/)
      .first(),
  ).toBeVisible({ timeout: 90_000 })
  await page.getByRole('link', { name: 'All findings' }).click()
  await expect(page.getByLabel('Filter by check')).toHaveValue(/API keys/)
  await expect(page.getByRole('cell', { name: 'API keys' }).first()).toBeVisible()
  await expect(page.getByRole('cell', { name: 'Restores' })).toHaveCount(0)
})

test('a cell and a line that count several lead to a list of exactly these', async ({
  as,
  makeProject,
}) => {
  const { name } = await makeProject({ accessList: 3 })
  const page = await as('operator')
  await collected(page, name, 'No expiry', 'endless-access')
  const cell = grid(page).getByRole('row').filter({ hasText: name }).getByRole('link').nth(1)
  const line = queue(page).getByRole('link', { name: /^View all / })
  const [cellHas, lineHas] = await Promise.all(
    [cell, line].map(async (one) => Number((await one.textContent())?.match(/\d+/)?.[0])),
  )
  expect(cellHas).toBeGreaterThan(1)
  expect(lineHas).toBe(cellHas)
  for (const link of [line, cell]) {
    await link.click()
    await expect(
      page.getByText(new RegExp(`^${cellHas} of [\\d,]+ findings$`)).first(),
    ).toBeVisible()
    await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(cellHas ?? 0)
    await page.goBack()
    await expect(line).toBeVisible()
  }
})

test('a new line waits until the pointer has left the list', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const clusterName = clusterNamed('waits')
  const { groupId } = await makeProject({ clusters: [{ name: clusterName }] })
  const page = await as('operator')
  await page.goto(routes.home())
  const lines = queue(page).getByRole('listitem')
  await lines.nth(2).hover()
  const before = await lines.allTextContents()
  await sandbox.state({ groupId, clusterName, grant: outside() })
  await expect(page.getByText(/^\d+ new$/)).toBeVisible({ timeout: 90_000 })
  expect((await lines.allTextContents()).map(nameIn)).toEqual(before.map(nameIn))
  await page.mouse.move(0, 0)
  await expect(page.getByText(/^\d+ new$/)).toBeHidden()
  await sandbox.state({ groupId, clusterName, grant: null })
})

test('an approver has the requests to review in the queue, and a viewer does not', async ({
  as,
  api,
  makeProject,
}) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('review') }] })
  const id = await filed(await api('requester'), project)
  const approver = await as('approver')
  await approver.goto(overview(project.name))
  const review = queue(approver).getByRole('link', { name: /^Review: / })
  await expect(review).toHaveAttribute('href', routes.request(id))
  const viewer = await as('viewer')
  await viewer.goto(overview(project.name))
  await expect(grid(viewer).getByRole('row').filter({ hasText: project.name })).toBeVisible()
  await expect(viewer.getByRole('link', { name: /^Review: / })).toHaveCount(0)
})

test('filters are in the URL, work together, and Clear removes them', async ({
  as,
  makeProject,
}) => {
  const team = `team-${Date.now().toString(36)}`
  const { name } = await makeProject({ tags: [{ key: 'team', value: team }] })
  await makeProject({ tags: [{ key: 'team', value: 'somebody-else' }] })
  const page = await as('viewer')
  await expect(async () => {
    await page.goto(`${routes.home()}?team=${team}`)
    await expect(grid(page).getByRole('rowheader')).toHaveCount(1, { timeout: 10_000 })
  }).toPass({ timeout: 60_000 })
  await expect(grid(page).getByRole('rowheader')).toContainText(name)
  await expect(page.getByRole('combobox', { name: 'Team' })).toHaveValue(team)
  await search(page).fill('no such project')
  await expect(page.getByText('No matches')).toBeVisible()
  await expect(page).toHaveURL(/team=.*q=no\+such|q=no\+such.*team=/)
  await page.reload()
  await expect(search(page)).toHaveValue('no such project')
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(page).toHaveURL(routes.home())
  await expect.poll(() => grid(page).getByRole('rowheader').count()).toBeGreaterThan(5)
})

test('the export has what is filtered', async ({ as, makeProject }) => {
  const { name } = await makeProject({})
  const page = await as('viewer')
  await collected(page, name, name)
  const save = async (group: 'Posture' | 'Findings', as: 'CSV' | 'JSON') => {
    await page.getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    const items = page.getByRole('menuitem', { name: as })
    await (group === 'Posture' ? items.first() : items.last()).click()
    return readFile(await (await download).path(), 'utf8')
  }
  const lines = (await save('Posture', 'CSV')).trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('Employee access')
  expect(lines[1]).toContain(name)
  const findings: Array<{ groupName: string }> = JSON.parse(await save('Findings', 'JSON'))
  expect(findings.filter(({ groupName }) => groupName !== name)).toEqual([])
})

test('arrow keys move between cells, and Enter opens one', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(`${routes.home()}?sort=name`)
  const first = grid(page).getByRole('rowheader').first().getByRole('link')
  await awake(first)
  await first.focus()
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('[data-cell]')?.getAttribute('data-cell'))
  for (const [key, at] of [
    ['ArrowRight', '0:1'],
    ['ArrowDown', '1:1'],
    ['PageDown', '11:1'],
    ['Home', '11:0'],
    ['ArrowUp', '10:0'],
    ['Control+Home', '0:0'],
    ['ArrowLeft', '0:0'],
  ] as const) {
    await page.keyboard.press(key)
    await expect.poll(focused, { message: key }).toBe(at)
  }
  await expect(page.locator('[data-cell][tabindex="0"]'), 'one tab stop').toHaveCount(1)
  await page.keyboard.press('Control+End')
  await expect.poll(async () => Number((await focused())?.split(':')[0])).toBeGreaterThan(100)
  await page.keyboard.press('Control+Home')
  await expect.poll(focused).toBe('0:0')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/projects\/[0-9a-f]{24}\/clusters$/)
})

test('on a phone there is a card for each project with findings', async ({
  as,
  axe,
  makeProject,
  sandbox,
}) => {
  const clusterName = clusterNamed('phone')
  const { groupId, name } = await makeProject({ clusters: [{ name: clusterName }] })
  await sandbox.state({ groupId, clusterName, grant: outside() })
  const page = await as('operator')
  await collected(page, name, 'Outside', ACCESS)
  await page.setViewportSize({ width: 360, height: 800 })
  const card = page
    .getByRole('list', { name: 'Posture of projects' })
    .getByRole('listitem')
    .filter({ hasText: name })
  await expect(card.first()).toContainText('Employee access')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await axe(page), colorScheme).toEqual([])
  }
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(360)
})

test('the comparison and the organizations are one press away', async ({ as, axe }) => {
  const page = await as('viewer')
  await page.goto(routes.home())
  await expect(grid(page).getByRole('row').nth(3)).toBeVisible()
  await page.getByRole('combobox', { name: 'Compare' }).selectOption('week')
  await expect(page.getByRole('heading', { name: /^Compared with / })).toBeVisible()
  await page.getByRole('button', { name: /^organizations/i }).click()
  await expect(page).toHaveURL(/compare=week.*view=organizations/)
  const organizations = page.getByRole('grid', { name: 'Posture of organizations' })
  await expect(organizations.getByRole('rowheader', { name: 'Northwind Ops' })).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await axe(page), colorScheme).toEqual([])
  }
})

test('paper gets a report instead of the matrix', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(routes.home())
  await expect(grid(page).getByRole('row').nth(3)).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('heading', { name: 'Fleet report' })).toBeVisible()
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible()
  await expect(grid(page)).toBeHidden()
  await expect(search(page)).toBeHidden()
})

test('a page for development is not in the product', async ({ as, expectedProblems }) => {
  expectedProblems.push(/status of 404/)
  const page = await as('viewer')
  const answer = await page.goto('/dev/components')
  expect(answer?.status()).toBe(404)
})
