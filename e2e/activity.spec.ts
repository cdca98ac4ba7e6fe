import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

test('a viewer loads older events, filters them and reads one', async ({
  as,
  axe,
  makeProject,
  sandbox,
}) => {
  const { groupId } = await makeProject({ clusters: [{ name: 'main' }] })
  // Atlas records an event of each, also when no access is granted.
  for (let n = 0; n < 101; n += 1)
    await sandbox.state({ groupId, clusterName: 'main', grant: null })
  const page = await as('viewer')
  await page.goto(routes.activity(groupId))
  await expect(page.getByText('100 of 100 events')).toBeVisible()
  await page.getByRole('button', { name: 'Load older events' }).click()
  await expect(page.getByText(/10[1-9] of 10[1-9] events/)).toBeVisible()

  const type = page.getByLabel('Event type')
  await type.fill('CLUSTER_CREATED')
  await type.press('Enter')
  await expect(page.getByText('No matching events')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(type).toHaveValue('')
  await page.getByRole('button', { name: 'View Employee access revoked' }).first().click()
  await expect(page.getByRole('dialog').getByText('SANDBOX_AUDIT')).toBeVisible()
  expect(await axe(page)).toEqual([])
})
