import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { awake } from './support/keyboard'
import { layoutShift } from './support/layout-shift'
import { clusterNamed } from './support/requests'

const searchPlatform = '63628d00e6824f1b7d2db2af'
const northwind = '622f06e0f21affc0c09d52e1'

test('a person finds one project among hundreds and opens it', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(routes.home())
  await page.getByRole('button', { name: /All projects.*switch project$/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Switch project' })
  const box = dialog.getByRole('combobox')
  await box.fill('search-platform')
  await expect(dialog.getByRole('option').first()).toContainText('search-platform')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(routes.clusters(searchPlatform))
  await expect(page.getByRole('main')).toContainText('Northwind Ops')
  await expect(page.getByRole('link', { name: 'search-main' })).toBeVisible()

  await page.getByRole('button', { name: /search-platform.*switch project$/ }).click()
  await page.getByRole('combobox').fill('no such project at all')
  await expect(page.getByText('Nothing found')).toBeVisible()
})

test('a person goes anywhere by the keyboard', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(routes.home())
  await expect(page.getByRole('heading', { level: 1, name: 'Hello, Vera Lindqvist' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible()
  await page.getByRole('combobox').fill('perm')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(routes.permissions())
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('the first Tab stop skips the navigation', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(routes.permissions())
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to content' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('a chosen theme is there from the first paint of the next page', async ({ as }) => {
  const page = await as('approver2')
  await page.goto(routes.home())
  const html = page.locator('html')
  await page.getByRole('button', { name: /, account and theme$/ }).click()
  const saved = page.waitForResponse(/preferences\.set$/)
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await saved
  const answer = await page.reload()
  expect(await answer?.text(), 'the server wrote it').toContain('data-theme="dark"')
  await expect(html).toHaveCSS('color-scheme', /dark/)
  await page.getByRole('button', { name: /, account and theme$/ }).click()
  const restored = page.waitForResponse(/preferences\.set$/)
  await page.getByRole('menuitemradio', { name: 'System' }).click()
  await expect(html).not.toHaveAttribute('data-theme')
  await restored
})

test('every page says that this is a sandbox', async ({ as }) => {
  const page = await as('admin')
  for (const path of [routes.home(), routes.approvals(), routes.permissions(), routes.sessions()]) {
    await page.goto(path)
    await expect(page.getByText('Nothing here reaches a real cluster')).toBeVisible()
  }
})

test('what does not exist and what is out of scope look the same', async ({
  as,
  expectedProblems,
}) => {
  expectedProblems.push(/status of 404/)
  const page = await as('viewer')
  for (const path of [
    '/no/such/page',
    routes.clusters('f'.repeat(24)),
    routes.request('0'.repeat(26)),
  ]) {
    await page.goto(path)
    await expect(page.getByText(/not found|in your scope/i).first(), path).toBeVisible()
  }
})

test('an address that was cut short leads to a page', async ({ as }) => {
  const page = await as('viewer')
  await page.goto('/projects')
  await expect(page).toHaveURL(routes.home())
  await page.goto(`/organizations/${northwind}`)
  await expect(page).toHaveURL(routes.federation(northwind))
})

test('when one part of a page fails, it shows the error and the rest works', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const clusterName = clusterNamed('fault')
  const { groupId } = await makeProject({ clusters: [{ name: clusterName }] })
  await sandbox.fault({
    match: { groupId, operationId: 'listGroupFlexClusters' },
    times: 50,
    fault: { kind: 'status', status: 503 },
  })
  const page = await as('viewer')
  await page.goto(routes.clusters(groupId))
  await expect(page.getByRole('link', { name: clusterName })).toBeVisible({ timeout: 40_000 })
  await expect(page.getByRole('alert').filter({ hasText: 'Couldn’t load this' })).toBeVisible({
    timeout: 40_000,
  })
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('a part whose code cannot be loaded fails alone, and what was typed stays', async ({
  as,
  makeProject,
  expectedProblems,
}) => {
  expectedProblems.push(/ERR_BLOCKED_BY_CLIENT/)
  // Short tables have no search box.
  const { groupId } = await makeProject({ accessList: 8 })
  const page = await as('operator')
  await page.goto(routes.accessList(groupId))
  const search = page.getByRole('searchbox').first()
  await search.fill('typed')
  await expect(page.getByText('No matches')).toBeVisible()
  const browser = await page.context().newCDPSession(page)
  await browser.send('Network.enable')
  await browser.send('Network.setBlockedURLs', { urls: ['*/_next/static/chunks/*'] })
  await page.getByRole('button', { name: 'Allow address' }).click()
  await expect(page.getByText('Part of this page didn’t load')).toBeVisible()
  await expect(search).toHaveValue('typed')
})

test('Back closes a form at the side of a page, and what was typed into it is there again', async ({
  as,
  makeProject,
}) => {
  const { groupId } = await makeProject({ accessList: 1 })
  const page = await as('operator')
  await page.goto(routes.home())
  await page.goto(routes.accessList(groupId))
  const open = page.getByRole('button', { name: 'Allow address' })
  await open.click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Comment').fill('typed and left')
  await expect(page).toHaveURL(/panel=allow/)
  await page.goBack()
  await expect(sheet).toBeHidden()
  await expect(page).toHaveURL(routes.accessList(groupId))
  await expect(open).toBeVisible()

  await open.click()
  await expect(sheet.getByLabel('Comment')).toHaveValue('typed and left')
  await expect(page).toHaveURL(/panel=allow/)
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(page).toHaveURL(routes.accessList(groupId))
  await page.goBack()
  await expect(page, 'a closed form is no step back').toHaveURL(routes.home())
})

test('a page is read ahead when the pointer rests on its link, not when the link comes into view', async ({
  as,
}) => {
  const page = await as('viewer')
  const ahead = new Set<string>()
  page.on('request', (request) => {
    if (request.headers()['next-router-prefetch']) ahead.add(new URL(request.url()).pathname)
  })
  await page.goto(routes.permissions())
  await expect(async () => {
    await page.mouse.move(640, 0)
    await page.getByRole('link', { name: 'API explorer' }).hover()
    await expect.poll(() => ahead.size, { timeout: 1_000 }).toBeGreaterThan(0)
  }).toPass()
  expect([...ahead]).toEqual([routes.explorer()])
})

test('the permissions page shows what a person can do, and who can do the rest', async ({ as }) => {
  const page = await as('requester')
  await page.goto(routes.permissions())
  // More than a hundred: only those in view are drawn.
  await page.getByRole('searchbox').fill('a request')
  const row = (name: string) => page.getByRole('row').filter({ hasText: name })
  await expect(row('File a request')).toContainText('YouYes')
  await expect(row('Approve a request')).toContainText('YouNo')
  await expect(row('Approve a request')).toContainText('Approvers')
})

test('an auditor verifies the chain on the page and takes it away as a file', async ({ as }) => {
  const page = await as('auditor')
  await page.goto(routes.audit())
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await page.getByRole('button', { name: /verify/i }).click()
  await expect(page.getByText(/^Verified: /).first()).toBeVisible({ timeout: 20_000 })
})

test('a panel says that it retries, then that Atlas fails', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const { groupId } = await makeProject({ accessList: 1 })
  await sandbox.fault({
    match: { groupId, method: 'GET', pathIncludes: 'accessList' },
    times: 50,
    fault: { kind: 'status', status: 503 },
  })
  const page = await as('viewer')
  await page.goto(routes.accessList(groupId))
  await expect(page.getByText(/trying again/i)).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: '503' })).toBeVisible()
})

test('the overview does not move while it loads', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(routes.home())
  await expect(page.getByRole('grid').getByRole('row').nth(3)).toBeVisible()
  expect(await layoutShift(page)).toBeLessThan(0.05)
})

test('keys pressed while the project switcher loads are not lost', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(routes.home())
  const open = page.getByRole('button', { name: /switch project$/ }).first()
  await awake(open)
  await open.click()
  await page.keyboard.type('search-platform')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'search-main' })).toBeVisible()
})

test('on a phone, a list starts with its search, and the tab of the page is in view', async ({
  as,
}) => {
  const page = await as('viewer')
  await page.setViewportSize({ width: 360, height: 800 })
  await page.goto(routes.findings())
  const search = await page
    .getByRole('searchbox', { name: /Search/ })
    .first()
    .boundingBox()
  const refresh = await page.getByRole('button', { name: 'Refresh' }).first().boundingBox()
  const middle = (box: typeof search) => (box ? box.y + box.height / 2 : Number.NaN)
  expect(Math.abs(middle(search) - middle(refresh))).toBeLessThan(8)

  await page.goto(routes.hotNamespaces(searchPlatform, 'search-main'))
  await expect(page.getByRole('link', { name: 'Hot namespaces' })).toBeInViewport({ ratio: 1 })
})
