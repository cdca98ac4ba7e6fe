import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

const northwind = '622f06e0f21affc0c09d52e1'

test('a viewer filters events, loads older ones and reads a raw event', async ({ as, axe }) => {
  const page = await as('viewer')
  await page.goto(routes.orgActivity(northwind))
  const older = page.getByRole('button', { name: 'Load older events' })
  await expect(older).toBeVisible()
  await older.click()
  await expect(page.getByText(/of 200|200 events/).first()).toBeVisible()

  await page.getByLabel('Event type').fill('ORG_EMPLOYEE_ACCESS_UNRESTRICTED')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/type=ORG_EMPLOYEE_ACCESS_UNRESTRICTED/)
  await expect(older).toBeHidden()
  await page
    .getByRole('button', { name: /^View Org employee access/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('SANDBOX_AUDIT')).toBeVisible()
  expect(await axe(page)).toEqual([])
})
