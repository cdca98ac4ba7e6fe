import type { Locator, Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

/** Creates a machine in the form. Returns its client id and secret. */
async function createMachine(page: Page, name: string) {
  await page.goto(routes.machines())
  await page.getByRole('button', { name: 'Create machine' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name').fill(name)
  await form.getByLabel('Purpose').fill('Checks the clusters of a test')
  await form.getByLabel('Owner').selectOption({ label: 'Omar Haddad' })
  await form.getByRole('button', { name: 'Create machine' }).click()
  const shown = page.getByRole('dialog', { name: /created/ })
  const clientId = (await shown.getByText(/^mdb_sa_id_/).textContent()) ?? ''
  const secret = (await shown.getByText(/^mdb_sa_sk_/).textContent()) ?? ''
  await shown.getByRole('button', { name: 'I saved it' }).click()
  await expect(shown).toBeHidden()
  return { clientId, secret }
}

const nameOf = () => `e2e-${Date.now().toString(36)}`

test('an admin creates a machine, and its owner rotates and revokes it', async ({
  as,
  axe,
  playwright,
  baseURL,
}) => {
  const name = nameOf()
  const owner = await as('operator')
  await owner.goto(routes.machines())
  const admin = await as('admin')
  const { clientId, secret } = await createMachine(admin, name)
  const row = admin.getByRole('row', { name: new RegExp(name) })
  await expect(row).toContainText('No binding')
  expect(await axe(admin)).toEqual([])

  const api = await playwright.request.newContext({ baseURL })
  const token = async (secret: string) =>
    api.post('/api/oauth/token', {
      form: { grant_type: 'client_credentials' },
      headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
    })
  const { access_token } = (await (await token(secret)).json()) as { access_token: string }
  const call = (bearer: string) =>
    api.get('/api/atlas/v2/groups', {
      headers: { authorization: `Bearer ${bearer}` },
      // The server closes an idle socket after 5 s, perhaps while the call is on its way.
      maxRetries: 2,
    })
  expect((await call(access_token)).status()).not.toBe(401)

  await owner.goto(routes.machine(name))
  await owner.getByRole('button', { name: `Rotate the secret of ${name}` }).click()
  const form = owner.getByRole('dialog')
  await form.getByLabel('Current secret').selectOption({ label: 'Keep it for 1 day' })
  await form.getByRole('button', { name: 'Create secret' }).click()
  const shown = owner.getByRole('dialog', { name: 'Secret created' })
  const second = (await shown.getByText(/^mdb_sa_sk_/).textContent()) ?? ''
  await shown.getByRole('button', { name: 'I saved it' }).click()
  expect((await token(secret)).status()).toBe(200)
  expect((await token(second)).status()).toBe(200)
  await expect(owner.getByRole('cell', { name: 'Access token' })).toBeVisible()
  expect(await axe(owner)).toEqual([])

  await owner.getByRole('button', { name: `Revoke ${name}`, exact: true }).click()
  await owner.getByRole('dialog').getByRole('button', { name: 'Revoke machine' }).click()
  await expect(owner.getByRole('dialog')).toBeHidden()
  await expect(owner.getByText('Revoked').first()).toBeVisible()
  expect((await call(access_token)).status()).toBe(401)
  expect((await token(second)).status()).toBe(401)
})

test('the page of a machine says what it can do and what it did last', async ({ as, axe }) => {
  const page = await as('admin')
  await page.goto(routes.machine('terraform-payments'))
  const abilities = page.locator('section').filter({ has: page.getByText('What it can do') })
  await expect(abilities.getByText(/^It can call \d+ operations that read/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Recent changes' })).toBeVisible()
  await abilities.getByRole('searchbox').fill('delete a cluster')
  await expect(abilities.getByText('Delete a cluster', { exact: true })).toBeVisible()
  expect(await axe(page)).toEqual([])

  await page.goto(routes.machine('ci-reader'))
  await expect(abilities.getByText(/that read\. It can’t change anything\.$/)).toBeVisible()
})

test('a list whose heading is the heading of the page has its buttons in the line of its toolbar', async ({
  as,
}) => {
  const page = await as('admin')
  await page.goto(routes.machines())
  const middle = async (one: Locator) => {
    const box = await one.boundingBox()
    return box ? box.y + box.height / 2 : Number.NaN
  }
  const total = page.getByRole('main').getByText(/^\d+ machines$/)
  await expect(total).toBeVisible()
  const create = await middle(page.getByRole('button', { name: 'Create machine' }))
  expect(Math.abs(create - (await middle(total)))).toBeLessThan(8)
})

test('people see only the machines they own, and why they can’t create one', async ({
  as,
  axe,
}) => {
  const page = await as('viewer')
  await page.goto(routes.machines())
  await expect(page.getByText('You don’t own any machines.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Create machine' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  expect(await axe(page)).toEqual([])
  await page.goto(routes.machine('terraform-payments'))
  await expect(page.getByText(/does not exist|not found/i).first()).toBeVisible()
})

test('a person signs in a command line with its code, and ends its session', async ({
  as,
  axe,
  playwright,
  baseURL,
}) => {
  const api = await playwright.request.newContext({
    baseURL,
    extraHTTPHeaders: { 'user-agent': `atlascli/${nameOf()}` },
  })
  const device = '/api/private/unauth/account/device'
  const asked = await api.post(`${device}/authorize`, { form: { client_id: 'atlas' } })
  const { user_code, device_code } = (await asked.json()) as Record<string, string>
  const collect = () =>
    api.post(`${device}/token`, {
      form: {
        client_id: 'atlas',
        device_code: device_code ?? '',
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      },
    })
  expect(await (await collect()).json()).toMatchObject({
    errorCode: 'DEVICE_AUTHORIZATION_PENDING',
  })

  const page = await as('requester')
  await page.goto(routes.device())
  await page.getByLabel('Code from the command line').fill(user_code ?? '')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^atlascli\/e2e-/).first()).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Confirm sign-in' }).click()
  await expect(page.getByText('Go back to the command line')).toBeVisible()
  const { access_token } = (await (await collect()).json()) as Record<string, string>
  const call = () =>
    api.get('/api/atlas/v2/groups', {
      headers: {
        authorization: `Bearer ${access_token}`,
        accept: 'application/vnd.atlas.2023-01-01+json',
      },
    })
  expect((await call()).status()).toBe(200)
  await page.getByRole('button', { name: 'Refresh' }).first().click()
  await page.getByRole('button', { name: /^End atlascli\/e2e-/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('button', { name: /^End atlascli\/e2e-/ })).toBeHidden()
  expect((await call()).status()).toBe(401)
})
