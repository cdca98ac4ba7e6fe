/**
 * A proxy between the console and the sandbox Atlas. While reads are measured, it repeats one cluster's answer for every
 * cluster name, so that the upstream takes the same few microseconds for everyone. `bench-large-50` is an answer of 50 MB.
 * It can delay all other answers.
 */
import { createServer, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'

const { UPSTREAM_ORIGIN = '', UPSTREAM_PORT = '0' } = process.env
const oneCluster = /^\/api\/atlas\/v2\/groups\/[0-9a-f]{24}\/clusters\/bench-[\w-]+$/

let delayMs = 0
let repeated: { headers: Record<string, string>; body: Buffer } | undefined

const bodyOf = async (from: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of from) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const server = createServer(async (from, to) => {
  const { url = '/', method = 'GET' } = from
  if (url === '/_repeat') {
    const body = await bodyOf(from)
    repeated = { headers: { 'content-type': 'application/json' }, body }
    to.end()
    return
  }
  if (url === '/_delay') {
    delayMs = Number(JSON.parse((await bodyOf(from)).toString()).ms)
    to.end()
    return
  }
  const megabytes = Number(/\/clusters\/bench-large-(\d+)$/.exec(url)?.[1] ?? 0)
  if (megabytes > 0) {
    to.writeHead(200, { 'content-type': 'application/json' })
    const chunk = Buffer.alloc(1 << 20, ' ')
    for (let i = 0; i < megabytes; i += 1)
      if (!to.write(chunk)) await new Promise((done) => to.once('drain', done))
    to.end('{}')
    return
  }
  if (repeated && method === 'GET' && oneCluster.test(url)) {
    to.writeHead(200, { ...repeated.headers, 'content-length': repeated.body.length })
    to.end(repeated.body)
    return
  }
  if (delayMs > 0) await sleep(delayMs)
  const { host: _host, connection: _connection, ...headers } = from.headers
  const body = method === 'GET' ? null : await bodyOf(from)
  const answer = await request(UPSTREAM_ORIGIN + url, {
    method: method as 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    headers: headers as Record<string, string>,
    body,
  })
  const { connection: _c, 'transfer-encoding': _t, ...back } = answer.headers
  to.writeHead(answer.statusCode, back)
  for await (const chunk of answer.body) to.write(chunk)
  to.end()
})

server.listen(Number(UPSTREAM_PORT), '127.0.0.1', () => console.log('listening'))
