import { request as httpRequest } from 'node:http'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { send, sessionOf } from './support/api'
import { consoleUrl } from './support/environment'

/** A request that no browser sends, as it is. */
const raw = (method: string, path: string) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(consoleUrl())
      const sent = httpRequest({ hostname, port, method, path }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      })
      sent.on('error', reject)
      sent.end()
    },
  )

test('an odd method or address is refused, and is no failure of the server', async () => {
  for (const method of ['TRACE', 'PROPFIND', 'LOCK', 'SEARCH'])
    for (const path of ['/', routes.op('me.get'), '/api/health']) {
      const { status, body } = await raw(method, path)
      expect([method, path, status]).toEqual([method, path, 405])
      expect(body).toContain('"kind":"invalid"')
    }
  for (const path of [
    '/api/ops/%ff',
    '/%',
    '/projects/%c0%af',
    '/approvals/%E0%A4%A',
    '/_next/%ff',
  ])
    for (const method of ['GET', 'POST']) {
      const { status } = await raw(method, path)
      expect([method, path, status]).toEqual([method, path, 400])
    }
})

test('nested, wide and huge bodies are refused as invalid, signed in or not', async ({
  playwright,
}) => {
  const viewer = await sessionOf('viewer')
  const bodies = [
    '['.repeat(20_000) + ']'.repeat(20_000),
    '['.repeat(900_000),
    `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
    `[${'1,'.repeat(200_000)}1]`,
    `"${'x'.repeat(2_000_000)}"`,
    '{"a":1',
    '',
  ]
  for (const data of bodies)
    for (const op of ['me.get', 'requests.file', 'search.create']) {
      const headers = { origin: consoleUrl(), 'content-type': 'application/json' }
      const answer = await viewer.post(routes.op(op), { data, headers })
      expect([op, answer.status()]).toEqual([op, 400])
      expect(await answer.json()).toMatchObject({ kind: 'invalid' })
    }
  const nobody = await playwright.request.newContext({ baseURL: consoleUrl() })
  const signedOut = await nobody.post(routes.op('me.get'), {
    data: bodies[0],
    headers: { origin: consoleUrl(), 'content-type': 'application/json' },
  })
  expect(signedOut.status()).toBe(401)
  const start = await nobody.post(routes.startSignIn(), {
    data: 'callbackUrl='.padEnd(500_000, 'x'),
    headers: { origin: consoleUrl(), 'content-type': 'application/x-www-form-urlencoded' },
    maxRedirects: 0,
  })
  expect(start.status()).toBeLessThan(500)
  await Promise.all([viewer.dispose(), nobody.dispose()])
})

test('files and error pages have security headers too', async ({ request }) => {
  const page = await (await request.get(routes.signIn())).text()
  const script = /\/_next\/static\/[^"]+\.js/.exec(page)?.[0] ?? ''
  expect(script).not.toBe('')
  for (const path of [
    '/_next/nope',
    '/_next/static/nope.js',
    '/icon.svg',
    '/favicon.ico',
    script,
  ]) {
    const answer = await request.get(path)
    expect(answer.headers(), path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    })
    expect(answer.headers()['content-security-policy'], path).not.toContain('unsafe-eval')
  }
})

test('a hidden character is refused where it is typed, with its code and place', async ({
  project,
}) => {
  const operator = await sessionOf('operator')
  const comment = 'office \u202e.dewolla si'
  const { status, body } = await send(operator, 'access.allow', {
    groupId: project.groupId,
    entries: [{ address: '203.0.113.9/32', comment }],
  })
  expect(status).toBe(400)
  expect(body).toMatchObject({ kind: 'invalid', message: expect.stringMatching(/8 is U\+202E/) })
  const file = await send(await sessionOf('requester'), 'requests.file', {
    op: 'employee.grant',
    input: { groupId: project.groupId, clusterName: 'main', grantType: 'x', minutes: 60 },
    reason: 'Support case, logs only \u202e.ssecca llud ton ,ylno sgol\u202c please',
    ticket: 'CASE-01234',
  })
  expect(file.body).toMatchObject({
    kind: 'invalid',
    fields: { reason: expect.stringContaining('U+202E') },
  })
  await operator.dispose()
})

test('a hidden character that comes from elsewhere is written out on the page and in its title', async ({
  as,
  makeProject,
}) => {
  const project = await makeProject({ name: `evil \u202egnp ${Date.now()}` })
  const page = await as('viewer')
  await page.goto(routes.accessList(project.groupId))
  await expect(page.getByText(/evil \[U\+202E\]gnp/).first()).toBeVisible()
  // biome-ignore lint/performance/useDomNodeTextContent: the page's scripts hold the name as it is
  expect(await page.locator('body').innerText()).not.toContain('\u202e')
  expect(await page.title()).not.toContain('\u202e')
})
