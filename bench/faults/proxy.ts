import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import type { OnStop } from '@/scripts/command'

/** What happens to a write. `applied`: Atlas acts on it first. */
export type Fault = {
  name: string
  applied: boolean
  /** The answer instead of Atlas's. `undefined`: never answers. */
  answer?: (to: ServerResponse, atlas: Answer | undefined) => unknown
  /** Seconds after the call during which reads fail, or show the old state. */
  readsFailFor?: number
  readsLagFor?: number
}
type Answer = { status: number; type: string; body: Buffer }
type Armed = { fault: Fault; hit?: number }

const agent = new Agent({ connections: 128 })

/** A proxy between the console and the sandbox Atlas. Applies a fault to the first write of each project it was set for. */
export async function startProxy(atlas: string, onStop: OnStop) {
  const armed = new Map<string, Armed>()
  const applied: Array<{ at: number; method: string; path: string; status: number; body: string }> =
    []
  const before = new Map<string, Answer>()
  let dateShiftMs = 0

  const pass = async (
    from: IncomingMessage,
    body: Buffer,
  ): Promise<Answer & { headers: Record<string, unknown> }> => {
    const { host: _h, connection: _c, 'content-length': _l, ...headers } = from.headers
    const answer = await request(atlas + from.url, {
      method: from.method as 'GET',
      headers: headers as Record<string, string>,
      ...(body.length > 0 ? { body } : {}),
      dispatcher: agent,
    })
    return {
      status: answer.statusCode,
      type: String(answer.headers['content-type'] ?? 'application/json'),
      body: Buffer.from(await answer.body.arrayBuffer()),
      headers: answer.headers,
    }
  }
  const serve = async (from: IncomingMessage, to: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of from) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const url = from.url ?? ''
    const isRead = from.method === 'GET'
    const one = [...armed].find(([key]) => url.includes(key))?.[1]
    const since = one?.hit === undefined ? Number.NaN : (Date.now() - one.hit) / 1000
    const send = (answer: Answer, date?: unknown) => {
      const shifted = new Date(Date.parse(String(date ?? new Date().toUTCString())) + dateShiftMs)
      to.writeHead(answer.status, {
        ...(answer.status === 204 ? {} : { 'content-type': answer.type }),
        date: shifted.toUTCString(),
      })
      to.end(answer.status === 204 ? undefined : answer.body)
    }
    if (one && isRead && since < (one.fault.readsFailFor ?? 0)) {
      to.writeHead(503).end()
      return
    }
    if (one && isRead && since < (one.fault.readsLagFor ?? 0)) {
      const old = before.get(url)
      if (old) return send(old)
    }
    if (one && !isRead && one.hit === undefined) {
      one.hit = Date.now()
      const answer = one.fault.applied ? await pass(from, body) : undefined
      if (answer) note(from, answer, body)
      if (one.fault.answer) return one.fault.answer(to, answer)
      if (answer) return send(answer)
      return
    }
    const answer = await pass(from, body)
    if (!isRead && !url.includes('/oauth/')) note(from, answer, body)
    if (one && isRead && one.fault.readsLagFor && one.hit === undefined && answer.status < 300)
      before.set(url, answer)
    send(answer, answer.headers.date)
  }
  const note = (from: IncomingMessage, { status }: Answer, body: Buffer) =>
    applied.push({
      at: Date.now(),
      method: from.method ?? '',
      path: from.url ?? '',
      status,
      body: body.toString(),
    })

  const server = createServer((from, to) => void serve(from, to).catch(() => to.destroy()))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onStop(async () => {
    server.closeAllConnections()
    server.close()
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arm: (key: string, fault: Fault) => void armed.set(key, { fault }),
    hitAt: (key: string) => armed.get(key)?.hit,
    disarm: (key: string) => void armed.delete(key),
    /** Changes that Atlas accepted. */
    applied: (key: string) => applied.filter((c) => c.path.includes(key) && c.status < 300),
    reached: (key: string) => applied.filter((c) => c.path.includes(key)),
    shiftDate: (ms: number) => {
      dateShiftMs = ms
    },
  }
}
export type FaultProxy = Awaited<ReturnType<typeof startProxy>>

const refuse =
  (status: number, errorCode: string, headers: Record<string, string> = {}) =>
  (to: ServerResponse) => {
    to.writeHead(status, { 'content-type': 'application/json', ...headers })
    to.end(JSON.stringify({ error: status, errorCode, detail: `Fault ${errorCode}`, reason: 'x' }))
  }
