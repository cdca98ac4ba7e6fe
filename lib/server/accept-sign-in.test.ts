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
    accessToken: tokens.access_token,
    headers: new Headers({ 'user-agent': 'a browser' }),
  })

const groupsOf = async (result: Awaited<ReturnType<typeof accept>>) => {
  if ('refused' in result) throw new Error(result.refused)
  const [row] =
    await owner`select groups, name, auth_time from session where id = ${result.sessionId}`
  return row
}

test('groups in the id_token are taken from there', async () => {
  const tokens = await signIn(idp.issuer, testUrl, 'operator')
  expect(await groupsOf(await accept({ id_token: tokens.id_token }))).toMatchObject({
    name: 'Omar Haddad',
    groups: ['gatehouse-operators'],
    auth_time: expect.any(Date),
  })
})

test('groups that are only in userinfo are fetched there, with the name', async () => {
  const tokens = await signIn(userinfoOnly.issuer, testUrl, 'auditor')
  expect(claimsIn(tokens.id_token)).not.toHaveProperty('groups')
  expect(await groupsOf(await accept(tokens))).toMatchObject({
    name: 'Aiko Tanaka',
    groups: ['gatehouse-auditors'],
  })
})

test('userinfo about somebody else is not used', async () => {
  const auditor = await signIn(userinfoOnly.issuer, testUrl, 'auditor')
  expect(await accept(auditor, { sub: 'viewer' })).toEqual({ refused: 'unavailable' })
})

test('an overage fails loudly instead of reading as no groups', async () => {
  variant.groupsOverage = true
  const tokens = await signIn(idp.issuer, testUrl, 'operator')
  variant.groupsOverage = false
  expect(await accept(tokens)).toEqual({ refused: 'groups-overage' })
})

test('a provider that names no proof time leaves it open; a name never holds control characters', async () => {
  const tokens = await signIn(idp.issuer, testUrl, 'viewer')
  const result = await accept(tokens, { auth_time: undefined, name: 'Vera\u0000\nLindqvist' })
  expect(await groupsOf(result)).toMatchObject({ auth_time: null, name: 'Vera  Lindqvist' })
})
