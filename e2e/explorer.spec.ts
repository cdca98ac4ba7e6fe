import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

test('any Atlas operation is found, read, and changed with approval', async ({
  as,
  axe,
  project,
}) => {
  const { groupId } = project
  const page = await as('operator')
  await page.goto(routes.explorer())
  await page.getByRole('searchbox', { name: /Search/ }).fill('listGroupPeers')
  await page.getByRole('link', { name: /List project peers/ }).click()
  await page.getByLabel('groupId').fill('nonsense')
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect(page.getByText(/24 hexadecimal/)).toBeVisible()
  await page.getByLabel('groupId').fill(groupId)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Atlas’s answer' })).toContainText('results')
  await page.getByText('API call').click()
  await page.getByRole('button', { name: 'Atlas CLI', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Atlas CLI' })).toContainText('networkPeering')
  expect(await axe(page)).toEqual([])

  await page.goto(routes.atlasOperation('createGroupPeer'))
  await page.getByLabel('groupId').fill(groupId)
  const body = page.getByRole('textbox', { name: 'Body' })
  await body.fill('{"providerName":"AWS","vpcId":"vpc-1"}')
  await expect(page.getByText(/no rules for this call/)).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Request approval' }).click()
  await expect(page.getByLabel('Reason')).toBeVisible()
  await expect(page.getByText(/Create project peer/).first()).toBeVisible()
})

test('a read with its own page shows its rows, saves them and is remembered', async ({
  as,
  axe,
  makeProject,
}) => {
  const { groupId } = await makeProject({ clusters: [{ name: 'main' }] })
  const page = await as('viewer')
  await page.goto(routes.atlasOperation('listGroupAlertConfigs'))
  await expect(page.getByRole('link', { name: /^Open / })).toBeVisible()
  await page.goto(routes.atlasOperation('listGroupClusters'))
  await page.getByLabel('groupId').fill(groupId)
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect(page.getByRole('cell', { name: 'main', exact: true })).toBeVisible()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  expect((await saved).suggestedFilename()).toBe('listGroupClusters.csv')
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Atlas’s answer' })).toContainText('"results"')
  expect(await axe(page)).toEqual([])
  await page.goto(routes.explorer())
  const recent = page.getByRole('navigation', { name: 'Recently used' })
  await expect(recent.getByRole('link').first()).toHaveAttribute('href', /listGroupClusters/)
})

test('a change shows what is there now, and a download only its call', async ({ as, project }) => {
  const page = await as('admin')
  await page.goto(routes.atlasOperation('updateGroup'))
  await page.getByLabel('groupId').fill(project.groupId)
  await page.getByRole('textbox', { name: 'Body' }).fill('{"name":"Renamed"}')
  await expect(page.getByRole('region', { name: 'Now and after' })).toContainText('Renamed')

  await page.goto(routes.atlasOperation('downloadGroupClusterLog'))
  await expect(page.getByText(/gzip file/)).toBeVisible()
  await page.getByLabel('groupId').fill(project.groupId)
  await page.getByLabel('hostName').fill('a.example.net')
  await page.getByLabel('logName').selectOption('mongodb')
  await page.getByRole('button', { name: 'Show the call' }).click()
  await expect(page.getByText(/logs\/mongodb.gz/).first()).toBeVisible()
})
