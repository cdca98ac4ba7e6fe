import { createServer, get } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { sql } from './database'
import { sendThroughProxies } from './outbound'
import { configured } from './testing/configured'
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

test('a sign-in reaches the provider through the configured proxy', async () => {
  const address = proxy.address()
  const port = typeof address === 'object' && address ? address.port : 0
  process.env.HTTP_PROXY = `http://127.0.0.1:${port}`
  // What the proxy itself asks.
  process.env.NO_PROXY = new URL(provider.issuer).host
  const restore = sendThroughProxies()
  try {
    const browser = signInBrowser()
    const landing = await browser.finish(letIn(await browser.start('/audit')))
    expect(landing.path).toBe('/audit')
    expect(new Set(seen)).toEqual(
      new Set(['/.well-known/openid-configuration', '/token', '/jwks', '/userinfo']),
    )
  } finally {
    restore()
    delete process.env.HTTP_PROXY
    delete process.env.NO_PROXY
  }
})

test('a host in NO_PROXY and its subdomains are reached directly', async () => {
  const address = proxy.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const restore = sendThroughProxies({
    http_proxy: `http://127.0.0.1:${port}`,
    no_proxy: 'elsewhere.example, localhost',
  })
  try {
    seen.length = 0
    await expect(fetch(`${issuer}/token`)).rejects.toThrow()
    const status = new Promise((resolve) =>
      get(`${issuer}/token`, ({ statusCode }) => resolve(statusCode)).on('error', resolve),
    )
    expect(await status).toBeInstanceOf(Error)
    expect(seen).toEqual([])
  } finally {
    restore()
  }
})

test('a proxy without http:// is used, and blocks of addresses are reached directly', async () => {
  const address = proxy.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const restore = sendThroughProxies({
    HTTP_PROXY: `127.0.0.1:${port}`,
    NO_PROXY: `${new URL(provider.issuer).host},127.0.0.0/8,::1`,
  })
  const reached = (url: string) =>
    new Promise((resolve) =>
      get(url, (answer) => resolve(answer.resume().statusCode)).on('error', resolve),
    )
  try {
    seen.length = 0
    await reached(`${issuer}/nowhere`)
    expect(seen).toEqual(['/nowhere'])
    for (const host of ['127.0.0.1', '[::1]'])
      expect(await reached(`http://${host}:65001/`)).toBeInstanceOf(Error)
    expect(seen).toEqual(['/nowhere'])
  } finally {
    restore()
  }
  for (const invalid of ['socks5://p', 'DOMAIN\\user:pw@p:1', 'http://p/x'])
    expect(() => sendThroughProxies({ HTTPS_PROXY: invalid })()).not.toThrow()
})
