import { generateKeyPairSync } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unlisted } from './check-provider'
import { providerMetadata } from './provider'
import { refusing, signInBrowser } from './testing/sign-in-browser'
import { forgetDiscovery, signIn, withStandIn } from './testing/stand-in-console'
import type { Behavior } from './testing/stand-in-provider'

const standIn = withStandIn()

test('a discovery document may redirect on its own server, and nowhere else', async () => {
  const address = '/.well-known/openid-configuration'
  const errorAt = async (at: string) => {
    standIn().behavior.discoveryAt = at
    forgetDiscovery()
    return (await signInBrowser().start()).searchParams.get('error')
  }
  expect(await errorAt(`${address}/`)).toBeNull()
  expect(await errorAt(address)).toBe('discovery-unreachable')
  const elsewhere = standIn().issuer.replace('localhost', '127.0.0.1')
  expect(await errorAt(`${elsewhere}${address}/`)).toBe('discovery-unreachable')
})

test('an issuer that differs only by a slash is a different one', async () => {
  standIn().behavior.discovery = { issuer: `${standIn().issuer}/` }
  expect((await signInBrowser().start()).searchParams.get('error')).toBe('issuer-mismatch')
})

test.each<[string, Record<string, unknown>, string]>([
  ['issuer', { iss: 'https://other.example' }, 'issuer-mismatch'],
  ['audience', { aud: 'another-client' }, 'wrong-audience'],
  ['authorized party', { aud: ['gatehouse-console'], azp: 'another' }, 'wrong-audience'],
  ['number as a subject', { sub: 42 }, 'subject-unusable'],
  ['expiry', { exp: 1_700_000_000 }, 'clock'],
  ['start', { nbf: 4_000_000_000 }, 'clock'],
  ['time of issue', { iat: Math.floor(Date.now() / 1000) + 3600 }, 'clock'],
  ['subject', { sub: 'x'.repeat(5000) }, 'subject-unusable'],
  ['missing audience', { aud: undefined }, 'wrong-audience'],
  ['missing subject', { sub: undefined }, 'subject-unusable'],
  ['far end', { exp: -1e20 }, 'clock'],
  ['kind of expiry', { exp: '1' }, 'id-token-invalid'],
  ['hash', { at_hash: 'x' }, 'id-token-invalid'],
  ['groups', { groups: { a: 1 } }, 'groups-unreadable'],
  ['overage', { _claim_names: { groups: 'src1' } }, 'groups-overage'],
])('a wrong %s in the ID token is named', async (_, claims, code) => {
  standIn().behavior.claims = claims
  expect((await signIn()).error).toBe(code)
})

test.each<[string, { status: number; body: unknown }, string]>([
  ['invalid_client', { status: 401, body: { error: 'invalid_client' } }, 'client-refused'],
  ['invalid_grant', { status: 400, body: { error: 'invalid_grant' } }, 'token-refused'],
  ['401 and no reason', { status: 401, body: '' }, 'client-refused'],
  [
    'a byte order mark',
    { status: 401, body: '\ufeff{"error":"invalid_client"}' },
    'client-refused',
  ],
  ['a failure', { status: 500, body: 'oops' }, 'token-refused'],
  ['no JSON', { status: 200, body: '<html>' }, 'token-refused'],
  [
    'no ID token',
    { status: 200, body: { access_token: 'x', token_type: 'b' } },
    'id-token-missing',
  ],
  [
    'status 200 and an error',
    { status: 200, body: { error: 'unauthorized_client' } },
    'client-refused',
  ],
  [
    'a number as ID token',
    { status: 200, body: { access_token: 'x', token_type: 'b', id_token: 42 } },
    'id-token-missing',
  ],
  [
    'an encrypted ID token',
    { status: 200, body: { access_token: 'x', token_type: 'b', id_token: 'e30.e30.e30.e30.e30' } },
    'id-token-encrypted',
  ],
])('a token endpoint that answers with %s is named', async (_, token, code) => {
  standIn().behavior.token = token
  expect((await signIn()).error).toBe(code)
})

const odd: [string, NonNullable<Behavior['encoding']>][] = [
  ['a byte order mark', (json) => ({ bytes: Buffer.from(`\ufeff${json}`) })],
  ['gzip', (json) => ({ bytes: gzipSync(json), coding: 'gzip' })],
  ['brotli', (json) => ({ bytes: brotliCompressSync(json), coding: 'br' })],
]

test.each<(typeof odd)[number]>([
  ...odd,
  ['status 201', (json) => ({ bytes: Buffer.from(json), status: 201 })],
  ['gzip and 201', (json) => ({ bytes: gzipSync(json), coding: 'gzip', status: 201 })],
])('a token endpoint may answer with %s', async (_, encoding) => {
  standIn().behavior.encoding = encoding
  expect((await signIn()).error).toBeNull()
})

test.each(odd)('the error of a token endpoint is read from %s', async (_, encoding) => {
  standIn().behavior.encoding = encoding
  standIn().behavior.token = { status: 400, body: { error: 'unauthorized_client' } }
  expect((await signIn()).error).toBe('client-refused')
})

