import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encode } from 'next-auth/jwt'
import { afterAll } from 'vitest'
import { personAs } from '@/scripts/testing/console'
import { cookieName } from '../cookies'
import { before } from '../front'
import { startSession } from '../session'
import { testSecret, testUrl } from './configured'

/** An HTTP server on a free loopback port, until the tests of this file end. Returns its origin. */
export async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  // Longer than clients keep idle connections, as in production.
  server.keepAliveTimeout = 75_000
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The console over HTTP without Next, and a browser of a persona. Call it after `startConsole`. */
export async function httpConsole(persona: string) {
  const origin = await listening(before((_, response) => response.end('next')))
  const { iss, sub, name, groups } = personAs(persona)
  const rest = { email: null, id_token: null, auth_time: null, acr: null, ip: null, ua: null }
  const sid = await startSession({ iss, sub, name, groups, ...rest })
  const cookie = `${cookieName('session')}=${await encode({ token: { sub, sid }, secret: testSecret })}`
  return {
    origin,
    ask: (id: string, input: unknown, headers: Record<string, string> = {}) =>
      fetch(`${origin}/api/ops/${id}`, {
        method: 'POST',
        headers: { origin: testUrl, cookie, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(input),
      }),
  }
}
