import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browser } from '@/sandbox/idp/testing'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { type Glewlwyd, person, startGlewlwyd } from '@/scripts/testing/glewlwyd'
import { backchannelLogout } from './backchannel-logout'
import { configuration } from './configuration'
import { cookieName } from './cookies'
import { sql } from './database'
import { isSignedIn, personFrom } from './person'
import { authFresh } from './step-up'
import { configured, testUrl } from './testing/configured'
import { signInBrowser } from './testing/sign-in-browser'

// Debian's Glewlwyd shares no code with the sandbox's provider. `npm test` installs it and runs this file by itself.

let provider: Glewlwyd
const told: Promise<Response>[] = []
// The console's address for logout tokens.
const console = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const answer = backchannelLogout(new Request(testUrl, { method: 'POST', body }))
  told.push(answer)
  response.writeHead((await answer).status).end()
})
let database: FreshDatabase

beforeAll(async () => {
  await new Promise<void>((resolve) => console.listen(0, '127.0.0.1', resolve))
  const address = console.address()
  const port = typeof address === 'object' && address ? address.port : 0
  provider = await startGlewlwyd(testUrl, `http://localhost:${port}/api/auth/backchannel-logout`)
  configured({ signIn: { issuer: provider.issuer } })
  Object.assign(process.env, {
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  })
  database = await freshDatabase()
  process.env.DATABASE_URL = database.appUrl
}, 60_000)
afterAll(async () => {
  console.close()
  console.closeAllConnections()
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
  return { here, there, landing }
}

test('a Glewlwyd user signs in with only issuer and client configured', async () => {
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

test('a step-up by max_age proves nothing, because Glewlwyd sends no auth_time', async () => {
  const { here, landing } = await signIn({ fresh: true })
  expect(landing.error).toBeNull()
  const person = await personFrom({ headers: here.headers() }, { fresh: true })
  expect(person.authTime).toBeNull()
})

test('a step-up by prompt=login works', async () => {
  Object.assign(configuration().signIn, { stepUp: ['prompt=login'], stepUpProof: 'sign-in' })
  const proven = await signIn({ fresh: true })
  const usual = await signIn()
  const isFresh = async ({ here }: typeof usual) =>
    authFresh(await personFrom({ headers: here.headers() }, { fresh: true }), 300)
  expect(await isFresh(proven)).toBe(true)
  expect(await isFresh(usual)).toBe(false)
})

test('signing out at Glewlwyd ends the session by its logout token', async () => {
  const { here, there } = await signIn()
  const { sessionId } = await personFrom({ headers: here.headers() }, { fresh: true })
  const [row] = await sql()`select sid from session where id = ${sessionId}`
  await provider.signOut(there, row?.sid)
  await expect.poll(() => told.length).toBe(1)
  expect((await told[0])?.status).toBe(200)
  expect(await isSignedIn(here.headers())).toBe(false)
})
