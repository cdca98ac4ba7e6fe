import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

test('a role that another one consists of cannot be deleted', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.customDbRoles('62384d9b88f12e6bc977eb45'))
  const row = page.getByRole('row', { name: /reconciliation/ })
  await expect(row).toContainText('reports.runs: INSERT')
  await page.getByRole('button', { name: 'Delete ledger-reader' }).click()
  await expect(page.getByRole('dialog').getByText(/no privileges.*ledger-auditor/)).toBeVisible()
})
