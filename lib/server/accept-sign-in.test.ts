import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IdpVariant } from '@/sandbox/idp/claims'
import { type SandboxIdp, startSandboxIdp } from '@/sandbox/idp/server'
import { claimsIn, signIn } from '@/sandbox/idp/testing'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { acceptSignIn } from './accept-sign-in'
import { sql } from './database'
import { configured, testUrl } from './testing/configured'

// One provider; how it differs is changed between tests.
const variant: IdpVariant = {}
let idp: SandboxIdp
let userinfoOnly: SandboxIdp
let database: FreshDatabase
let owner: postgres.Sql

beforeAll(async () => {
  idp = await startSandboxIdp({ port: 0, redirects: [testUrl], variant })
  userinfoOnly = await startSandboxIdp({
    port: 0,
    redirects: [testUrl],
    variant: { groupsOnlyInUserinfo: true },
  })
  // The ID tokens are verified before this, so those of the other provider serve as well.
  configured({ signIn: { issuer: userinfoOnly.issuer } })
  database = await freshDatabase()
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  process.env.DATABASE_URL = database.appUrl
})
afterAll(async () => {
  await Promise.all([owner.end(), sql().end(), idp.close(), userinfoOnly.close()])
  await database.drop()
})

const accept = (tokens: { id_token: string; access_token?: string }, claims = {}) =>
  acceptSignIn({
    claims: { ...claimsIn(tokens.id_token), ...claims },
    idToken: tokens.id_token,
    ...(tokens.access_token ? { accessToken: tokens.access_token } : {}),
    headers: new Headers({ 'user-agent': 'a browser' }),
  })

const rowOf = async ({ sessionId }: { sessionId: string }) => {
  const [row] = await owner`
    select groups, name, email, auth_time, groups_note, acr, sid from session where id = ${sessionId}`
  return row
}

const refused = (code: string) => expect.objectContaining({ code })

test('groups in the ID token are used', async () => {
  const tokens = await signIn(idp.issuer, testUrl, 'operator')
  expect(await rowOf(await accept({ id_token: tokens.id_token }))).toMatchObject({
    name: 'Omar Haddad',
    groups: ['gatehouse-operators'],
    auth_time: expect.any(Date),
  })
})

test('groups and name that are only in userinfo are fetched', async () => {
  const tokens = await signIn(userinfoOnly.issuer, testUrl, 'auditor')
  expect(claimsIn(tokens.id_token)).not.toHaveProperty('groups')
  expect(await rowOf(await accept(tokens))).toMatchObject({
    name: 'Aiko Tanaka',
    groups: ['gatehouse-auditors'],
  })
})

test('userinfo for another subject is not used', async () => {
  const auditor = await signIn(userinfoOnly.issuer, testUrl, 'auditor')
  await expect(accept(auditor, { sub: 'viewer' })).rejects.toEqual(
    refused('userinfo-other-subject'),
  )
})

test('userinfo that refuses is named', async () => {
  const auditor = await signIn(userinfoOnly.issuer, testUrl, 'auditor')
  const spoiled = { ...auditor, access_token: 'no-such-token' }
  await expect(accept(spoiled)).rejects.toEqual(refused('userinfo-failed'))
})

test('a group overage is an error, not an empty list', async () => {
  variant.groupsOverage = true
  const tokens = await signIn(idp.issuer, testUrl, 'operator')
  variant.groupsOverage = false
  await expect(accept(tokens)).rejects.toEqual(refused('groups-overage'))
})

test('a group name is stored unchanged and matches no other group', async () => {
  const tokens = await signIn(idp.issuer, testUrl, 'viewer')
  const groups = ['gatehouse-admins ', '\u0001gatehouse-admins\u0002']
  expect(await rowOf(await accept(tokens, { groups }))).toMatchObject({ groups })
})

test('optional claims that are null, of another type or not storable count as absent', async () => {
  const tokens = await signIn(idp.issuer, testUrl, 'viewer')
  const odd = {
    email: null,
    name: 7,
    preferred_username: ['x'],
    auth_time: 'noon',
    acr: {},
    sid: null,
  }
  expect(await rowOf(await accept(tokens, odd))).toMatchObject({
    email: null,
    name: 'viewer',
    auth_time: null,
    acr: null,
  })
  expect(await rowOf(await accept(tokens, { auth_time: 0, name: '\ud800' }))).toMatchObject({
    auth_time: null,
    name: 'viewer',
  })
  expect(await rowOf(await accept(tokens, { name: 'Vera\n Lindqvist' }))).toMatchObject({
    name: 'Vera Lindqvist',
  })
})

test('names that look the same are one name, and what is compared stays as it came', async () => {
  const tokens = await signIn(idp.issuer, testUrl, 'viewer')
  const claims = { name: 'Zoe\u0308  Keller', acr: 'phr ', sid: ' 08a5\t' }
  expect(await rowOf(await accept(tokens, claims))).toMatchObject({
    name: 'Zo\u00eb Keller',
    acr: 'phr ',
    sid: ' 08a5\t',
  })
})

test('a subject that cannot be stored is refused', async () => {
  const tokens = await signIn(idp.issuer, testUrl, 'viewer')
  for (const sub of ['x'.repeat(5000), 'half \ud800', 'a\u0000b', ''])
    await expect(accept(tokens, { sub })).rejects.toEqual(refused('subject-unusable'))
})

test('an ID token from the future or from long ago is refused', async () => {
  const tokens = await signIn(idp.issuer, testUrl, 'viewer')
  const now = Date.now() / 1000
  for (const iat of [now + 3600, now - 3 * 86_400])
    await expect(accept(tokens, { iat })).rejects.toEqual(refused('clock'))
})

test('a missing groups claim, and a string that looks like a list, are noted', async () => {
  const tokens = await signIn(idp.issuer, testUrl, 'viewer')
  const without = await accept({ id_token: tokens.id_token }, { groups: null })
  expect(await rowOf(without)).toMatchObject({ groups: [], groups_note: 'no-claim' })
  for (const groups of ['gatehouse-operators,gatehouse-viewers', '["gatehouse-viewers"]']) {
    const text = await accept(tokens, { groups })
    expect(await rowOf(text)).toMatchObject({ groups_note: 'one-text' })
  }
})
