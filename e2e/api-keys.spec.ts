import { createOrgApiKey } from '@/lib/ops/org-api-keys'
import { opening, routes } from '@/lib/routes'
import { expect, test } from './fixtures'

const northwind = '622f06e0f21affc0c09d52e1'
const paymentsProd = '62384d9b88f12e6bc977eb45'

test('an operator creates a key, sees its secret once, gives it a role and removes it', async ({
  as,
  project,
}) => {
  const page = await as('operator')
  const name = `Test of ${project.groupId}`
  await page.goto(routes.orgApiKeys(project.orgId))
  await page.getByRole('button', { name: 'Create API key' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Description').fill(name)
  await form.getByLabel('Organization Read Only').check()
  await form.getByRole('button', { name: 'Create API key' }).click()
  await form.getByRole('button', { name: 'Create API key' }).last().click()
  const secret = page.getByRole('dialog', { name: /created/ })
  await expect(secret.getByText(/^[0-9a-f]{8}-/)).toBeVisible()
  await page.keyboard.press('Escape')
  await secret.getByRole('button', { name: 'I saved it' }).click()
  await expect(secret).toBeHidden()
  await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible()

  await page.goto(routes.apiKeys(project.groupId))
  await page.getByRole('button', { name: 'Assign API key' }).first().click()
  const option = page.locator('#org-api-keys option', { hasText: name })
  const id = (await option.getAttribute('value')) ?? ''
  await form.getByLabel('API key ID').fill(id)
  await form.getByLabel('Project Read Only').check()
  await form.getByRole('button', { name: 'Assign API key' }).click()
  await form.getByRole('button', { name: 'Assign API key' }).last().click()
  const row = page.getByRole('row', { name: new RegExp(name) })
  await expect(row).toContainText('Project Read Only')

  await row.getByRole('button', { name: `Remove ${name}` }).click()
  await form.getByRole('button', { name: 'Remove API key' }).click()
  await expect(row).toBeHidden()
})

test('deleting a key of the organization shows its projects and needs approval', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.orgApiKeys(northwind))
  await page.getByRole('button', { name: 'Delete Grafana metrics' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/payments-prod/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Request approval' })).toBeVisible()
})

test('a viewer sees the keys, and why they can change nothing', async ({ as, axe }) => {
  const page = await as('viewer')
  await page.goto(routes.apiKeys(paymentsProd))
  await expect(page.getByRole('cell', { name: 'Grafana metrics', exact: true })).toBeVisible()
  const assign = page.getByRole('button', { name: 'Assign API key' })
  await expect(assign).toHaveAttribute('aria-disabled', 'true')
  expect(await axe(page)).toEqual([])
})

test('the address of a command opens its form', async ({ as }) => {
  const page = await as('operator')
  await page.goto(opening(routes.orgApiKeys(northwind), createOrgApiKey.id))
  await expect(page.getByRole('dialog').getByLabel('Description')).toBeFocused()
  await expect(page).not.toHaveURL(/open=/)
})
