import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

test.use({ expectedProblems: [/40[034] \(/, /status of (400|403|404)/] })

test('an operator creates a flex cluster, protects it, and deletes it after turning protection off', async ({
  as,
  makeProject,
}) => {
  const project = await makeProject({ clusters: [{ name: 'main' }] })
  const page = await as('operator')
  await page.goto(routes.clusters(project.groupId))
  await expect(page.getByRole('row', { name: /main/ })).toContainText('Replica set')
  await page.getByRole('button', { name: 'Create flex cluster' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('web')
  await dialog.getByLabel('Region').fill('EU_WEST_1')
  await dialog.getByRole('button', { name: 'Add tag' }).click()
  await dialog.getByLabel('Key of tag 1').fill('cost center')
  await dialog.getByLabel('Value of tag 1').fill('web shop')
  await dialog.getByRole('button', { name: 'Create flex cluster' }).click()
  await dialog.getByRole('button', { name: 'Create flex cluster' }).last().click()
  const row = page.getByRole('row', { name: /web/ })
  await expect(row).toContainText('Flex')
  await row.getByRole('link').first().click()
  await expect(page.getByText('cost center=web shop')).toBeVisible()
  await expect(page.getByText('Running')).toBeVisible({ timeout: 30_000 })

  await page.getByRole('button', { name: 'Edit settings' }).click()
  await dialog.getByLabel('Termination protection').check()
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await dialog.getByRole('button', { name: 'Save changes' }).last().click()
  const remove = page.getByRole('button', { name: 'Delete web' })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByText('cost center=web shop')).toBeVisible()

  await page.getByRole('button', { name: 'Edit settings' }).click()
  await dialog.getByLabel('Termination protection').uncheck()
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog.getByText('1 line added, 1 line removed')).toBeVisible()
  await dialog.getByLabel(/to continue/).fill('web')
  await dialog.getByRole('button', { name: 'Save changes' }).last().click()
  await expect(remove).not.toHaveAttribute('aria-disabled', 'true')
  await remove.click()
  await dialog.getByRole('textbox').fill('web')
  await dialog.getByRole('button', { name: 'Delete cluster' }).click()
  await expect(page.getByText('Deleting…').first()).toBeVisible()
})

test('an upgrade to a dedicated cluster says that there is no way back', async ({
  as,
  makeProject,
}) => {
  const project = await makeProject({ clusters: [{ name: 'web', type: 'FLEX' }] })
  const page = await as('operator')
  await page.goto(routes.cluster(project.groupId, 'web'))
  await page.getByRole('button', { name: 'Upgrade to dedicated' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Size').selectOption('M20')
  await dialog.getByRole('button', { name: 'Upgrade cluster' }).click()
  await expect(dialog.getByText(/can’t become a flex cluster again/).last()).toBeVisible()
  await dialog.getByRole('textbox').fill('web')
  await dialog.getByRole('button', { name: 'Upgrade cluster' }).last().click()
  await expect(page.getByText('Updating…')).toBeVisible()
  await page.goto(routes.clusters(project.groupId))
  await expect(page.getByRole('row', { name: /web/ })).toContainText('Replica set')
})

for (const [op, shown, title] of [
  ['listGroupClusters', 'web', 'Dedicated and free clusters'],
  ['listGroupFlexClusters', 'main', 'Flex clusters'],
] as const)
  test(`a failing ${op} leaves the other list`, async ({ as, axe, makeProject, sandbox }) => {
    const { groupId } = await makeProject({
      clusters: [{ name: 'main' }, { name: 'web', type: 'FLEX' }],
    })
    await sandbox.fault({
      match: { operationId: op, groupId },
      times: 50,
      fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
    })
    const page = await as('viewer')
    await page.goto(routes.clusters(groupId))
    await expect(page.getByRole('row', { name: new RegExp(shown) })).toBeVisible()
    const failed = page.getByRole('region').or(page.locator('section')).filter({ hasText: title })
    await expect(failed.getByText(/USER_UNAUTHORIZED/).first()).toBeVisible()
    const create = page.getByRole('button', { name: 'Create flex cluster' })
    await expect(create).toHaveAttribute('aria-disabled', 'true')
    expect(await axe(page)).toEqual([])
  })
