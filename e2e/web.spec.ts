import { routePatterns, routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { send, sessionOf } from './support/api'
import { consoleUrl, sandboxIdp } from './support/environment'
import { signIn } from './support/sign-in'
import { commands, nothingChanged, somewhere, victim, whoMay } from './support/victim'

test('W1: a change that another site could have sent is refused in every form', async () => {
  const own = consoleUrl()
  const { hostname, port } = new URL(own)
  const json = { 'content-type': 'application/json' }
  const foreign = 'https://evil.example'
  const attempts: Array<[string, Record<string, string>]> = [
    ['no origin', json],
    ['no origin, our own referer', { ...json, referer: `${own}/approvals` }],
    ['null, as of a sandboxed frame', { ...json, origin: 'null' }],
    ['another site', { ...json, origin: foreign }],
    ['a sibling subdomain', { ...json, origin: `http://sibling.${hostname}:${port}` }],
    ['another port', { ...json, origin: `http://${hostname}:1` }],
    ['another scheme', { ...json, origin: own.replace('http:', 'https:') }],
    ['a name that starts like ours', { ...json, origin: `${own}.evil.example` }],
    ['JSON as plain text', { origin: own, 'content-type': 'text/plain' }],
    ['a form', { origin: own, 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form with files', { origin: own, 'content-type': 'multipart/form-data; boundary=x' }],
    ['JSON in the name only', { origin: own, 'content-type': 'text/plain; application/json' }],
    ['a method override', { ...json, origin: foreign, 'x-http-method-override': 'POST' }],
    ['a forwarded host', { ...json, origin: foreign, 'x-forwarded-host': 'evil.example' }],
  ]
  const it = await victim('W1')
  for (const op of commands) {
    const session = await sessionOf(whoMay(op))
    for (const [what, headers] of attempts) {
      const answer = await session.post(routes.op(op.id), {
        data: JSON.stringify(it.inputs[op.id]),
        headers,
      })
      expect(answer.status(), `${op.id} from ${what}`).toBe(403)
    }
    await session.dispose()
  }
  await nothingChanged(it)
})

test('W1: signing in and out cannot be started from another site', async () => {
  const viewer = await sessionOf('viewer')
  for (const path of [routes.startSignIn(), routes.signOut(), routes.signOutEverywhere()])
    for (const origin of [
      undefined,
      'null',
      'https://evil.example',
      `${consoleUrl()}.evil.example`,
    ]) {
      const answer = await viewer.post(path, {
        form: { callbackUrl: '/' },
        headers: origin ? { origin } : {},
        maxRedirects: 0,
      })
      expect(answer.status(), `${path} from ${origin}`).toBe(403)
    }
  expect((await send(viewer, 'me.get', {})).status, 'still signed in').toBe(200)
  await viewer.dispose()
})

test('W1: only a POST is a change, whatever method its headers ask for', async () => {
  const operator = await sessionOf('operator')
  const override = {
    origin: consoleUrl(),
    'x-http-method-override': 'POST',
    'x-method-override': 'POST',
  }
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'])
    for (const { id } of commands) {
      const answer = await operator.fetch(`${routes.op(id)}?_method=POST`, {
        method,
        headers: override,
      })
      expect(answer.status(), `${method} ${id}`).toBe(405)
    }
  await operator.dispose()
})

test('W1: a page of another origin on the same host changes nothing with the person’s own cookies', async ({
  as,
  expectedProblems,
}) => {
  expectedProblems.push(/./)
  const it = await victim('W1 browser')
  const page = await as('operator')
  // Cookies ignore ports, so this is the worst case: a same-site page that the browser sends our cookies for.
  await page.goto(`${sandboxIdp()}/.well-known/openid-configuration`)
  const body = JSON.stringify(it.inputs['access.allow'])
  const url = consoleUrl() + routes.op('access.allow')
  const seen = await page.evaluate(
    ({ url, body }) =>
      fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body }).then(
        () => 'an answer',
        () => 'nothing',
      ),
    { url, body },
  )
  expect(seen, 'the answer is kept from the page').toBe('nothing')
  await page.evaluate(
    ({ url, body }) => {
      const form = document.createElement('form')
      Object.assign(form, { method: 'post', action: url, enctype: 'text/plain' })
      const field = document.createElement('input')
      Object.assign(field, { name: body.slice(0, -1), value: '}' })
      form.append(field)
      document.body.append(form)
      form.submit()
    },
    { url, body },
  )
  await expect(page).toHaveURL(url)
  await expect(page.getByText('not-allowed')).toBeVisible()
  await nothingChanged(it)
})

test('every answer has its security headers, and browsers keep none', async ({ playwright }) => {
  const viewer = await sessionOf('viewer')
  const nobody = await playwright.request.newContext({ baseURL: consoleUrl() })
  const answers = [
    ...(await Promise.all(routePatterns.map((p) => viewer.get(somewhere(p), { maxRedirects: 0 })))),
    ...(await Promise.all(routePatterns.map((p) => nobody.get(somewhere(p), { maxRedirects: 0 })))),
    await viewer.get('/no/such/page'),
    await nobody.get('/api/health'),
    await nobody.get('/api/ready'),
    await nobody.get('/api/auth/session'),
    await viewer.post(routes.op('me.get'), { data: {}, headers: { origin: consoleUrl() } }),
    await viewer.post(routes.op('me.get'), { data: {} }),
    await viewer.get(routes.op('me.get')),
    await viewer.post(routes.signOut(), {}),
  ]
  for (const answer of answers) {
    const headers = answer.headers()
    expect(headers, answer.url()).toMatchObject({
      'cache-control': expect.stringContaining('no-store'),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
    })
    const policy = headers['content-security-policy'] ?? ''
    // Data runs nothing at all; a page runs what carries its nonce.
    const [scripts = ''] = /script-src [^;]*|default-src 'none'/.exec(policy) ?? []
    expect(scripts, answer.url()).toMatch(/'nonce-[A-Za-z0-9+/]{22}=='|^default-src 'none'$/)
    expect(scripts, answer.url()).not.toContain('unsafe-inline')
    expect(policy, answer.url()).toContain("frame-ancestors 'none'")
    expect(headers).not.toHaveProperty('x-powered-by')
  }
  await Promise.all([viewer.dispose(), nobody.dispose()])
})

test('markup that slipped into a page would run no script', async ({ page, expectedProblems }) => {
  expectedProblems.push(/Content Security Policy/)
  await page.goto(routes.signIn())
  const refused = page.waitForEvent('console', (m) => /Content Security Policy/.test(m.text()))
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="document.title = `ran`">')
  })
  await refused
  expect(await page.title()).not.toBe('ran')
})

test('health answers while the process runs, ready when it can serve; neither names a secret', async ({
  request,
}) => {
  const health = await request.get('/api/health')
  expect(await health.json()).toMatchObject({ status: 'ok' })
  const ready = await request.get('/api/ready')
  expect(ready.status()).toBe(200)
  const text = await ready.text()
  expect(JSON.parse(text)).toMatchObject({ status: 'ready' })
  expect(text).not.toMatch(/postgres:|password|secret|mdb_sa/i)
})

test('a session that has ended commands nothing, even with its cookie', async ({ page }) => {
  await signIn(page, 'operator')
  const kept = await page.context().storageState()
  const answer = await page.request.post(routes.signOut(), {
    headers: { origin: consoleUrl() },
    maxRedirects: 0,
  })
  expect(answer.status()).toBe(303)
  await page.context().addCookies(kept.cookies)
  const { status, body } = await send(page.request, 'access.remove', {
    groupId: '62384d9b88f12e6bc977eb45',
    entryValue: '203.0.113.0/24',
  })
  expect([status, body.kind]).toEqual([401, 'signed-out'])
})
