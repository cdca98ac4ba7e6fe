import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'

/** How to change an answer from Atlas; undefined: unchanged. */
export type Spoil = {
  status?: number
  /** Replaces the JSON body. */
  body?: (body: unknown) => unknown
  /** Never answers; the call does not reach Atlas. */
  hangs?: true
  /** Answers with this status without asking Atlas. */
  instead?: number
  /** Replaces the Date header. */
  date?: Date
  headers?: Record<string, string>
  /** Answers only after this. Atlas has acted before. */
  after?: Promise<unknown>
}
type Asked = { method: string; path: string }

/** Starts a server between the console and the sandbox that can change answers. */
export async function forwardingServer() {
  let target = ''
  let rule: (asked: Asked) => Spoil | undefined = () => undefined
  const server = createServer((request, response) => {
    // A connection that breaks behind this server also breaks in front of it.
    forward(request, response).catch(() => response.destroy())
  })
  const forward = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = { method: request.method ?? '', path: request.url ?? '' }
    const spoil = rule(asked)
    if (spoil?.hangs) return
    const date = spoil?.date?.toUTCString()
    const extra = { ...(date ? { date } : {}), ...spoil?.headers }
    if (spoil?.instead !== undefined) {
      const error = { error: spoil.instead, errorCode: 'UNEXPECTED_ERROR', detail: 'As asked.' }
      response.writeHead(spoil.instead, { 'content-type': 'application/json', ...extra })
      response.end(JSON.stringify(error))
      return
    }
    const body = await text(request)
    const answer = await fetch(target + asked.path, {
      method: asked.method,
      headers: passedOn(request),
      ...(body ? { body } : {}),
    })
    const said = await answer.text()
    const changed = spoil?.body && said ? JSON.stringify(spoil.body(JSON.parse(said))) : said
    await spoil?.after
    const type = answer.headers.get('content-type')
    response.writeHead(spoil?.status ?? answer.status, {
      ...(type ? { 'content-type': type } : {}),
      ...extra,
    })
    response.end(changed)
  }
  // Longer than clients keep idle connections, as in Atlas.
  server.keepAliveTimeout = 75_000
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return {
    /** For `testConsole`: routes every connection through this server. */
    configure: (file: Record<string, unknown>) => ({
      ...file,
      connections: z
        .array(z.looseObject({ baseUrl: z.string() }))
        .parse(file.connections)
        .map((connection) => {
          target = connection.baseUrl
          return { ...connection, baseUrl: `http://127.0.0.1:${port}` }
        }),
    }),
    /** Sets the rule; without one, everything passes unchanged. */
    spoil(next: (asked: Asked) => Spoil | undefined = () => undefined) {
      rule = next
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function text(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const passedOn = ({ headers }: IncomingMessage) =>
  Object.fromEntries(
    ['authorization', 'accept', 'content-type', 'x-request-id'].flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
