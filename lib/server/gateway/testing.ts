import {
  request as ask,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach } from 'vitest'
import { z } from 'zod'
import { entries } from '@/lib/audit/read'
import { sql } from '../database'
import { before } from '../front'
import { madeMachine, tokenOf } from '../machines/testing'
import { startConsole } from '../testing/start'

type Handler = (request: IncomingMessage, response: ServerResponse) => void
/** How Atlas answers instead, by the path that it is asked for. Undefined: as always. */
type Instead = (path: string) => Handler | undefined

const address = z.object({ port: z.number() })
const listening = async (server: Server) => {
  // Longer than clients keep idle connections, as in production: on a busy machine, none is closed during a call.
  server.keepAliveTimeout = 75_000
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${address.parse(server.address()).port}`
}

/** The gateway on a port, in front of a sandbox Atlas whose answers a test can replace. `bindings` are those of machines. */
export async function startGateway(bindings: object[]) {
  let atlas = ''
  let instead: Instead = () => undefined
  const between = createServer((request, response) => {
    const handler = instead(request.url ?? '')
    if (handler) return handler(request, response)
    const { method, url, headers } = request
    const passed = ask(atlas + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    request.pipe(passed)
  })
  const front = await listening(between)
  const world = await startConsole({
    requestsPerMinute: 100_000,
    configure: (file) => {
      const connections = z.array(z.looseObject({ baseUrl: z.string() })).parse(file.connections)
      atlas = connections[0]?.baseUrl ?? ''
      return {
        ...file,
        connections: connections.map((one) => ({ ...one, baseUrl: front })),
        bindings: [...z.array(z.unknown()).parse(file.bindings), ...bindings],
      }
    },
  })
  const server = createServer(before((_, response) => response.end('next')))
  const origin = await listening(server)
  afterEach(() => {
    instead = () => undefined
  })
  afterAll(() => {
    for (const one of [server, between]) {
      one.closeAllConnections()
      one.close()
    }
  })

  const tokens = new Map<string, Promise<string>>()
  const token = (name: string) => {
    const made = tokens.get(name) ?? madeMachine(name).then(tokenOf)
    tokens.set(name, made)
    return made
  }
  const accept = 'application/vnd.atlas.2025-03-12+json'

  return {
    world,
    origin,
    token,
    /** Replaces answers of Atlas until the end of the test. */
    atlasAnswers(next: Instead) {
      instead = next
    },
    /** A call of a machine. */
    async as(
      name: string,
      method: string,
      path: string,
      { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {},
    ) {
      const authorization = `Bearer ${await token(name)}`
      const answer = await fetch(`${origin}${path}`, {
        method,
        headers: {
          authorization,
          accept,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      })
      return { status: answer.status, headers: answer.headers, text: await answer.text() }
    },
    /** Sends bytes as they are, and returns all that comes back until the connection ends. */
    async raw(bytes: string): Promise<string> {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1')
      socket.on('error', () => {})
      socket.write(bytes)
      return text(socket)
    },
  }
}

export const jsonOf = ({ text: said }: { text: string }) =>
  z
    .looseObject({ errorCode: z.string().optional(), detail: z.string().optional() })
    .parse(JSON.parse(said))

const list = z.object({
  results: z.array(z.looseObject({ id: z.string().optional() })),
  totalCount: z.number(),
})

export const rowsOf = ({ text: said }: { text: string }) => list.parse(JSON.parse(said))

export const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, 'Z')

/** An address that nobody has to approve, printed as a client might. */
export const addressBody = (cidrBlock = '203.0.113.7/32') =>
  `[ {"comment":"of a test",\n "deleteAfterDate":"${inAnHour()}", "cidrBlock" : "${cidrBlock}"} ]`

const placed = z.looseObject({ groupId: z.string() })

/** The audit rows of the commands in a project, oldest first. */
export async function commandsInLog(groupId: string) {
  const all = await entries(sql(), { limit: 500 })
  return all
    .map(({ body }) => body)
    .filter(
      ({ type, scope }) =>
        type.startsWith('command.') && placed.safeParse(scope).data?.groupId === groupId,
    )
}