const page = (status: number) => (to: ServerResponse) => {
  to.writeHead(status, { 'content-type': 'text/html' })
  to.end('<html><body><h1>Bad gateway</h1></body></html>')
}
const silent = () => {}
const reset = (to: ServerResponse) => void to.socket?.resetAndDestroy()

const drip = async (to: ServerResponse, atlas: Answer | undefined) => {
  const body = atlas?.body ?? Buffer.from('{"a":1}')
  to.writeHead(atlas?.status ?? 200, { 'content-type': 'application/json' })
  for (const byte of body.subarray(0, 12)) {
    if (to.destroyed) return
    to.write(Buffer.from([byte]))
    await sleep(1_000)
  }
}
const cut = (to: ServerResponse, atlas: Answer | undefined) => {
  const body = atlas?.body.length ? atlas.body : Buffer.from('{"results":[]}')
  to.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length + 50 })
  to.write(body.subarray(0, Math.ceil(body.length / 2)))
  setTimeout(() => to.socket?.destroy(), 100)
}
const raw =
  (status: number, text: string, headers: Record<string, string> = {}) =>
  (to: ServerResponse) => {
    to.writeHead(status, { 'content-type': 'application/json', ...headers })
    to.end(text)
  }

export const faults: Fault[] = [
  { name: 'none', applied: true },
  { name: '400', applied: false, answer: refuse(400, 'INVALID_ATTRIBUTE') },
  { name: '401', applied: false, answer: refuse(401, 'UNAUTHORIZED') },
  { name: '403', applied: false, answer: refuse(403, 'USER_UNAUTHORIZED') },
  { name: '404', applied: false, answer: refuse(404, 'RESOURCE_NOT_FOUND') },
  { name: '409', applied: false, answer: refuse(409, 'CONFLICT') },
  // Of a proxy in between: JSON, but not Atlas's.
  { name: '400 proxy', applied: false, answer: raw(400, '{"message":"Bad header"}') },
  { name: '403 proxy', applied: false, answer: raw(403, '{"message":"Forbidden"}') },
  { name: '404 proxy', applied: false, answer: raw(404, '{"message":"no Route matched"}') },
  { name: '404 empty', applied: false, answer: raw(404, '') },
  { name: '409 proxy', applied: false, answer: raw(409, '{"error":"conflict"}') },
  { name: '403 proxy after', applied: true, answer: raw(403, '{"message":"Forbidden"}') },
  { name: '409 proxy after', applied: true, answer: raw(409, '{"error":"conflict"}') },
  {
    name: '429 retry 2',
    applied: false,
    answer: refuse(429, 'RATE_LIMITED', { 'retry-after': '2' }),
  },
  { name: '429', applied: false, answer: refuse(429, 'RATE_LIMITED') },
  { name: '500', applied: false, answer: refuse(500, 'UNEXPECTED_ERROR') },
  { name: '502 html', applied: false, answer: page(502) },
  {
    name: '503 retry 1',
    applied: false,
    answer: refuse(503, 'SERVICE_UNAVAILABLE', { 'retry-after': '1' }),
  },
  { name: '504 html after', applied: true, answer: page(504) },
  { name: '302', applied: false, answer: raw(302, '', { location: 'http://127.0.0.1:1/' }) },
  { name: 'silence before', applied: false, answer: silent },
  { name: 'silence after', applied: true, answer: silent },
  { name: 'reset before', applied: false, answer: reset },
  { name: 'reset after', applied: true, answer: reset },
  { name: 'slow body after', applied: true, answer: drip },
  { name: 'truncated after', applied: true, answer: cut },
  { name: 'no JSON after', applied: true, answer: raw(200, '{"a":') },
  { name: '500 after', applied: true, answer: refuse(500, 'UNEXPECTED_ERROR') },
  {
    name: '200 with an error',
    applied: false,
    answer: raw(200, '{"error":500,"errorCode":"X","detail":"d"}'),
  },
  { name: '200 without effect', applied: false, answer: raw(200, '{}') },
  {
    name: 'odd encoding after',
    applied: true,
    answer: raw(200, 'xx', { 'content-encoding': 'zstd-x' }),
  },
  { name: 'reads fail 10 s', applied: true, answer: reset, readsFailFor: 10 },
  { name: 'reads lag 20 s', applied: true, readsLagFor: 20 },
  { name: 'reset, reads lag 20 s', applied: true, answer: reset, readsLagFor: 20 },
]
