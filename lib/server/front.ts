import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type IncomingMessage, type RequestListener, Server, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { OpError } from '@/lib/ops/failure'
import { answerTo } from './answer'
import { configuration } from './configuration'
import { dataRoute } from './data-route'
import { isForGateway } from './gateway/elsewhere'
import { serveGateway } from './gateway/serve'
import { log } from './log'
import { fileHeaders } from './security-headers'
import { watchedRequest } from './watched-request'

const path = /^\/api\/ops\/([A-Za-z.]+)$/
/** Answers from this size in bytes are compressed. */
const LARGE = 8_192

const compress = promisify(gzip)

/**
 * Answers the data route and the gateway on Node's own request and response, before Next sees them: Next's web request and
 * response cost several times what a cached read costs. Everything else goes to Next. Without this, the route handler does the same
 * work. Called once, from instrumentation.ts. Returns a function that stops it for servers created later.
 */
export function answerBeforeNext(): () => void {
  const seen = new WeakSet<Server>()
  // Node publishes this before it emits `request`.
  const onStart = (message: unknown) => {
    const server = serverOf(message)
    if (!server || seen.has(server)) return
    seen.add(server)
    // Next's listener drops connections that offer an upgrade, such as to HTTP/2 in clear. Without it, Node ignores the offer.
    server.removeAllListeners('upgrade')
    const others = server.listeners('request')
    server.removeAllListeners('request')
    server.on(
      'request',
      before((request, response) => {
        for (const listener of others) listener.call(server, request, response)
      }),
    )
  }
  subscribe('http.server.request.start', onStart)
  return () => void unsubscribe('http.server.request.start', onStart)
}

/** How long a body for Next may take to arrive, in ms. Forms are small. */
const BODY_MS = 30_000

/** A listener that answers the data route and the gateway, and leaves everything else to `next`. */
export const before =
  (next: RequestListener, bodyMs = BODY_MS): RequestListener =>
  (request, response) =>
    watchedRequest(request, response, () => {
      const dropped = (error: unknown) => {
        log.error('A request was dropped', { error: String(error) })
        response.destroy()
      }
      if (isForGateway(request.url ?? ''))
        return void serveGateway(request, response, headersOf(request)).catch(dropped)
      // Defaults: Next and the data route can replace them.
      for (const [name, value] of Object.entries(fileHeaders(isHttps())))
        response.setHeader(name, value)
      if (request.url?.startsWith('/api/')) response.setHeader('cache-control', 'no-store')
      const op = request.method === 'POST' ? path.exec(request.url ?? '')?.[1] : undefined
      const odd = whyOdd(request)
      if (odd) refuse(request, response, odd).catch(dropped)
      else if (op) serve(request, response, op).catch(dropped)
      else {
        endSlow(request, response, bodyMs)
        next(request, response)
      }
    })

/** Next waits for the whole body before a route can limit it, and Node for five minutes. */
function endSlow(request: IncomingMessage, response: ServerResponse, ms: number): void {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers
  if (length === '0' && coding === undefined) return
  const timer = setTimeout(() => {
    if (request.complete) return
    response.once('finish', () => request.destroy())
    if (response.headersSent) request.destroy()
    else void refuse(request, response, SLOW).catch(() => request.destroy())
  }, ms)
  response.once('close', () => clearTimeout(timer))
}

const SLOW = {
  status: 408,
  why: 'The rest of the request body did not arrive in time. Send it again.',
}

const serverOf = (message: unknown): Server | undefined =>
  typeof message === 'object' &&
  message !== null &&
  'server' in message &&
  message.server instanceof Server
    ? message.server
    : undefined

const isHttps = () => configuration().url.protocol === 'https:'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * Requests that Next fails on: an unknown method, or a path that can't be decoded. Ignores the query, because an
 * identity provider's error may be in another encoding.
 */
function whyOdd({ method = '', url = '' }: IncomingMessage) {
  if (!methods.includes(method))
    return { status: 405, why: `Gatehouse does not support ${method} requests.` }
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '')
    if (url.startsWith('/')) return undefined
  } catch {
    // Falls through to the 400 below.
  }
  return { status: 400, why: 'This address is not a valid URL.' }
}

async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, why }: { status: number; why: string },
) {
  const about = { path: '', headers: headersOf(request), signal: new AbortController().signal }
  const { headers, body } = await answerTo(about, async () => {
    throw OpError.of('invalid', why)
  })
  response.writeHead(status, {
    ...headers,
    ...(status === 405 ? { allow: 'GET, HEAD, POST' } : {}),
    ...(status === 408 ? { connection: 'close' } : {}),
  })
  response.end(body)
}

async function serve(request: IncomingMessage, response: ServerResponse, op: string) {
  const gone = new AbortController()
  response.once('close', () => response.writableFinished || gone.abort())
  const { status, headers, body } = await dataRoute(
    {
      path: `/api/ops/${op}`,
      headers: headersOf(request),
      signal: gone.signal,
      // Refusing a body that is too large needs the socket for the answer.
      body: request.iterator({ destroyOnReturn: false }),
    },
    op,
  )
  // The rest of a refused body would be parsed as the next request.
  request.resume()
  if (response.destroyed) return
  const bytes = Buffer.from(body)
  const isCompressed =
    bytes.length > LARGE && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  const sent = isCompressed ? await compress(bytes, { level: constants.Z_BEST_SPEED }) : bytes
  response.writeHead(status, {
    ...headers,
    ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
    vary: 'accept-encoding',
    'content-length': sent.length,
  })
  response.end(sent)
}

/** Node joins repeated headers. Only set-cookie is a list, and clients do not send it. */
const headersOf = ({ headers }: IncomingMessage) => ({
  get: (name: string) => headers[name.toLowerCase()]?.toString() ?? null,
  has: (name: string) => headers[name.toLowerCase()] !== undefined,
})
