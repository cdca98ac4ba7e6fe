import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Answer, type Asked, answerIpInfo, answerReject, prepare, write } from './answer'
import { hashOf } from './auth'
import { Buckets } from './buckets'
import { type Call, CallLog } from './calls'
import { answerControl } from './control'
import { credentials, type SandboxCredentials, weakCredentials } from './credentials'
import { Faults } from './faults'
import { askedVersion } from './media'
import { misbehave, type Outcome } from './misbehave'
import { answerOauth } from './oauth'
import { Reject, reject } from './reject'
import { matchRoute } from './routes'
import { openWorld, Store } from './store'
import { readToken } from './token'

export type SandboxAtlas = {
  origin: string
  credentials: SandboxCredentials
  weakCredentials: SandboxCredentials
  /** The calls it received, oldest first, as the control endpoint gives them. */
  calls: CallLog['list']
  /** A control command from this process. Returns its answer. @throws Error with the sandbox's words if it is refused */
  control(method: string, command: string, body?: unknown): Promise<unknown>
  close(): Promise<void>
}

/** The largest request body, in bytes. */
const bodyLimit = 1_000_000

/**
 * Starts a sandbox Atlas over HTTP. With `port` 0 it uses a free port. `dataFile` keeps the state over restarts, with the
 * calls in a file next to it. `speed` is a factor for state transitions. Throws when the port is in use or the file is not
 * a world.
 */
export async function startSandboxAtlas(options: {
  port: number
  host?: string
  dataFile?: string
  speed?: number
}): Promise<SandboxAtlas> {
  const { port, host = '127.0.0.1', dataFile, speed } = options
  const world = openWorld(dataFile, speed)
  const store = new Store(world, dataFile)
  const calls = new CallLog(dataFile && `${dataFile}.calls.jsonl`)
  const [buckets, faults] = [new Buckets(), new Faults()]
  world.changed()
  await store.flush()

  /** Answers a call of the Admin API; null for no answer. */
  async function answerAtlas(asked: Asked, req: IncomingMessage, res: ServerResponse, call: Call) {
    const match = matchRoute(asked.method, asked.pathname)
    const query = new URLSearchParams(asked.search)
    const sent = (answer: Answer): Outcome => {
      write(res, answer)
      return { status: answer.status, answered: true }
    }
    let refuse = (reject: Reject): Answer => answerReject(reject, query)
    try {
      if (asked.pathname === '/api/private/ipinfo') return sent(answerIpInfo(world, asked))
      const ready = prepare(world, buckets, asked, match)
      refuse = ready.refuse
      const run = async () => {
        const answer = await ready.run()
        // A confirmed change must survive a crash.
        if (asked.method !== 'GET') await store.flush()
        return answer
      }
      const path = typeof match === 'object' ? match.path : {}
      const header = req.headers['x-sandbox-fault']
      const fault = faults.of({
        operationId: call.operationId,
        method: asked.method,
        path: asked.pathname + asked.search,
        groupId: path.groupId,
        clusterName: path.clusterName,
        body: ready.body,
        header: typeof header === 'string' ? header : undefined,
      })
      return fault ? await misbehave(fault, res, run, refuse) : sent(await run())
    } catch (error) {
      if (error instanceof Reject) return sent(refuse(error))
      console.error(error)
      return sent(refuse(reject(500, 'UNEXPECTED_ERROR', 'The sandbox itself failed.')))
    }
  }

  async function controlled(request: Parameters<typeof answerControl>[1]): Promise<Answer> {
    const answer = answerControl({ world, faults, calls }, request)
    await store.flush()
    return answer
  }

  async function control(method: string, command: string, body?: unknown): Promise<unknown> {
    const { pathname, search } = new URL(`/_sandbox/${command}`, 'http://localhost')
    const { status, text } = await controlled({
      ...{ method, pathname, search, body: JSON.stringify(body) ?? '', address: '127.0.0.1' },
      headers: { host: 'localhost', 'content-type': 'application/json' },
    })
    if (status !== 200) throw new Error(`The sandbox refused ${command}: ${text}`)
    return JSON.parse(text)
  }

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [pathname = '/', ...rest] = (req.url ?? '/').split('?')
    const search = rest.length ? `?${rest.join('?')}` : ''
    const method = req.method ?? 'GET'
    const body = await bodyOf(req)
    const address = req.socket.remoteAddress ?? ''
    if (pathname.startsWith('/_sandbox/')) {
      const { headers } = req
      return write(res, await controlled({ method, pathname, search, body, headers, address }))
    }
    const { authorization, accept, host: named } = req.headers
    const isOauth = pathname === '/api/oauth/token' || pathname === '/api/oauth/revoke'
    const match = matchRoute(method, pathname)
    const call = calls.received({
      method,
      path: pathname + search,
      ...(typeof match === 'object' ? { operationId: match.id, groupId: match.path.groupId } : {}),
      version: askedVersion(accept),
      ...(body ? { body: body.replace(/(^|&)token=[^&]*/, '$1token=…') } : {}),
      credential: authorization ? hashOf(credentialOf(authorization)) : undefined,
    })
    if (isOauth) {
      const answer = answerOauth(world, buckets, { pathname, method, authorization, body })
      await store.flush()
      write(res, {
        status: answer.status,
        headers: {
          'Content-Type': 'application/json',
          'Cache-Control': 'no-store',
          ...answer.headers,
        },
        text: answer.body === undefined ? '' : JSON.stringify(answer.body),
      })
      return calls.answered(call, answer.status, true)
    }
    const headers = {
      accept,
      authorization,
      host: named,
      'content-type': req.headers['content-type'],
    }
    const asked = { method, pathname, search, headers, body, address }
    const outcome = await answerAtlas(asked, req, res, call)
    if (outcome) calls.answered(call, outcome.status, outcome.answered)
  }

  const server = createServer((req, res) => {
    handle(req, res).catch((error) => {
      if (!req.readableAborted) console.error(error)
      res.destroy()
    })
  })
  // Longer than clients keep idle connections, so that none is closed during a request.
  server.keepAliveTimeout = 75_000
  const origin = await new Promise<string>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const at = server.address()
      resolve(`http://${host}:${typeof at === 'object' && at ? at.port : port}`)
    })
  })
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
    await store.flush()
  }
  return {
    ...{ origin, credentials, weakCredentials, control, close },
    calls: (about) => calls.list(about),
  }
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > bodyLimit) throw new Error('The request body is larger than the sandbox takes.')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString()
}

/** The part of an Authorization header that is the same for every call. */
function credentialOf(header: string): string {
  const [scheme, value = ''] = header.split(' ', 2)
  if (scheme === 'Bearer') return readToken(value)?.clientId ?? header
  if (scheme === 'Digest') return /username="([^"]*)"/.exec(header)?.[1] ?? header
  return Buffer.from(value, 'base64').toString().split(':')[0] ?? header
}
