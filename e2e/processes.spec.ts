import { routes } from '@/lib/routes'
import { projectIdOf } from '@/sandbox/atlas/world/projects'
import { expect, test } from './fixtures'

test('a viewer reads the measurements of a process that is known by its IPv6 address', async ({
  as,
  axe,
}) => {
  const page = await as('viewer')
  await page.goto(routes.processes(projectIdOf('chaos-lab')))
  await page.getByRole('searchbox', { name: 'Search processes' }).fill('2001:db8')
  await page
    .getByRole('link', { name: /2001:db8:0:0:0:0:0:28:27017|steady/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('2001:db8:0:0:0:0:0:28:27017')

  const readings = page.getByRole('slider', { name: 'Connections: readings' })
  const text = () => readings.getAttribute('aria-valuetext')
  const latest = await text()
  await readings.press('Home')
  expect(await text()).not.toBe(latest)
  expect(await text()).toMatch(/UTC: ([\d.,]+|no data)$/)

  await page.getByRole('button', { name: '1 day' }).click()
  await page.getByLabel('Metrics').selectOption('CPU')
  await expect(page.getByRole('figure', { name: /^System normalized CPU user: .*%/ })).toBeVisible()
  await page.getByRole('button', { name: 'Show values' }).click()
  await expect(page.getByRole('columnheader', { name: /CPU user \(percent\)/ })).toHaveCount(2)
  await expect(page.getByText('No data').first()).toBeVisible()
  const file = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Columns and export' }).first().click()
  await page.getByRole('menuitem', { name: 'CSV' }).click()
  expect((await file).suggestedFilename()).toMatch(/^process-cpu-.*\.csv$/)

  await page.getByRole('button', { name: 'View measurements of data' }).click()
  const sheet = page.getByRole('dialog', { name: 'Disk data' })
  await expect(sheet.getByRole('figure', { name: /^Free space: .* [GT]iB now/ })).toBeVisible()
  expect(await axe(page)).toEqual([])
})

test('the page of a process without data says that there is none', async ({ as, makeProject }) => {
  const { groupId } = await makeProject({ clusters: [{ name: 'young', state: 'CREATING' }] })
  const page = await as('viewer')
  await page.goto(routes.processes(groupId))
  const row = page.getByRole('row', { name: /young-shard-00-00/ })
  await expect(row).toContainText('No data')
  await expect(row).toContainText('Not reporting')
  await row.getByRole('link').click()
  await expect(page.getByText('No measurements')).toBeVisible()
})

test('an operator pins a hot namespace and takes it back', async ({ as, makeProject }) => {
  const { groupId, clusters } = await makeProject({ clusters: [{ name: 'busy' }] })
  const page = await as('operator')
  await page.goto(routes.hotNamespaces(groupId, clusters[0]?.name ?? ''))
  const row = page.getByRole('row', { name: /shop\.orders/ })
  await row.scrollIntoViewIfNeeded()
  await expect(row.getByRole('img', { name: /^Average latency: .* (µs|ms) now/ })).toBeVisible()
  await row.getByRole('button', { name: 'Pin shop.orders' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Pin namespace' }).click()
  await expect(row.getByText('Pinned')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect(row.getByText('Pinned')).toBeHidden()

  await page.getByLabel('Members').selectOption({ label: 'Secondaries' })
  await row.getByRole('button', { name: /^View/ }).click()
  const sheet = page.getByRole('dialog', { name: 'shop.orders' })
  await expect(sheet.getByRole('figure', { name: /^P99 write latency/ })).toBeVisible()
  await expect(page).toHaveURL(/view=SECONDARY.*namespace=shop\.orders/)
})

test('an admin sees what is left of the rate limits, and others do not', async ({ as }) => {
  const admin = await as('admin')
  await admin.goto(routes.connections())
  await expect(admin.getByText(/refills by [\d,]+ a minute/).first()).toBeVisible()
  await expect(admin.getByText(/^[\d,]+ of [\d,]+$/).first()).toBeVisible()
  await admin.getByRole('tab', { name: 'Limits of an organization' }).click()
  await expect(admin.getByRole('row', { name: /Atlas Search/ })).toBeVisible()
  const viewer = await as('viewer')
  await viewer.goto(routes.connections())
  await expect(viewer.getByText('You don’t have access')).toBeVisible()
})
