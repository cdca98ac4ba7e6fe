import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { ops } from '../lib/ops/registry'
import { routes } from '../lib/routes'

// Signs in by hand: what is tested here is the way in and out.
async function signIn(page: Page, persona: string) {
  await page.goto(routes.signIn('/approvals?tab=mine'))
  await page.getByRole('button', { name: 'Sign in with' }).click()
  await page.getByRole('button', { name: persona, exact: true }).click()
}

const sessionCookie = async (context: BrowserContext) =>
  (await context.cookies()).find((c) => /gatehouse\.\d+\.session$/.test(c.name))

test('a person signs in, comes back to where they were going, and signs out of the provider too', async ({
  page,
  context,
  baseURL,
}) => {
  await signIn(page, 'requester')
  await expect(page).toHaveURL(/\/approvals\?tab=mine$/)
  const cookie = await sessionCookie(context)
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  expect(cookie?.name).toContain(`.${new URL(baseURL ?? '').port}.`)

  await page.goto(routes.signIn())
  await expect(page, 'who is signed in needs no sign-in page').not.toHaveURL(/sign-in/)
  await page.evaluate((action) => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action })
    document.body.append(form)
    form.submit()
  }, routes.signOut())
  await expect(page.getByRole('status').filter({ hasText: 'You are signed out' })).toBeVisible()
  expect(await sessionCookie(context)).toBeUndefined()

  if (cookie) await context.addCookies([cookie])
  await page.goto('/approvals')
  await expect(page, 'a kept cookie opens nothing').toHaveURL(/sign-in/)
  await page.getByRole('button', { name: 'Sign in with' }).click()
  await expect(page.getByRole('button', { name: 'requester', exact: true })).toBeVisible()
})

test('somebody without a role is told so, what was seen, and whom to ask', async ({ page }) => {
  await signIn(page, 'outsider')
  await expect(page).toHaveURL(/\/no-role$/)
  await expect(page.getByRole('heading', { name: 'You have no role here' })).toBeVisible()
  await expect(page.getByText('staff')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/sign-in/)
})

test('the sign-in page runs no script without its nonce and breaks none of its own rules', async ({
  page,
}) => {
  const problems: string[] = []
  page.on('console', (m) => {
    if (/content.security.policy/i.test(m.text())) problems.push(m.text())
  })
  const nonces = new Set<string>()
  for (let i = 0; i < 2; i += 1) {
    const response = await page.goto(routes.signIn())
    const policy = response?.headers()['content-security-policy'] ?? ''
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? '')
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe-(inline|eval)/)
  }
  expect(nonces.size).toBe(2)
  expect(problems).toEqual([])
  await page.evaluate(() =>
    document.body.insertAdjacentHTML('beforeend', '<b onclick="document.title = 1">injected</b>'),
  )
  await page.getByText('injected').click()
  await expect.poll(() => problems.length, 'the browser refused and said so').toBe(1)
  expect(await page.title()).not.toBe('1')
})

test('a callback address of another site is not followed', async ({ page, baseURL }) => {
  await page.goto(routes.signIn('https://evil.example/'))
  await page.getByRole('button', { name: 'Sign in with' }).click()
  await page.getByRole('button', { name: 'viewer', exact: true }).click()
  await expect.poll(() => new URL(page.url()).origin).toBe(baseURL)
})

test('W3: nobody signed in reads or changes anything, with or without the proxy', async ({
  request,
  baseURL,
}) => {
  const bypass = { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' }
  for (const extra of [{}, bypass])
    for (const id of [...ops.keys(), 'no.such'])
      expect(
        (
          await request.post(routes.op(id), {
            data: {},
            headers: { origin: baseURL ?? '', ...extra },
          })
        ).status(),
        id,
      ).toBe(401)
  for (const path of ['/', '/approvals', '/audit', '/sessions', '/permissions'])
    expect((await request.get(path, { headers: bypass, maxRedirects: 0 })).status(), path).toBe(307)
})

test('W1: a foreign page changes nothing, whatever it sends', async ({ page, baseURL }) => {
  await signIn(page, 'operator')
  await expect(page).toHaveURL(/\/approvals/)
  const own = baseURL ?? ''
  const posts: Record<string, string>[] = [
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: own.replace('localhost', 'sub.localhost') },
    { origin: 'https://evil.example', 'x-http-method-override': 'POST' },
    { origin: own, 'content-type': 'text/plain' },
    { origin: own, 'content-type': 'application/x-www-form-urlencoded' },
  ]
  for (const headers of posts)
    for (const id of ops.keys()) {
      const answer = await page.request.post(routes.op(id), {
        data: '{}',
        headers: { 'content-type': 'application/json', ...headers },
      })
      expect(answer.status(), `${id} ${JSON.stringify(headers)}`).toBe(403)
    }
  for (const path of [routes.signOut(), routes.startSignIn()])
    expect(
      (await page.request.post(path, { headers: { origin: 'https://evil.example' } })).status(),
    ).toBe(403)
  await page.reload()
  await expect(page, 'still signed in').toHaveURL(/\/approvals/)
})

test('health says that the process runs, ready that everything it needs is there', async ({
  request,
}) => {
  expect(await (await request.get('/api/health')).json()).toMatchObject({ status: 'ok' })
  const ready = await request.get('/api/ready')
  expect(await ready.json()).toMatchObject({ status: 'ready' })
  expect(ready.status()).toBe(200)
})
