import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SandboxIdp, startSandboxIdp } from '@/sandbox/idp/server'
import { browser, claimsIn, signIn as signInAt } from '@/sandbox/idp/testing'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { acceptSignIn } from './accept-sign-in'
import { backchannelLogout } from './backchannel-logout'
import { configuration } from './configuration'
import { sql } from './database'
import { liveSession, startSession } from './session'
import { configured, testUrl } from './testing/configured'
import { type StandIn, standInProvider } from './testing/stand-in-provider'

let provider: StandIn
let database: FreshDatabase

beforeAll(async () => {
  provider = await standInProvider()
  configured({ signIn: { issuer: provider.issuer } })
  database = await freshDatabase()
  process.env.DATABASE_URL = database.appUrl
})
afterAll(async () => {
  await Promise.all([sql().end(), provider.close()])
  await database.drop()
})

const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} }
let count = 0
const now = () => Math.floor(Date.now() / 1000)

const tokenOf = (claims: Record<string, unknown>, header = {}) => {
  count += 1
  const usual = { iss: provider.issuer, aud: 'gatehouse-console', iat: now(), exp: now() + 120 }
  return provider.sign({ ...usual, jti: `token-${count}`, events: EVENTS, ...claims }, header)
}

const post = (token: string | undefined): Promise<Response> =>
  backchannelLogout(
    new Request(`${testUrl}/api/auth/backchannel-logout`, {
      method: 'POST',
      body: new URLSearchParams(token === undefined ? {} : { logout_token: token }),
    }),
  )

const start = (sub: string, sid: string | null) =>
  startSession({
    iss: provider.issuer,
    sub,
    name: sub,
    email: null,
    groups: [],
    sid,
    id_token: null,
    auth_time: null,
    acr: null,
    ip: null,
    ua: null,
  })

const isOpen = async (id: string) => (await liveSession(id, { fresh: false })) !== undefined

test('a logout of one session at the provider ends only that session', async () => {
  const [mine, elsewhere] = [await start('vera', 'sid-1'), await start('vera', 'sid-2')]
  expect(await isOpen(mine)).toBe(true)
  const answer = await post(await tokenOf({ sid: 'sid-1' }))
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(await isOpen(mine)).toBe(false)
  expect(await isOpen(elsewhere)).toBe(true)
  const [row] = await sql()`select ended_by, id_token from session where id = ${mine}`
  expect(row).toEqual({ ended_by: 'provider', id_token: null })
})

test('a logout of a person ends all of their sessions and no others', async () => {
  const mine = [await start('rosa', 'sid-3'), await start('rosa', null)]
  const other = await start('omar', 'sid-4')
  expect((await post(await tokenOf({ sub: 'rosa' }))).status).toBe(200)
  for (const id of mine) expect(await isOpen(id)).toBe(false)
  expect(await isOpen(other)).toBe(true)
})

test('a session without the provider’s session id ends when the token names its person', async () => {
  const id = await start('adele', null)
  await post(await tokenOf({ sub: 'adele', sid: 'sid-5' }))
  expect(await isOpen(id)).toBe(false)
})

test('a logout of an unknown session is accepted', async () => {
  expect((await post(await tokenOf({ sid: 'unknown' }))).status).toBe(200)
})

test('a logout token can be used once', async () => {
  const token = await tokenOf({ sub: 'bela' })
  expect((await post(token)).status).toBe(200)
  const later = await start('bela', null)
  const answer = await post(token)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error: 'invalid_request' })
  expect(await isOpen(later)).toBe(true)
})

test('a logout token must be from the provider, for this client, current and without a nonce', async () => {
  const victim = await start('vera', 'sid-9')
  const sid = 'sid-9'
  const wrong: Array<string | undefined> = [
    undefined,
    'no token',
    await tokenOf({ sid, iss: 'https://other.example' }),
    await tokenOf({ sid, aud: 'another-client' }),
    await tokenOf({ sid, iat: now() - 3 * 86_400 }),
    await tokenOf({ sid, iat: now() + 3600 }),
    await tokenOf({ sid, exp: now() - 3600 }),
    await tokenOf({ sid, nonce: 'n' }),
    await tokenOf({ sid, events: {} }),
    await tokenOf({ sid, events: undefined }),
    await tokenOf({ sid, jti: undefined }),
    await tokenOf({}),
    await tokenOf({ sid }, { alg: 'HS256' }),
    await tokenOf({ sid }, { alg: 'ES256' }),
    `${(await tokenOf({ sid })).slice(0, -6)}AAAAAA`,
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await tokenOf({ sid })).split('.')[1]}.`,
  ]
  for (const token of wrong) expect((await post(token)).status, token).toBe(400)
  expect(await isOpen(victim)).toBe(true)
})

test.each<[string, Record<string, unknown>, (keys: readonly object[]) => unknown]>([
  ['parts that nobody understands', {}, (keys) => ({ keys: [null, 'x', { kty: 'AKP' }, ...keys] })],
  [
    'several keys for a token without an id',
    { kid: undefined },
    (keys) => ({ keys: [...keys, ...keys] }),
  ],
])('a key set with %s is usable, as for a sign-in', async (_, header, keys) => {
  Reflect.deleteProperty(globalThis, 'gatehouseProviderKeys')
  provider.behavior.keys = keys
  const id = await start('adele', 'sid-6')
  expect((await post(await tokenOf({ sid: 'sid-6', sub: null }, header))).status).toBe(200)
  expect(await isOpen(id)).toBe(false)
  provider.reset()
})

test('while the keys can’t be read, the provider is asked to try again', async () => {
  Reflect.deleteProperty(globalThis, 'gatehouseProviderKeys')
  provider.behavior.keys = () => []
  const id = await start('vera', 'sid-7')
  expect((await post(await tokenOf({ sid: 'sid-7' }))).status).toBe(503)
  expect(await isOpen(id)).toBe(true)
  Reflect.deleteProperty(globalThis, 'gatehouseProviderKeys')
  provider.reset()
})

test('the sandbox provider notifies the console when a person signs out there', async () => {
  const told: Promise<Response>[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const answer = backchannelLogout(new Request(testUrl, { method: 'POST', body }))
    told.push(answer)
    response.writeHead((await answer).status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`
  const idp: SandboxIdp = await startSandboxIdp({ port: 0, redirects: [origin] })
  const { signIn } = configuration()
  const { issuer } = signIn
  try {
    signIn.issuer = idp.issuer
    Reflect.deleteProperty(globalThis, 'gatehouseProvider')
    const as = browser()
    const { id_token } = await signInAt(idp.issuer, origin, 'viewer', { as })
    const claims = claimsIn(id_token)
    expect(claims.sid).toEqual(expect.any(String))
    const { sessionId } = await acceptSignIn({ claims, headers: new Headers() })
    expect(await isOpen(sessionId)).toBe(true)
    const out = new URL('/session/end', idp.issuer)
    out.searchParams.set('id_token_hint', id_token)
    const page = await (await as.go(out.href)).text()
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
    await as.go(`${idp.issuer}/session/end/confirm`, { xsrf, logout: 'yes' })
    expect((await told[0])?.status).toBe(200)
    expect(await isOpen(sessionId)).toBe(false)
  } finally {
    signIn.issuer = issuer
    Reflect.deleteProperty(globalThis, 'gatehouseProvider')
    await idp.close()
    server.close()
    server.closeAllConnections()
  }
})
