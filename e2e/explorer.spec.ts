import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { clusterNamed } from './support/requests'

test('any Atlas operation is found, read, and changed with approval', async ({
  as,
  axe,
  project,
}) => {
  const { groupId } = project
  const page = await as('operator')
  await page.goto(routes.explorer())
  await page.getByRole('searchbox', { name: /Search/ }).fill('listGroupPeers')
  await page.getByRole('link', { name: /List network peering connections/ }).click()
  await page.getByLabel('groupId').fill('nonsense')
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect(page.getByText(/24 hexadecimal/)).toBeVisible()
  await page.getByLabel('groupId').fill(groupId)
  // The list of projects would cover the button.
  await expect(page.getByRole('listbox')).toBeHidden()
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Atlas’s answer' })).toContainText('results')
  await page.getByText('API call').click()
  await page.getByRole('button', { name: 'Atlas CLI', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Atlas CLI' })).toContainText('networkPeering')
  expect(await axe(page)).toEqual([])

  await page.goto(routes.atlasOperation('createGroupPeer'))
  await expect(
    page.getByRole('heading', { level: 1, name: 'Create a network peering connection' }),
  ).toBeVisible()
  const fields = page.getByRole('region', { name: 'Fields of the body' })
  await expect(fields.getByRole('row', { name: /containerId\s+Required/ })).toBeVisible()
  await page.getByLabel('groupId').fill(groupId)
  const body = page.getByRole('textbox', { name: 'Body' })
  await body.fill('{"providerName":"AWS","vpcId":"vpc-1"}')
  await expect(page.getByText(/no rules for this call/)).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Request approval' }).click()
  await expect(page.getByLabel('Reason')).toBeVisible()
  await expect(page.getByText(/Create a network peering connection/).first()).toBeVisible()
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

test('a project and a cluster are picked by name, and a typed ID is taken as it is', async ({
  as,
  axe,
  makeProject,
}) => {
  const name = clusterNamed('picked')
  const { groupId, name: projectName } = await makeProject({ clusters: [{ name }] })
  const page = await as('viewer')
  // The page shows the cluster to Gatehouse, and the project to the person.
  await page.goto(routes.clusters(groupId))
  await expect(page.getByRole('link', { name })).toBeVisible()
  await page.goto(routes.atlasOperation('getGroupCluster'))
  const project = page.getByRole('combobox', { name: 'groupId' })
  await project.fill(projectName)
  await page.keyboard.press('Enter')
  await expect(project).toHaveValue(groupId)
  const cluster = page.getByRole('combobox', { name: 'clusterName' })
  await cluster.fill('picked')
  await page.getByRole('option', { name }).click()
  await expect(cluster).toHaveValue(name)
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Atlas’s answer' })).toContainText(name)
})
