import { mkdtempSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personas } from './personas'
import { type SandboxIdp, startSandboxIdp } from './server'
import { browser, claimsIn, signIn } from './testing'

const origin = 'http://localhost:3999'
let idp: SandboxIdp

beforeAll(async () => {
  idp = await startSandboxIdp({ port: 0, redirects: [origin] })
})
afterAll(() => idp.close())

const logout = (hint?: string, back = origin) => {
  const url = new URL('/session/end', idp.issuer)
  url.searchParams.set('post_logout_redirect_uri', `${back}/sign-in`)
  url.searchParams.set('client_id', 'gatehouse-console')
  url.searchParams.set('state', 'signed-out')
  if (hint) url.searchParams.set('id_token_hint', hint)
  return url.href
}

/** On a new connection, because fetch may keep one to a stopped server. */
const statusOf = (url: string) =>
  new Promise((resolve, reject) =>
    get(url, { agent: false }, (response) => resolve(response.resume().statusCode)).on(
      'error',
      reject,
    ),
  )

test('the sign-in page has one button for each persona, labeled with its name', async () => {
  const { page } = await signIn(idp.issuer, origin, 'viewer')
  const labels = [
    ...page.matchAll(/<button[^>]* aria-labelledby="name-(\w+)"[^>]*><strong id="name-\1">\1</g),
  ].map(([, name]) => name)
  expect(labels).toEqual(personas.map((p) => p.name))
  expect(page).not.toContain('<script')
})

test.each(personas)('$name gets a token with name, email, groups and auth_time', async (p) => {
  const { id_token } = await signIn(idp.issuer, origin, p.name)
  expect(claimsIn(id_token)).toMatchObject({
    iss: idp.issuer,
    sub: p.name,
    aud: 'gatehouse-console',
    name: p.displayName,
    email: p.email,
    groups: p.groups,
    nonce: 'the-nonce',
    acr: 'urn:gatehouse:sandbox:button',
    auth_time: expect.any(Number),
  })
})

test('a second sign-in in the same browser needs no choice, except with max_age=0 or prompt=login', async () => {
  const as = browser()
  const first = await signIn(idp.issuer, origin, 'approver', { as })
  const second = await signIn(idp.issuer, origin, 'approver', { as })
  expect(second.asked).toBe(false)
  expect(claimsIn(second.id_token).auth_time).toBe(claimsIn(first.id_token).auth_time)
  const ways: Record<string, string>[] = [{ max_age: '0' }, { prompt: 'login' }]
  for (const more of ways) {
    const again = await signIn(idp.issuer, origin, 'approver', { as, more })
    expect(again.asked).toBe(true)
    expect(again.page).toContain('Choose the same person again')
    expect(Number(claimsIn(again.id_token).auth_time)).toBeGreaterThanOrEqual(
      Number(claimsIn(first.id_token).auth_time),
    )
  }
})

test('sign-out with the ID token ends the session without asking', async () => {
  const as = browser()
  const { id_token } = await signIn(idp.issuer, origin, 'viewer', { as })
  const page = await (await as.go(logout(id_token))).text()
  expect(page).toContain("querySelector('button').click()")
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const done = await as.go(`${idp.issuer}/session/end/confirm`, { xsrf, logout: 'yes' })
  expect(done.headers.get('location')).toBe(`${origin}/sign-in?state=signed-out`)
  expect((await signIn(idp.issuer, origin, 'viewer', { as })).asked).toBe(true)
})

test('sign-out without the ID token asks first, and a foreign return address is refused', async () => {
  const as = browser()
  await signIn(idp.issuer, origin, 'viewer', { as })
  const page = await (await as.go(logout())).text()
  expect(page).not.toContain('<script')
  expect(page).toContain('<button form="op.logoutForm"')
  const foreign = logout(undefined, 'http://localhost:3998')
  expect((await as.go(foreign)).status).toBe(400)
})

test('an unknown redirect URI is refused', async () => {
  await expect(signIn(idp.issuer, 'http://localhost:3998', 'viewer')).rejects.toThrow(
    'redirect_uri',
  )
})

test('an unknown persona and an interaction of another browser are refused', async () => {
  await expect(signIn(idp.issuer, origin, 'root')).rejects.toThrow('Unknown persona')
  expect((await fetch(`${idp.issuer}/interaction/abc`)).status).toBe(400)
})

test('cookie names contain the port, so that two sandboxes do not collide', async () => {
  const as = browser()
  await signIn(idp.issuer, origin, 'viewer', { as })
  const { port } = new URL(idp.issuer)
  for (const name of as.cookies.keys()) expect(name).toContain(`sandbox-idp.${port}.`)
})

test('an ID token from before a restart still signs out', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-idp-'))
  const before = await startSandboxIdp({ port: 0, dataDir, redirects: [origin] })
  const { id_token } = await signIn(before.issuer, origin, 'viewer')
  await before.close()
  const port = Number(new URL(before.issuer).port)
  const after = await startSandboxIdp({ port, dataDir, redirects: [origin] })
  expect(await statusOf(logout(id_token).replace(idp.issuer, after.issuer))).toBe(200)
  await after.close()
})
