import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

const northwind = '622f06e0f21affc0c09d52e1'
const paymentsProd = '62384d9b88f12e6bc977eb45'

test('an operator builds an audit filter and reviews the difference', async ({
  as,
  axe,
  makeProject,
}) => {
  const { groupId } = await makeProject({ clusters: [{ name: 'main' }] })
  const page = await as('operator')
  await page.goto(routes.auditing(groupId))
  await page.getByRole('button', { name: 'Edit' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Record events').check()
  await sheet.getByLabel(/^Sign-ins/).check()
  await sheet.getByLabel('Only these database users').fill('app, reports')
  expect(await axe(page)).toEqual([])
  await sheet.getByRole('button', { name: 'Save changes' }).click()
  await expect(sheet.getByText(/users\.user/).first()).toBeVisible()
  await sheet.getByRole('button', { name: 'Save changes' }).last().click()
  await expect(page.getByText('On', { exact: true })).toBeVisible()
  await expect(page.getByText('reports').first()).toBeVisible()
})

test('turning auditing off and opening an organization need approval', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.auditing(paymentsProd))
  await page.getByRole('button', { name: 'Edit' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Record events').uncheck()
  await expect(sheet.getByText(/needs approval/)).toBeVisible()

  await page.goto(routes.orgSettings(northwind))
  await page.getByRole('button', { name: 'Stop restricting' }).click()
  await expect(
    page.getByRole('dialog').getByRole('button', { name: 'Request approval' }),
  ).toBeVisible()
})
