import type { BrowserContext, Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { consoleUrl, sandboxIdp } from './support/environment'
import { signIn } from './support/sign-in'

// Every test signs in by itself: the shared sessions of the other specs must stay open.

const sessionCookie = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => /^gatehouse\.\d+\.session$/.test(name))

async function signOut(page: Page) {
  await page.getByRole('button', { name: /, account and theme$/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'You are signed out' })).toBeVisible()
}

// Next has an alert of its own on every page.
const refusal = (page: Page) => page.getByRole('alert').filter({ hasText: 'You are not signed in' })

test('a person signs in at the provider and returns to the page they wanted', async ({
  page,
  context,
}) => {
  await page.goto(routes.approvals('mine'))
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await page.getByRole('button', { name: 'Sign in with Sandbox' }).click()
  await page.getByRole('button', { name: 'requester', exact: true }).click()
  await expect(page).toHaveURL(routes.approvals('mine'))
  await expect(
    page.getByRole('button', { name: /^Rosa Delgado.*, account and theme$/ }),
  ).toBeVisible()
  const cookie = await sessionCookie(context)
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  expect(cookie?.name, 'a console on another port has its own').toContain(
    `.${new URL(consoleUrl()).port}.`,
  )
})

test('a session survives a reload, and the sign-in page redirects a signed-in person', async ({
  page,
}) => {
  await signIn(page, 'viewer', routes.permissions())
  await page.reload()
  await expect(page).toHaveURL(routes.permissions())
  await expect(
    page.getByRole('button', { name: /^Vera Lindqvist.*, account and theme$/ }),
  ).toBeVisible()
  await page.goto(routes.signIn())
  await expect(page).toHaveURL(routes.home())
})

test('signing out ends both sessions, and a copied cookie opens nothing', async ({
  page,
  context,
}) => {
  await signIn(page, 'viewer')
  const kept = await sessionCookie(context)
  await signOut(page)
  expect(await sessionCookie(context)).toBeUndefined()

  if (kept) await context.addCookies([kept])
  await page.goto(routes.approvals())
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByRole('button', { name: /^Sign in with / }).click()
  await expect(
    page.getByRole('button', { name: 'viewer', exact: true }),
    'the provider asks again',
  ).toBeVisible()
})

test('two tabs that sign in at once each return to their own page', async ({ page, context }) => {
  const other = await context.newPage()
  const tabs = [
    { tab: page, to: routes.permissions() },
    { tab: other, to: routes.approvals('mine') },
  ]
  for (const { tab, to } of tabs) {
    await tab.goto(to)
    await tab.getByRole('button', { name: /^Sign in with / }).click()
    await expect(tab.getByRole('button', { name: 'viewer', exact: true })).toBeVisible()
  }
  for (const { tab, to } of tabs) {
    await tab.getByRole('button', { name: 'viewer', exact: true }).click()
    await expect(tab).toHaveURL(to)
  }
})

test('going back to an old answer of the provider opens the page', async ({ page }) => {
  const answers: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === routes.signInAnswer()) answers.push(request.url())
  })
  await signIn(page, 'viewer', routes.permissions())
  expect(answers).toHaveLength(1)
  await page.goto(answers[0] ?? '')
  await expect(page).toHaveURL(routes.permissions())
  await page.context().clearCookies({ name: /^gatehouse/ })
  await page.goto(answers[0] ?? '')
  await expect(refusal(page)).toContainText('Start again')
})

test('a refusal of the provider is quoted as its words, with a request id', async ({
  page,
  axe,
}) => {
  await page.goto(routes.permissions())
  const leaving = page.waitForRequest((request) => request.url().includes('code_challenge='))
  await page.getByRole('button', { name: /^Sign in with / }).click()
  const state = new URL((await leaving).url()).searchParams.get('state') ?? ''
  const words = '<b>User</b> is not assigned to the client application.'
  const answer = { error: 'access_denied', error_description: words, state }
  await page.goto(`${routes.signInAnswer()}?${new URLSearchParams(answer)}`)
  const alert = refusal(page)
  await expect(alert).toContainText('access_denied')
  await expect(alert).toContainText(words)
  await expect(alert).toContainText(/Request ID \w{26}/)
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: /^Sign in with / }).click()
  await page.getByRole('button', { name: 'viewer', exact: true }).click()
  await expect(page).toHaveURL(routes.permissions())
})

test('signing out at the provider ends the session here', async ({ page }) => {
  await signIn(page, 'viewer', routes.permissions())
  const kept = page.context()
  await page.goto(new URL('/session/end', sandboxIdp()).href)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Signed out' })).toBeVisible()
  expect(await sessionCookie(kept)).toBeDefined()
  await page.goto(routes.permissions())
  await expect(page).toHaveURL(/\/sign-in/)
})

test('a callback address on another site is not followed', async ({ page }) => {
  for (const elsewhere of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
    await page.context().clearCookies()
    await signIn(page, 'viewer', elsewhere)
    expect(new URL(page.url()).origin).toBe(consoleUrl())
  }
})

test('a person without a role sees their groups and whom to ask', async ({ page, axe }) => {
  await signIn(page, 'outsider', routes.approvals())
  await expect(page).toHaveURL(routes.noRole())
  await expect(page.getByRole('heading', { name: 'You have no role here' })).toBeVisible()
  await expect(page.getByText('the platform team (platform@example.com)')).toBeVisible()
  await expect(page.getByText('staff', { exact: true })).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
})

test('a person whose session an admin ended can sign in again and return to the page', async ({
  page,
  as,
}) => {
  await signIn(page, 'approver2', routes.permissions())
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  const admin = await as('admin')
  // Its newest session is that of this test. Other tests use the others.
  const newest = new URLSearchParams({ 'sessions-q': 'Anton', 'sessions-sort': '-startedAt' })
  await admin.goto(`${routes.sessions()}?${newest}`)
  const open = admin.getByRole('button', { name: 'End session of Anton Weiss' })
  await expect(open.first()).toBeVisible()
  await open.first().click()
  const dialog = admin.getByRole('dialog', { name: 'End the session of Anton Weiss?' })
  await dialog.getByRole('button', { name: 'End session' }).click()
  await expect(dialog).toBeHidden()

  // The open page notices with its next refresh.
  const ended = page.getByRole('dialog', { name: 'Your session ended' })
  await expect(ended).toBeVisible({ timeout: 45_000 })
  await ended.getByRole('button', { name: 'Sign in again' }).click()
  await expect(ended).toBeHidden()
  // The provider's session is still open, so it does not ask.
  await expect(page.getByRole('button', { name: /^Anton Weiss/ })).toBeVisible()
  await expect(page).toHaveURL(routes.permissions())
})

test('a person who is not an admin does not see sessions', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.sessions())
  await expect(page.getByText('You don’t have access')).toBeVisible()
  await expect(page.getByText(/\badmins?\b/i).first()).toBeVisible()
})
