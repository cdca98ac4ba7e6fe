import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GatewayAnswer } from './call'
import { gateway } from './gateway'

/** How long a client may take nothing of a large answer. */
const SILENCE_MS = 60_000
/** How long a client may go on sending a body that was refused. */
const DRAINED_MS = 30_000

/** Answers a request of a client of Atlas on Node's own request and response. */
export async function serveGateway(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Pick<Headers, 'get' | 'has'>,
): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => response.writableFinished || gone.abort())
  const answer = await gateway({
    method: request.method ?? '',
    target: request.url ?? '',
    headers,
    // Refusing a body that is too large needs the socket for the answer.
    body: request.iterator({ destroyOnReturn: false }),
    signal: gone.signal,
  })
  // A body that stopped arriving is not waited for.
  if (answer.headers.connection === 'close') request.resume()
  else await drained(request)
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  const { status, headers: sent, body } = answer
  if (!Buffer.isBuffer(body)) return streamed(response, { ...answer, body })
  if (response.destroyed) return
  // Neither has a body, so neither has a length.
  const length = [204, 304].includes(status) ? {} : { 'content-length': body.length }
  response.writeHead(status, { ...sent, ...length })
  response.end(body)
}

/**
 * Reads the rest of a refused body: it would be parsed as the next request, and a client that is cut off while it sends does
 * not read the refusal.
 */
async function drained(request: IncomingMessage): Promise<void> {
  request.resume()
  if (request.complete || request.destroyed) return
  const enough = new AbortController()
  const over = once(request, 'close', enough).catch(() => {})
  await Promise.race([over, sleep(DRAINED_MS, undefined, enough).catch(() => {})])
  enough.abort()
}

type Large = GatewayAnswer & { body: AsyncIterable<Uint8Array> }

async function streamed(response: ServerResponse, { status, headers, body }: Large) {
  const content = Readable.from(body, { objectMode: false })
  if (response.destroyed) {
    // The client left: the connection to Atlas is free again.
    content.destroy()
    return
  }
  response.writeHead(status, headers)
  // A client that stops reading would hold a connection to Atlas.
  response.setTimeout(SILENCE_MS, () => response.destroy())
  await pipeline(content, response)
}
