import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

const paymentsProd = '62384d9b88f12e6bc977eb45'

test('a viewer filters events, loads older ones and reads a raw event', async ({ as, axe }) => {
  const page = await as('viewer')
  await page.goto(routes.activity(paymentsProd))
  const older = page.getByRole('button', { name: 'Load older events' })
  await expect(older).toBeVisible()
  await older.click()
  await expect(page.getByText('200 of 200 events')).toBeVisible()

  await page.getByLabel('Event type').fill('EMPLOYEE_DOWNLOADED_CLUSTER_LOGS')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/type=EMPLOYEE_DOWNLOADED_CLUSTER_LOGS/)
  await expect(older).toBeHidden()
  await page
    .getByRole('button', { name: /^View Employee downloaded/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('SANDBOX_AUDIT')).toBeVisible()
  expect(await axe(page)).toEqual([])
})
