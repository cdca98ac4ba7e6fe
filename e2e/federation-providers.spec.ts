import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { dialog, fileRequest, ownFederation } from './support/federation'
import { approved, outcome } from './support/requests'

test('an OIDC provider is created with each error at its field, and changed by typing its name', async ({
  as,
  sandbox,
}) => {
  const own = await ownFederation(sandbox)
  const page = await as('operator')
  await page.goto(own.page)
  await page.getByRole('button', { name: 'Create OIDC provider' }).click()
  const form = dialog(page, 'Create an OIDC provider')
  await form.getByLabel('Name', { exact: true }).fill('Analysts')
  await form.getByLabel('Issuer').fill('http://login.example.com/.well-known/openid-configuration')
  await page.keyboard.press('Tab')
  await form.getByRole('button', { name: 'Create provider' }).click()
  await expect(form.getByText(/https:/)).toBeVisible()
  await expect(form.getByText('Enter the audience')).toBeVisible()
  await form.getByLabel('Issuer').fill('https://login.example.com')
  await form.getByLabel('Audience').fill('atlas')
  await form.getByLabel('Client ID').fill('atlas-client')
  await form.getByLabel('Domains').fill('unverified.example')
  const create = async () => {
    await form.getByRole('button', { name: 'Create provider' }).click()
    const question = dialog(page, /^Create the OIDC identity provider .Analysts/)
    await expect(question).toContainText('tokens of https://login.example.com')
    await question.getByRole('button', { name: 'Create provider' }).click()
  }
  await create()
  await expect(form.getByRole('alert')).toContainText('not verified')
  await expect(form.getByLabel('Audience')).toHaveValue('atlas')
  await form.getByLabel('Domains').fill(own.domain)
  await create()
  await expect(page.getByRole('heading', { name: 'Analysts', level: 1 })).toBeVisible()
  await expect(page.getByText('No organization uses it')).toBeVisible()

  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const change = dialog(page, 'Edit Analysts')
  await change.getByLabel('Client ID').fill('another')
  await change.getByRole('button', { name: 'Save changes' }).click()
  const question = dialog(page, /^Change the OIDC identity provider .Analysts/)
  await expect(question).toContainText('nobody can sign in')
  await question.getByLabel('Type Analysts to continue').fill('Analysts')
  await question.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('button', { name: /^another, copy client/i })).toBeVisible()
})

test('a provider in use cannot be deleted and names its users; an unused one can', async ({
  as,
  sandbox,
}) => {
  const own = await ownFederation(sandbox, { orgs: 2 })
  const page = await as('operator')
  await page.goto(own.providerPage('workforce'))
  const refused = page.getByRole('button', { name: 'Delete…' })
  for (const { name } of own.orgs)
    await expect(refused).toHaveAccessibleDescription(new RegExp(`${name} to access data`))
  await expect(page.getByText(/no organization uses/)).toBeVisible()

  await page.goto(own.providerPage('workload'))
  await page.getByRole('button', { name: 'Delete…' }).click()
  const question = dialog(page, 'Delete the identity provider Build agents?')
  await question.getByLabel('Type Build agents to continue').fill('Build agents')
  await question.getByRole('button', { name: 'Delete provider' }).click()
  await expect(page.getByText('3 identity providers', { exact: true })).toBeVisible()
})

test('revoking keys says whom it signs out, and needs a second person', async ({
  as,
  api,
  sandbox,
}) => {
  const own = await ownFederation(sandbox)
  const page = await as('operator')
  await page.goto(own.providerPage('workforce'))
  await page.getByRole('button', { name: 'Revoke keys…' }).click()
  const question = dialog(page, /^Revoke the keys/)
  await expect(question).toContainText('signs out all users')
  await expect(question).toContainText(own.orgName)
  await question.getByRole('button', { name: 'Request approval' }).click()
  const id = await fileRequest(page)
  expect(await own.sent('revokeFederationSettingIdentityProviderJwks')).toEqual([])

  const approver = await as('approver')
  await approver.goto(routes.request(id))
  await expect(approver.getByText(/Data access/).first()).toBeVisible()
  await approved(await api('approver'), id)
  await approver.reload()
  await expect(outcome(approver)).toContainText('Done', { timeout: 40_000 })
  expect(await own.sent('revokeFederationSettingIdentityProviderJwks')).toHaveLength(1)
})
