import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { backchannelLogout } from './backchannel-logout'
import { sql } from './database'
import { configured, testUrl } from './testing/configured'
import { letIn, signInBrowser } from './testing/sign-in-browser'
import { type StandIn, standInProvider } from './testing/stand-in-provider'

// Nothing listens there: only the proxy knows the way.
const issuer = 'http://login.localhost:65001'

let provider: StandIn
let database: FreshDatabase
const seen: string[] = []
const proxy = createServer(async (request, response) => {
  const asked = new URL(request.url ?? '')
  seen.push(asked.pathname)
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { host, ...headers } = request.headers
  const answer = await fetch(provider.issuer + asked.pathname, {
    method: request.method ?? 'GET',
    headers: Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !/^(?:connection|proxy-connection|content-length)$/.test(name)
        ? [[name, value] as [string, string]]
        : [],
    ),
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  })
  response.writeHead(answer.status, { 'content-type': 'application/json' })
  response.end(await answer.text())
})

beforeAll(async () => {
  provider = await standInProvider()
  provider.behavior.discovery = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
  }
  provider.behavior.claims = { iss: issuer, groups: undefined }
  provider.behavior.userinfo = { status: 200, body: { sub: 'somebody', groups: ['a'] } }
  configured({ signIn: { issuer } })
  database = await freshDatabase()
  process.env.DATABASE_URL = database.appUrl
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  proxy.close()
  proxy.closeAllConnections()
  await Promise.all([sql().end(), provider.close()])
  await database.drop()
})

test('a sign-in and a logout by the provider reach its keys through the configured proxy', async () => {
  const address = proxy.address()
  const port = typeof address === 'object' && address ? address.port : 0
  process.env.HTTP_PROXY = `http://127.0.0.1:${port}`
  // What the proxy itself asks.
  process.env.NO_PROXY = new URL(provider.issuer).host
  try {
    const browser = signInBrowser()
    const landing = await browser.finish(letIn(await browser.start('/audit')))
    expect(landing.path).toBe('/audit')
    expect(new Set(seen)).toEqual(
      new Set(['/.well-known/openid-configuration', '/token', '/jwks', '/userinfo']),
    )
    Reflect.deleteProperty(globalThis, 'gatehouseProviderKeys')
    const event = 'http://schemas.openid.net/event/backchannel-logout'
    const iat = Math.floor(Date.now() / 1000)
    const who = { iss: issuer, aud: 'gatehouse-console', sub: 'somebody' }
    const about = { ...who, iat, jti: 'a logout', events: { [event]: {} } }
    const body = new URLSearchParams({ logout_token: await provider.sign(about) })
    const answer = await backchannelLogout(new Request(testUrl, { method: 'POST', body }))
    expect(answer.status).toBe(200)
  } finally {
    delete process.env.HTTP_PROXY
    delete process.env.NO_PROXY
  }
})
