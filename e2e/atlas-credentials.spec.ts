import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

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