test('a token endpoint, keys and a userinfo endpoint that cannot be reached are named', async () => {
  standIn().behavior.discovery = { token_endpoint: 'http://localhost:1/token' }
  expect((await signIn()).error).toBe('token-unreachable')
  forgetDiscovery()
  standIn().behavior.discovery = { jwks_uri: `${standIn().issuer}/nowhere` }
  const { error, facts } = await signIn()
  expect(error).toBe('keys-unreadable')
  expect(facts?.detail).toContain('404')
  forgetDiscovery()
  standIn().behavior.discovery = { jwks_uri: 'http://localhost:1/jwks' }
  expect((await signIn()).error).toBe('keys-unreadable')
  forgetDiscovery()
  standIn().reset()
  standIn().behavior.claims = { groups: undefined }
  expect((await signIn()).error).toBe('userinfo-failed')
})

test('an answer with a byte order mark is read', async () => {
  standIn().behavior.claims = { groups: undefined }
  const body = '\ufeff{"sub":"somebody","groups":["gatehouse-viewers"]}'
  standIn().behavior.userinfo = { status: 200, body }
  expect((await signIn()).path).toBe('/approvals')
})

test.each<[string, Record<string, unknown>, (keys: readonly object[]) => unknown]>([
  ['parts that nobody understands', {}, (keys) => ({ keys: [null, 'x', { kty: 'AKP' }, ...keys] })],
  ['a byte order mark', {}, (keys) => `\ufeff${JSON.stringify({ keys })}`],
  ['keys without an id', {}, (keys) => ({ keys: keys.map((key) => ({ ...key, kid: undefined })) })],
  [
    'several keys for a token without an id',
    { kid: undefined },
    (keys) => ({ keys: [...keys, ...keys] }),
  ],
])('a key set with %s is usable', async (_, header, keys) => {
  Object.assign(standIn().behavior, { header, keys })
  expect((await signIn()).path).toBe('/approvals')
})

test('a key set without the key, and one that is none, are named', async () => {
  standIn().behavior.keys = () => ({ keys: [] })
  expect((await signIn()).error).toBe('key-unknown')
  standIn().behavior.keys = () => []
  expect((await signIn()).error).toBe('keys-unreadable')
})

const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits })

test.each<[string, object]>([
  ['too short', rsa(1024).publicKey.export({ format: 'jwk' })],
  ['private', rsa(2048).privateKey.export({ format: 'jwk' })],
  ['only a certificate', { kty: 'RSA', x5c: ['AAAA'] }],
  ['of another type', { kty: 'RSA', n: 5, e: 'AQAB' }],
])('a key that is %s is named', async (_, key) => {
  standIn().behavior.keys = () => ({ keys: [{ ...key, kid: 'RS256' }] })
  const { error, facts } = await signIn()
  expect(error).toBe('keys-unreadable')
  expect(facts?.detail).toContain('key can’t be used')
})

test.each([[null], [42], [{}]])('an access token that is %j counts as absent', async (token) => {
  standIn().behavior.claims = { at_hash: 'x' }
  standIn().behavior.encoding = (json) => ({
    bytes: Buffer.from(JSON.stringify({ ...JSON.parse(json), access_token: token })),
  })
  expect((await signIn()).error).toBeNull()
})

test.each([['authorization_endpoint'], ['token_endpoint'], ['jwks_uri']])(
  'an unencrypted %s of another host is not used',
  async (name) => {
    standIn().behavior.discovery = { [name]: 'http://login.example.com/' }
    expect((await signInBrowser().start()).searchParams.get('error')).toBe('discovery-invalid')
  },
)

test.each([
  ['unmet_authentication_requirements', 'unmet_authentication_requirements'],
  ['unsupported_response_type', 'code-missing'],
])('the error %s of a provider has its own sentence', async (error, code) => {
  const browser = signInBrowser()
  expect((await browser.finish(refusing(await browser.start(), error))).error).toBe(code)
})

test.each([['ES256K'], ['Ed25519'], ['none']])('%s is not accepted as a signature', async (alg) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const id_token = `${part({ alg })}.${part({ iss: standIn().issuer })}.AAAA`
  standIn().behavior.token = { status: 200, body: { access_token: 'x', id_token } }
  expect((await signIn()).error).toBe('algorithm-unsupported')
})

test('a response without a code, or without the issuer that the provider promises, is named', async () => {
  const browser = signInBrowser()
  const state = (await browser.start()).searchParams.get('state') ?? ''
  expect((await browser.finish({ state, id_token: 'a.b.c' })).error).toBe('code-missing')
  standIn().behavior.discovery = { authorization_response_iss_parameter_supported: true }
  forgetDiscovery()
  expect((await signIn()).error).toBe('issuer-mismatch')
  const refused = refusing(await browser.start(), 'access_denied')
  expect((await browser.finish(refused)).error).toBe('access_denied')
})

test('signed claims of the userinfo endpoint are verified', async () => {
  standIn().behavior.claims = { groups: undefined }
  const body = await standIn().sign({ sub: 'somebody', groups: ['gatehouse-viewers'] })
  standIn().behavior.userinfo = { status: 200, body }
  expect((await signIn()).path).toBe('/approvals')
  standIn().behavior.userinfo = { status: 200, body: `${body.slice(0, -6)}AAAAAA` }
  expect((await signIn()).error).toBe('userinfo-failed')
})

test('what the provider lists and Gatehouse does not do is named at startup', async () => {
  standIn().behavior.discovery = {
    require_pushed_authorization_requests: true,
    code_challenge_methods_supported: ['plain'],
    token_endpoint_auth_methods_supported: ['tls_client_auth'],
  }
  const warnings = unlisted(await providerMetadata()).join('\n')
  for (const word of ['pushed', 'S256', 'tls_client_auth']) expect(warnings).toContain(word)
})
