import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { askToken, type Client, media, startClient } from './testing'
import { projectIdOf } from './world/projects'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.atlas.close())
afterEach(async () => {
  vi.useRealTimers()
  await client.control('POST', 'switch', { tokensPerMinute: 50, refuseAddress: false })
  await client.signIn()
})

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const groups = '/api/atlas/v2/groups?itemsPerPage=1'

/** Calls with HTTP digest, answering the given challenge. */
function signed(challenge: string, uri: string, privateKey: string, publicKey: string) {
  const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1] ?? ''
  const realm = /realm="([^"]+)"/.exec(challenge)?.[1] ?? ''
  const [nc, cnonce] = ['00000001', '0a4f113b']
  const ha1 = md5(`${publicKey}:${realm}:${privateKey}`)
  const response = md5(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${md5(`GET:${uri}`)}`)
  const authorization = `Digest username="${publicKey}", realm="${realm}", nonce="${nonce}", uri="${uri}", qop=auth, nc=${nc}, cnonce="${cnonce}", response="${response}", algorithm=MD5`
  return fetch(`${client.atlas.origin}${uri}`, {
    headers: { authorization, accept: media('2023-01-01') },
  })
}

const challengeOf = async () =>
  (await fetch(`${client.atlas.origin}${groups}`)).headers.get('www-authenticate') ?? ''

test('a service account gets a bearer token for an hour', async () => {
  const { clientId, clientSecret } = client.atlas.credentials
  const answer = await askToken(client.atlas.origin, clientId, clientSecret)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
})

test('a wrong secret and a wrong grant type are refused with OAuth error codes', async () => {
  const { clientId, clientSecret } = client.atlas.credentials
  const wrong = await askToken(client.atlas.origin, clientId, `${clientSecret}x`)
  expect(wrong.status).toBe(401)
  expect(await wrong.json()).toMatchObject({ error: 'invalid_client' })
  const other = await askToken(client.atlas.origin, clientId, clientSecret, 'grant_type=password')
  expect(other.status).toBe(400)
})

test('a revoked token is refused', async () => {
  const { clientId, clientSecret } = client.atlas.credentials
  const { access_token: token } = await (
    await askToken(client.atlas.origin, clientId, clientSecret)
  ).json()
  const headers = { authorization: `Bearer ${token}`, accept: media('2023-01-01') }
  expect((await fetch(`${client.atlas.origin}${groups}`, { headers })).status).toBe(200)
  const revoked = await fetch(`${client.atlas.origin}/api/oauth/revoke`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
  })
  expect(revoked.status).toBe(200)
  expect((await fetch(`${client.atlas.origin}${groups}`, { headers })).status).toBe(401)
  const { calls } = await client.control('GET', 'calls')
  expect(JSON.stringify(calls)).not.toContain(token)
})

test('an expired token is refused', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 })
  expect((await client.call('GET', groups)).status).toBe(401)
})

test('the token endpoint has a separate rate limit', async () => {
  await client.control('POST', 'switch', { tokensPerMinute: 2 })
  const { clientId, clientSecret } = client.atlas.credentials
  const ask = () => askToken(client.atlas.origin, clientId, clientSecret)
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200])
  const third = await ask()
  expect(third.status).toBe(429)
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('an API key signs with HTTP digest after a challenge', async () => {
  const { publicKey, privateKey } = client.atlas.credentials
  const challenge = await challengeOf()
  expect(challenge).toMatch(/^Digest .*algorithm=MD5, qop="auth", stale=false$/)
  expect((await signed(challenge, groups, privateKey, publicKey)).status).toBe(200)
  expect((await signed(challenge, groups, 'wrong', publicKey)).status).toBe(401)
})

test('an old nonce is answered as stale, so that the client retries', async () => {
  const { publicKey, privateKey } = client.atlas.credentials
  const challenge = await challengeOf()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 })
  const late = await signed(challenge, groups, privateKey, publicKey)
  expect(late.status).toBe(401)
  const again = late.headers.get('www-authenticate') ?? ''
  expect(again).toContain('stale=true')
  expect((await signed(again, groups, privateKey, publicKey)).status).toBe(200)
})

test('no credential answers 401 with a challenge, except on the open paths', async () => {
  const bare = await fetch(`${client.atlas.origin}${groups}`)
  expect(bare.status).toBe(401)
  expect(await bare.json()).toMatchObject({ error: 401, reason: 'Unauthorized' })
  const open = await fetch(`${client.atlas.origin}/api/atlas/v2/unauth/controlPlaneIPAddresses`, {
    headers: { accept: media('2023-11-15') },
  })
  expect(open.status).toBe(200)
})

test('the key without roles gets 403', async () => {
  await client.signIn(client.atlas.weakCredentials)
  const staging = projectIdOf('payments-staging')
  const answer = await client.json('GET', `/api/atlas/v2/groups/${staging}/clusters`)
  expect(answer).toMatchObject({ error: 403, errorCode: 'USER_UNAUTHORIZED' })
  const seen = await client.json('GET', '/api/atlas/v2/groups')
  expect(seen.results.map((p) => p.name)).toEqual(['payments-staging'])
})

test('an address that is not on the API access list is refused', async () => {
  await client.control('POST', 'switch', { refuseAddress: true })
  expect(await client.json('GET', groups)).toMatchObject({
    error: 403,
    errorCode: 'IP_ADDRESS_NOT_ON_ACCESS_LIST',
  })
})
