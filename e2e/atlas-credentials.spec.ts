import { getOrgSettings } from '@/lib/ops/directory'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { ownFederation } from './support/federation'

test('credentials that go around Gatehouse are listed, and new ones stand out', async ({
  as,
  axe,
  project,
  sandbox,
}) => {
  const page = await as('viewer')
  await page.goto(routes.atlasCredentials(project.orgId))
  await expect(page.getByRole('heading', { name: 'Credentials', exact: true })).toBeVisible()
  await sandbox.collection({
    collection: 'mcpConfigs',
    place: { orgId: project.orgId },
    add: [{ mcpConfigName: 'Shadow assistant', roles: ['ORG_OWNER'] }],
  })
  await expect(async () => {
    await page.reload()
    const row = page.getByRole('row', { name: /Shadow assistant/ })
    await expect(row).toContainText('Organization Owner')
    await expect(row).toContainText('Created outside Gatehouse')
  }).toPass()
  expect(await axe(page)).toEqual([])
})

test('lists that can’t be read are named, and never count as empty', async ({
  as,
  api,
  sandbox,
}) => {
  const { orgId } = await ownFederation(sandbox)
  await done(await api('operator'), getOrgSettings, { orgId })
  await sandbox.fault({
    match: { pathIncludes: orgId, method: 'GET' },
    times: 1000,
    fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
  })
  const page = await as('viewer')
  await page.goto(routes.atlasCredentials(orgId))
  await expect(
    page.getByText('Service accounts and MCP configurations could not be read'),
  ).toBeVisible()
})
