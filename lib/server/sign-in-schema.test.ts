import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { loadConfiguration } from './configuration'
import { configured } from './testing/configured'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
const pem = (key: ReturnType<typeof generateKeyPairSync>['privateKey']) =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString()
const rsa = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
const small = pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)
const ec = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
const ed = pem(generateKeyPairSync('ed25519').privateKey)

const given = (signIn: Record<string, unknown>, env: Record<string, string> = {}) => {
  configured({ signIn })
  return loadConfiguration({ ...process.env, ...env }).signIn
}

beforeEach(() => {
  for (const name of ['OIDC_CLIENT_KEY', 'OIDC_CLIENT_KEY_FILE']) delete process.env[name]
})

test.each<[string, Record<string, unknown>]>([
  ['issuer', { issuer: 'http://login.example.com' }],
  ['issuer', { issuer: 'https://login.example.com/?tenant=a' }],
  ['issuer', { issuer: 'login.example.com' }],
  ['idTokenAlgorithm', { idTokenAlgorithm: 'none' }],
  ['idTokenAlgorithm', { idTokenAlgorithm: 'RS1' }],
  ['clientAuthentication', { clientAuthentication: 'none' }],
  ['scopes', { scopes: ['profile'] }],
  ['scopes.1', { scopes: ['openid', 'two words'] }],
  ['groupsFrom', { groupsFrom: 'both' }],
  ['groupsSeparator', { groupsSeparator: '' }],
  ['redirectOrigins.0', { redirectOrigins: ['https://adfs.example.com/adfs'] }],
  ['stepUp', { stepUp: [] }],
  ['stepUp.0', { stepUp: ['prompt'] }],
  ['stepUpAcr', { stepUp: ['acr_values'] }],
  ['stepUpAcr', { stepUpAcr: ['phr'] }],
  ['stepUpProof', { stepUpProof: 'sign-in' }],
  ['clientKeyId', { clientKeyId: 'a' }],
  ['idTokenAlgorithm', { clientAuthentication: 'private_key_jwt', idTokenAlgorithm: 'HS256' }],
  ['unknown', { unknown: 1 }],
])('a wrong signIn.%s is named: %j', (key, signIn) => {
  expect(() => given(signIn)).toThrow(key === 'unknown' ? /signIn.*unknown/ : `signIn.${key}: `)
})

test('only the issuer is required', () => {
  expect(given({})).toMatchObject({
    groupsFrom: 'any',
    stepUp: ['max_age'],
    clientSecret: 'sandbox-only-not-a-secret',
  })
})

test('a missing client secret is reported with its variable', () => {
  expect(() => given({}, { OIDC_CLIENT_SECRET: '' })).toThrow(/OIDC_CLIENT_SECRET/)
})

test('private_key_jwt uses a key from a variable or a file, and no secret', () => {
  const signIn = { clientAuthentication: 'private_key_jwt', clientKeyId: 'key-1' }
  const algorithm = (env: Record<string, string>, more = {}) =>
    given({ ...signIn, ...more }, { ...env, OIDC_CLIENT_SECRET: '' }).clientKey
  expect(algorithm({ OIDC_CLIENT_KEY: rsa })).toMatchObject({ alg: 'RS256', kid: 'key-1' })
  expect(algorithm({ OIDC_CLIENT_KEY: rsa.replaceAll('\n', '\\n') })?.alg).toBe('RS256')
  expect(algorithm({ OIDC_CLIENT_KEY: rsa }, { clientKeyAlgorithm: 'PS256' })?.alg).toBe('PS256')
  expect(algorithm({ OIDC_CLIENT_KEY: ec })?.alg).toBe('ES256')
  expect(algorithm({ OIDC_CLIENT_KEY: ed })?.alg).toBe('EdDSA')
  const jwk = JSON.stringify(algorithm({ OIDC_CLIENT_KEY: ec }))
  const file = join(folder, 'key.json')
  writeFileSync(file, jwk)
  expect(algorithm({ OIDC_CLIENT_KEY_FILE: file })?.alg).toBe('ES256')
})

test.each<[string, Record<string, string>, Record<string, unknown>, RegExp]>([
  ['none', {}, {}, /OIDC_CLIENT_KEY: is missing/],
  ['no key', { OIDC_CLIENT_KEY: 'secret text' }, {}, /OIDC_CLIENT_KEY: is not a private key/],
  ['no file', { OIDC_CLIENT_KEY_FILE: '/nowhere' }, {}, /OIDC_CLIENT_KEY_FILE: .*be read/],
  ['both', { OIDC_CLIENT_KEY: rsa, OIDC_CLIENT_KEY_FILE: '/x' }, {}, /together/],
  ['a small one', { OIDC_CLIENT_KEY: small }, {}, /2048/],
  ['another kind', { OIDC_CLIENT_KEY: ec }, { clientKeyAlgorithm: 'RS256' }, /ES256/],
])('a wrong key is named, and never quoted: %s', (_, env, more, words) => {
  const load = () => given({ clientAuthentication: 'private_key_jwt', ...more }, env)
  expect(load).toThrow(words)
  expect(load).not.toThrow(/secret text|PRIVATE KEY-/)
})

test('the line break at the end of a secret from a file is not part of it', () => {
  const { clientId, clientSecret } = given(
    {},
    { OIDC_CLIENT_ID: 'gatehouse\r\n', OIDC_CLIENT_SECRET: ' s3cret \n' },
  )
  expect([clientId, clientSecret]).toEqual(['gatehouse', ' s3cret '])
})
