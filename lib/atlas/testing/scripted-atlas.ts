import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
  /** The number of its TCP connection, from 1. */
  socket: number
}
type Script = (request: Received, response: ServerResponse, count: number) => void

/** A real HTTP server with scripted answers. Its token endpoint issues `token-1`, `token-2`, … */
export async function scriptedAtlas() {
  const calls: Received[] = []
  const tokens: Received[] = []
  const revoked: Received[] = []
  const atlas = {
    url: '',
    /** Calls to everything but the OAuth endpoints. */
    calls,
    tokens,
    revoked,
    script: json(200, {}) as Script,
    token: ((_, response, count) =>
      json(200, { access_token: `token-${count}`, token_type: 'Bearer', expires_in: 3600 })(
        _,
        response,
        count,
      )) as Script,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const sockets = new WeakMap<object, number>()
  let socketCount = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const received = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
      socket: sockets.get(request.socket) ?? 0,
    }
    if (received.url === '/api/oauth/token') {
      tokens.push(received)
      return atlas.token(received, response, tokens.length)
    }
    if (received.url === '/api/oauth/revoke') {
      revoked.push(received)
      return response.end()
    }
    calls.push(received)
    atlas.script(received, response, calls.length)
  })
  server.on('connection', (socket) => {
    socketCount += 1
    sockets.set(socket, socketCount)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  atlas.url = `http://127.0.0.1:${port}`
  return atlas
}
export type ScriptedAtlas = Awaited<ReturnType<typeof scriptedAtlas>>

/** Answers with JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Script =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }

/** Uses one script after the other, and repeats the last one. */
export const inOrder =
  (...scripts: Script[]): Script =>
  (request, response, count) =>
    scripts[Math.min(count, scripts.length) - 1]?.(request, response, count)

const group = '0123456789abcdef01234567'

export const aRead = {
  op: 'getGroupCluster',
  version: '2024-08-05',
  path: { groupId: group, clusterName: 'orders-eu' },
  requestId: 'req-1',
}
export const aChange = {
  op: 'grantGroupClusterMongoDbEmployeeAccess',
  version: '2024-08-05',
  path: { groupId: group, clusterName: 'orders-eu' },
  body: '{"grantType":"CLUSTER_DATABASE_LOGS","expirationTime":"2026-11-22T00:00:00Z"}',
  requestId: 'req-2',
}
export const aServiceAccount = {
  kind: 'service-account',
  clientId: 'mdb_sa_id_1',
  clientSecret: 'mdb_sa_sk_+/:=x',
} as const
