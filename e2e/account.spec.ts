import type { Browser, Page } from '@playwright/test'
import { endMySession, listMySessions } from '@/lib/ops/sessions'
import { setPreferences } from '@/lib/ops/set-preferences'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { consoleUrl } from './support/environment'
import { signIn } from './support/sign-in'

const usual = { theme: 'system', density: 'comfortable', timeZone: null, home: null } as const

/** A browser of its own, with a new session. */
async function elsewhere(browser: Browser, back?: string, userAgent?: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: consoleUrl(), userAgent })
  const page = await context.newPage()
  await signIn(page, 'lead', back)
  return page
}

test('preferences apply at once, from the first byte of the next page, and in another browser', async ({
  as,
  api,
  axe,
  browser,
}) => {
  const session = await api('lead')
  await done(session, setPreferences, usual)
  const page = await as('lead')
  await page.goto(routes.account())
  const html = page.locator('html')
  await page.getByRole('radio', { name: /^Dark/ }).check()
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('radio', { name: /^Compact/ }).check()
  await expect(html).toHaveAttribute('data-density', 'compact')
  await page.getByRole('combobox', { name: 'Time zone' }).fill('tokyo')
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click()
  await expect(page.getByText(/^It is .* GMT\+9/)).toBeVisible()
  await page.getByLabel('Home view').selectOption({ label: 'Approvals' })
  await expect(page.getByText('Home view saved')).toBeVisible()
  expect(await axe(page)).toEqual([])

  const sent = await (await session.get(routes.account())).text()
  expect(sent).toMatch(/<html[^>]*data-theme="dark"[^>]*data-density="compact"/)
  expect(sent).toMatch(/GMT\+9/)

  const other = await elsewhere(browser)
  await expect(other).toHaveURL(routes.approvals())
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark')
  await other.context().close()
  await done(session, setPreferences, usual)
})

test('a person sees and ends their own sessions', async ({ as, api, browser }) => {
  const session = await api('lead')
  // Tests beside this one sign in as the same person.
  const userAgent = `Another browser ${crypto.randomUUID()}`
  const other = await elsewhere(browser, routes.permissions(), userAgent)
  const { results } = await done(session, listMySessions, {})
  const made = results.filter((one) => one.userAgent === userAgent)
  expect(made).toHaveLength(1)

  const page = await as('lead')
  await page.goto(routes.account())
  const rows = page.locator('[data-table="sessions-mine"] tbody tr')
  await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(2)
  await expect(rows.filter({ hasText: 'This session' })).toHaveCount(1)
  await done(session, endMySession, { sessionId: made[0]?.id ?? '' })
  const left = async () => (await done(session, listMySessions, {})).results.length
  await expect(async () => expect(await rows.count()).toBe(await left())).toPass()
  await other.goto(routes.permissions())
  await expect(other).toHaveURL(/sign-in/)
  await other.context().close()
})
