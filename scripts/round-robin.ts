/** The load balancer of the demo: each request goes to the next console, so that no two requests in a row share one. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding'])

/** Names and values in turn, without those that are about one connection only. */
const passedOn = (rawHeaders: readonly string[]): string[] =>
  rawHeaders.filter((_, i) => !ofConnection.has((rawHeaders[i - (i % 2)] ?? '').toLowerCase()))

/**
 * Passes requests on to these ports of 127.0.0.1 in turn. One that refuses the connection is skipped. Returns a function
 * that stops it.
 */
export async function startRoundRobin(
  port: number,
  targets: readonly number[],
): Promise<() => Promise<void>> {
  let turn = 0
  const pass = (from: IncomingMessage, to: ServerResponse, body: Buffer, tries: number) => {
    const onward = request({
      host: '127.0.0.1',
      port: targets[turn++ % targets.length],
      method: from.method,
      path: from.url,
      headers: [...passedOn(from.rawHeaders), 'connection', 'close'],
      setHost: false,
      // A kept socket can end while a request is written to it.
      agent: false,
    })
    onward.on('response', (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedOn(answer.rawHeaders))
      answer.pipe(to)
      answer.on('error', () => to.destroy())
    })
    onward.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' && tries > 1) pass(from, to, body, tries - 1)
      else if (to.headersSent) to.destroy()
      else to.writeHead(502, { 'content-type': 'text/plain' }).end('No console answered.')
    })
    to.on('close', () => onward.destroy())
    onward.end(body)
  }
  const server = createServer((from, to) => {
    buffer(from).then(
      (body) => pass(from, to, body, targets.length),
      () => to.destroy(),
    )
  })
  server.on('clientError', (_, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
}
