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
  await expect(page.getByText('100 events', { exact: true })).toBeVisible()
  // Not by scrolling to it, because that loads them too.
  await page.getByRole('button', { name: 'Load older events' }).dispatchEvent('click')
  await expect(page.getByText(/^10[1-9] events$/)).toBeVisible()

  const type = page.getByRole('combobox', { name: 'Event types' })
  await type.fill('EMPLOYEE_DOWNLOADED_CLUSTER_LOGS')
  await type.press('Enter')
  await expect(page.getByText('No matching events')).toBeVisible()
  await type.fill('EMPLOYEE_ACCESS_REVOKED')
  await type.press('Enter')
  await expect(page.getByText('100 events', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Remove Employee downloaded cluster logs' }).click()
  await expect(page).toHaveURL(/type=EMPLOYEE_ACCESS_REVOKED$/)
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(page).not.toHaveURL(/type=/)
  const apply = page.getByRole('button', { name: 'Apply' })
  await page.getByLabel(/^From/).fill('yesterday')
  await expect(apply).toHaveAccessibleDescription(/date/)
  await page.getByLabel(/^From/).fill('29 Nov 2026, 08:00')
  await page.getByLabel(/^To/).fill('28 Nov 2026, 08:00')
  await expect(apply).toHaveAccessibleDescription(/before/)
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await page.getByRole('button', { name: 'View Employee access revoked' }).first().click()
  await expect(page.getByRole('dialog').getByText('SANDBOX_AUDIT')).toBeVisible()
  expect(await axe(page)).toEqual([])
})
