import { createServer, get, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { cookieName } from './cookies'
import { answerBeforeNext, before } from './front'
import { startSession } from './session'
import { testSecret, testUrl } from './testing/configured'

let own: TestConsole
let server: Server
let origin: string
let cookie: string

// In Next's place.
const next: RequestListener = (_, response) => response.end('next')
const listening = async (one: Server) => {
  await new Promise<void>((done) => one.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(one.address() as AddressInfo).port}`
}

beforeAll(async () => {
  own = await testConsole()
  server = createServer(before(next))
  origin = await listening(server)
  const { iss, sub, name, groups } = personAs('viewer')
  const rest = { email: null, id_token: null, auth_time: null, acr: null, ip: null, ua: null }
  const sid = await startSession({ iss, sub, name, groups, ...rest })
  cookie = `${cookieName('session')}=${await encode({ token: { sub, sid }, secret: testSecret })}`
})
afterAll(async () => {
  server.close()
  await own.end()
})

const ask = (id: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${origin}/api/ops/${id}`, {
    method: 'POST',
    headers: { origin: testUrl, cookie, 'content-type': 'application/json', ...headers },
    body,
  })

test('the data route is answered before Next, with headers against execution and caching', async () => {
  const { groupId } = await own.project({ clusters: [{ name: 'one' }] })
  const answer = await ask('clusters.list', JSON.stringify({ groupId }))
  expect(answer.status).toBe(200)
  const { data, asOf, requestId } = await answer.json()
  expect(data.results).toHaveLength(1)
  expect(Date.parse(asOf)).not.toBeNaN()
  expect(requestId).toBe(answer.headers.get('x-request-id'))
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})

test('everything else goes to Next: other paths and methods, and invalid operation ids', async () => {
  for (const [path, method] of [
    ['/', 'GET'],
    ['/api/ops/me.get', 'GET'],
    ['/api/ops/me.get?x=1', 'POST'],
    ['/api/ops/me.get/', 'POST'],
  ] as const)
    expect(await (await fetch(origin + path, { method })).text(), path).toBe('next')
})

test('a foreign origin, no cookie and another content type are refused', async () => {
  expect((await ask('me.get', '{}', { origin: 'https://evil.example' })).status).toBe(403)
  expect((await ask('me.get', '{}', { cookie: '' })).status).toBe(401)
  expect((await ask('me.get', '{}', { 'content-type': 'text/plain' })).status).toBe(403)
  expect((await ask('me.get', '{')).status).toBe(400)
})

test('a body that is too large gets an answer, not a broken connection', async () => {
  const answer = await ask('me.get', JSON.stringify({ long: 'x'.repeat(3_000_000) }))
  expect(answer.status).toBe(400)
  expect((await answer.json()).message).toContain('larger than')
})

test('a body for Next that does not arrive in time is refused, and its connection closed', async () => {
  const slow = createServer(before(() => {}, 100))
  const to = await listening(slow)
  const late = connect(Number(new URL(to).port), '127.0.0.1')
  late.write('POST /api/sign-out HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{')
  const answer = await text(late)
  expect(answer).toMatch(/^HTTP\/1.1 408 /)
  expect(answer).toContain('did not arrive in time')
  slow.close()
})

test('a large answer is compressed for a client that accepts gzip', async () => {
  const clusters = Array.from({ length: 20 }, (_, i) => ({ name: `cluster-${i}` }))
  const { groupId } = await own.project({ clusters })
  const body = JSON.stringify({ groupId })
  const plain = await ask('clusters.list', body, { 'accept-encoding': 'identity' })
  expect(plain.headers.get('content-encoding')).toBeNull()
  const packed = await ask('clusters.list', body, { 'accept-encoding': 'gzip, br' })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(Number(packed.headers.get('content-length'))).toBeLessThan(
    Number(plain.headers.get('content-length')) / 4,
  )
  expect((await packed.json()).data).toEqual((await plain.json()).data)
})

test('people who share a cached answer get the same data with separate request ids', async () => {
  const { groupId } = await own.project({ clusters: [{ name: 'shared' }] })
  const body = JSON.stringify({ groupId })
  const [a, b] = await Promise.all(
    [0, 1].map(async () => (await ask('clusters.list', body)).json()),
  )
  expect(a.data).toEqual(b.data)
  expect(a.asOf).toBe(b.asOf)
  expect(a.requestId).not.toBe(b.requestId)
  expect(await own.calls({ groupId, operationId: 'listGroupClusters' })).toHaveLength(1)
})

test('a command of a page that another person opened is refused', async () => {
  const body = JSON.stringify({ density: 'compact' })
  const of = (person: string) =>
    ask('preferences.set', body, { 'gatehouse-person': encodeURIComponent(person) })
  expect((await of(personAs('viewer').sub)).status).toBe(200)
  const refused = await of('somebody-else-é')
  expect(refused.status).toBe(403)
  expect(await refused.json()).toMatchObject({ kind: 'not-allowed' })
})

const statusOf = (url: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    get(url, { headers }, (answer) => resolve(answer.resume().statusCode)).on('error', reject)
  })

test('every server of the process is answered like that, until it ends', async () => {
  const end = answerBeforeNext()
  const other = createServer(next)
  other.on('upgrade', (_, socket) => socket.destroy())
  const at = await listening(other)
  expect((await fetch(`${at}/api/ops/me.get`, { method: 'POST' })).status).toBe(403)
  expect((await fetch(`${at}/api/atlas/v2/groups`)).status).toBe(401)
  // As curl --http2 and some Java clients do.
  const offer = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AA' }
  expect(await statusOf(`${at}/api/atlas/v2/groups`, offer)).toBe(401)
  expect(await (await fetch(`${at}/x`)).text()).toBe('next')
  end()
  other.close()
})
