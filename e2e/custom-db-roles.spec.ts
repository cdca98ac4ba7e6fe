import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

const paymentsProd = '62384d9b88f12e6bc977eb45'

test('an operator deletes a role by typing its name', async ({ as, project, sandbox }) => {
  await sandbox.collection({
    collection: 'customDbRoles',
    place: { groupId: project.groupId },
    add: [{ roleName: 'reader' }],
  })
  const page = await as('operator')
  await page.goto(routes.customDbRoles(project.groupId))
  const row = page.getByRole('row', { name: /reader/ })
  await row.getByRole('button', { name: 'Delete reader' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('reader')
  await dialog.getByRole('button', { name: 'Delete role' }).click()
  await expect(row).toBeHidden()
})

test('a role that another one consists of cannot be deleted', async ({ as, axe }) => {
  const page = await as('operator')
  await page.goto(routes.customDbRoles(paymentsProd))
  await expect(page.getByRole('row', { name: /reconciliation/ })).toContainText(
    'reports.runs: INSERT',
  )
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Delete ledger-reader' }).click()
  await expect(page.getByRole('dialog').getByText(/ledger-auditor would be left/)).toBeVisible()
})
