import { afterAll, beforeAll, expect, test } from 'vitest'
import { browser } from '@/sandbox/idp/testing'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { type Glewlwyd, person, startGlewlwyd } from '@/scripts/testing/glewlwyd'
import { configuration } from './configuration'
import { cookieName } from './cookies'
import { sql } from './database'
import { personFrom } from './person'
import { authFresh } from './step-up'
import { configured, testUrl } from './testing/configured'
import { signInBrowser } from './testing/sign-in-browser'

// Debian's Glewlwyd shares no code with the sandbox's provider. `npm test` installs it and runs this file by itself.

let provider: Glewlwyd
let database: FreshDatabase

beforeAll(async () => {
  provider = await startGlewlwyd(testUrl)
  configured({ signIn: { issuer: provider.issuer } })
  Object.assign(process.env, {
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  })
  database = await freshDatabase()
  process.env.DATABASE_URL = database.appUrl
}, 60_000)
afterAll(async () => {
  await Promise.all([sql().end(), provider.close()])
  await database.drop()
})

/** Signs in with a browser that types the password at the provider's page. */
async function signIn({ fresh = false } = {}) {
  const here = signInBrowser()
  const there = browser()
  await provider.signIn(there)
  const answer = await provider.proceed(there, await here.start('/audit', { fresh }))
  const landing = await here.finish(Object.fromEntries(answer.searchParams))
  return { here, landing }
}

test('a person of Glewlwyd signs in with nothing configured but issuer and client', async () => {
  const { here, landing } = await signIn()
  expect(landing.path).toBe('/audit')
  expect(await personFrom({ headers: here.headers() }, { fresh: true })).toMatchObject({
    iss: provider.issuer,
    name: person.name,
    groups: person.groups,
    authTime: null,
  })
  expect(here.cookies.has(cookieName('session'))).toBe(true)
})

test('a step-up by max_age is refused by Glewlwyd, and says with what', async () => {
  const { landing } = await signIn({ fresh: true })
  expect(landing.error).toBe('invalid_request')
})

test('a step-up by prompt=login works where a sign-in counts as proof', async () => {
  Object.assign(configuration().signIn, { stepUp: ['prompt=login'], stepUpProof: 'sign-in' })
  const proven = await signIn({ fresh: true })
  const usual = await signIn()
  const isFresh = async ({ here }: typeof usual) =>
    authFresh(await personFrom({ headers: here.headers() }, { fresh: true }), 300)
  expect(await isFresh(proven)).toBe(true)
  expect(await isFresh(usual)).toBe(false)
})
