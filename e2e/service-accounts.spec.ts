import { getProject } from '@/lib/ops/me'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { unique } from './support/sandbox'

const northwind = '622f06e0f21affc0c09d52e1'
const paymentsProd = '62384d9b88f12e6bc977eb45'
const ownAccount = 'mdb_sa_id_5a4d0b0c5a4d0b0c5a4d0b0c'

/** A new service account in the sandbox, outside Gatehouse. */
function account(secrets: object[]) {
  const id = unique()
  return {
    clientId: `mdb_sa_id_${id}${'a'.repeat(16)}`,
    name: `Account ${id}`,
    description: 'A test',
    roles: ['ORG_READ_ONLY'],
    secrets,
  }
}
const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const secret = (id: string, created: number, expires: number, used: number | null) => ({
  id: id.repeat(24),
  createdAt: daysFromNow(created),
  expiresAt: daysFromNow(expires),
  lastUsedAt: used === null ? null : daysFromNow(used),
  maskedSecretValue: `mdb_sa_sk_****000${id}`,
})

test('an operator creates a service account, sees its secret once, and gives it a project', async ({
  as,
  api,
  project,
}) => {
  // Otherwise a page can take a minute to offer the new project.
  await done(await api('operator'), getProject, { groupId: project.groupId })
  const page = await as('operator')
  const name = `Test ${unique()}`
  await page.goto(routes.serviceAccounts(project.orgId))
  await page.getByRole('button', { name: 'Create service account' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name').fill(name)
  await form.getByLabel('Description').fill('A test of service accounts')
  await form.getByLabel('Organization Read Only').check()
  await form.getByLabel('Secret valid for').selectOption('7 days')
  await form.getByRole('button', { name: 'Create service account' }).click()
  await form.getByRole('button', { name: 'Create service account' }).last().click()
  const shown = page.getByRole('dialog', { name: /created/ })
  await expect(shown.getByText(/^mdb_sa_sk_/)).toBeVisible()
  await shown.getByRole('button', { name: 'I saved it' }).click()
  await page
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByText('Expires within 14 days').first()).toBeVisible()
  await expect(page.getByText(/mdb_sa_sk_/)).toHaveCount(0)

  await page.getByRole('button', { name: 'Assign to a project' }).click()
  await form.getByLabel('Project', { exact: true }).selectOption(project.groupId)
  await form.getByLabel('Project Read Only').check()
  await form.getByRole('button', { name: 'Assign service account' }).click()
  await form.getByRole('button', { name: 'Assign service account' }).last().click()
  await expect(page.getByRole('row', { name: /Project Read Only/ })).toBeVisible()
  await page.goto(routes.projectServiceAccounts(project.groupId))
  const row = page.getByRole('row', { name: new RegExp(name) })
  await row.getByRole('button', { name: `Remove ${name}` }).click()
  await form.getByRole('button', { name: 'Remove service account' }).click()
  await expect(row).toBeHidden()
})

test('the page of an account that Atlas manages refuses to delete it', async ({
  as,
  project,
  sandbox,
}) => {
  const made = { ...account([secret('b', -20, 10, -0.1)]), isSystemManaged: true }
  const place = { orgId: project.orgId }
  await sandbox.collection({ collection: 'orgServiceAccounts', place, add: [made] })
  const page = await as('operator')
  // The list of accounts, which says who manages one, may be up to a minute old.
  await expect(async () => {
    await page.goto(routes.serviceAccount(project.orgId, made.clientId))
    await expect(page.getByText('Managed by Atlas')).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 90_000 })
  const remove = page.getByRole('button', { name: 'Delete this service account' })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await expect(remove).toHaveAccessibleDescription(/Atlas manages/)
})

test('a secret is rotated step by step', async ({ as, project, sandbox }) => {
  const place = { orgId: project.orgId }
  const made = account([secret('b', -20, 10, -0.1)])
  const order = { collection: 'orgServiceAccounts', place }
  await sandbox.collection({ ...order, add: [made] })
  const page = await as('operator')
  await page.goto(routes.serviceAccount(project.orgId, made.clientId))
  const steps = page.getByRole('list').filter({ hasText: 'Give it to every program' })
  const current = steps.locator('[aria-current=step]')
  await expect(current).toContainText('Create a new secret')
  await current.getByRole('button', { name: 'Create secret' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: 'Create secret' }).click()
  await expect(form.getByText(/expires? in 7 days|expires/).first()).toBeVisible()
  await form.getByRole('button', { name: 'Create secret' }).last().click()
  await page.getByRole('button', { name: 'I saved it' }).click()
  await expect(current).toContainText('No program has used the new secret yet')

  const used = [secret('b', -20, 7, -0.1), secret('c', -0.01, 30, 0)]
  await sandbox.collection({ ...order, key: made.clientId, set: { secrets: used } })
  await expect(async () => {
    await page
      .getByRole('button', { name: /^Refresh/ })
      .first()
      .click()
    await expect(current).toContainText('Delete the old secret', { timeout: 1_000 })
  }).toPass()
  await current.getByRole('button', { name: /^Delete old secret/ }).click()
  await form.getByRole('button', { name: 'Delete secret' }).click()
  await expect(current).toContainText('Create a new secret')
})

test('the account that Gatehouse uses says so, and why its secret stays', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.serviceAccount(northwind, ownAccount))
  await expect(page.getByText('Used by Gatehouse')).toHaveCount(2)
  for (const name of [/^Delete this service account/, /^Delete secret/])
    await expect(page.getByRole('button', { name }).first()).toHaveAttribute(
      'aria-disabled',
      'true',
    )
})

test('deleting a service account names its projects and needs approval', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.serviceAccounts(northwind))
  await page.getByRole('button', { name: 'Delete Kubernetes operator' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/payments-prod/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Request approval' })).toBeVisible()
})

test('an address of an API key is removed, and the last one only with approval', async ({
  as,
  project,
  sandbox,
}) => {
  const id = `${unique()}${'b'.repeat(16)}`
  const key = { id, desc: `Key ${id}`, roles: [{ orgId: project.orgId, roleName: 'ORG_MEMBER' }] }
  await sandbox.collection({
    collection: 'orgApiKeys',
    place: { orgId: project.orgId },
    add: [key],
  })
  const page = await as('operator')
  await page.goto(routes.orgApiKey(project.orgId, id))
  await page.getByRole('button', { name: 'Add addresses' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Addresses').fill('203.0.113.40\n203.0.113.41')
  await form.getByRole('button', { name: 'Add addresses' }).click()
  await expect(form.getByText(/works only from/).first()).toBeVisible()
  await form.getByRole('button', { name: 'Add addresses' }).last().click()
  const remove = page.getByRole('button', { name: 'Remove 203.0.113.40/32' })
  await remove.click()
  await form.getByRole('button', { name: 'Remove address' }).click()
  await expect(remove).toBeHidden()
  await page.getByRole('button', { name: 'Remove 203.0.113.41/32' }).click()
  await expect(form.getByText(/last entry/).first()).toBeVisible()
  await expect(form.getByRole('button', { name: 'Request approval' })).toBeVisible()
})

test('a viewer sees service accounts and why they can change nothing', async ({ as, axe }) => {
  const page = await as('viewer')
  await page.goto(routes.projectServiceAccounts(paymentsProd))
  await expect(page.getByText('Kubernetes operator')).toBeVisible()
  const assign = page.getByRole('button', { name: 'Assign service account' })
  await expect(assign).toHaveAttribute('aria-disabled', 'true')
  expect(await axe(page)).toEqual([])
})
