import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gateway } from './gateway'

/** How long a client may take nothing of a large answer. */
const SILENCE_MS = 60_000

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
  // The rest of a refused body would be parsed as the next request.
  request.resume()
  if (response.destroyed) return
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  const { status, headers: sent, body } = answer
  if (Buffer.isBuffer(body)) {
    response.writeHead(status, { ...sent, 'content-length': body.length })
    response.end(body)
    return
  }
  response.writeHead(status, sent)
  // A client that stops reading would hold a connection to Atlas.
  response.setTimeout(SILENCE_MS, () => response.destroy())
  await pipeline(Readable.from(body, { objectMode: false }), response)
}
