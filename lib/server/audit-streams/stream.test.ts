import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyRows } from '@/lib/audit/audit-verify.mjs'
import { fill, tamper } from '@/lib/audit/testing'
import { listCheckpoints } from '@/lib/ops/proof'
import { proofWarnings } from '../checkpoints/health'
import { configuration } from '../configuration'
import { sql } from '../database'
import { as } from '../testing/acting'
import { startConsole } from '../testing/start'
import { loadStreams, type StreamSettings, streamSettings } from './settings'
import { deliverRows, streamStates } from './stream'

const world = await startConsole()
const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

async function listening(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

type Line = { seq: number; body: string; prev: string; hash: string }
/** How the HTTP receiver answers: it keeps the lines, or fails after or before that, or never answers. */
let answers: 'ok' | 'loses the answer' | 'fails' | 'hangs' = 'ok'
let got: Line[] = []
let headers: Record<string, unknown> = {}
const receive: RequestListener = async (request, response) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  if (answers === 'hangs') return
  headers = request.headers
  if (answers === 'fails') return void response.writeHead(503).end('busy')
  got.push(
    ...Buffer.concat(parts)
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  )
  if (answers === 'loses the answer') return void request.socket.destroy()
  response.writeHead(200).end()
}
let http = ''
const streamOf = (name: string, more: Record<string, unknown> = {}): StreamSettings => {
  const written = { name, kind: 'http', url: http, ...more }
  const [made] = loadStreams(
    streamSettings.parse([written]),
    'gatehouse.yaml',
    () => 'Splunk token',
  )
  if (!made) throw new Error('No stream')
  return made
}
const head = async () => {
  const [row] = await sql()<[{ seq: number }]>`select seq::float8 as seq from audit_head`
  return row.seq
}
const nowDue = () =>
  sql()`update audit_stream set next_at = clock_timestamp() - interval '1 second'`
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1)

beforeAll(async () => {
  http = `http://127.0.0.1:${await listening(createServer(receive))}/raw`
  await fill(sql(), 1, 1_203)
})

test('an HTTP receiver gets every row once and in order, as lines that the verifier accepts', async () => {
  got = []
  await deliverRows(streamOf('siem', { authorizationFrom: 'SIEM' }))
  expect(got.map(({ seq }) => seq)).toEqual(upTo(await head()))
  expect(await verifyRows(got)).toMatchObject({ ok: true, rows: await head() })
  expect(headers).toMatchObject({
    authorization: 'Splunk token',
    'gatehouse-last-row': String(await head()),
  })
  // After a restart it goes on where it was.
  got = []
  await deliverRows(streamOf('siem'))
  expect(got).toEqual([])
  await fill(sql(), 1, 2)
  await deliverRows(streamOf('siem'))
  expect(got.map(({ seq }) => seq)).toEqual([(await head()) - 1, await head()])
})

test('rows that may not have arrived are sent again, in order and without a gap', async () => {
  got = []
  const stream = streamOf('unsure')
  answers = 'fails'
  await deliverRows(stream)
  expect(got).toEqual([])
  answers = 'loses the answer'
  await nowDue()
  await deliverRows(stream)
  const first = got.map(({ seq }) => seq)
  expect(first.length).toBeGreaterThan(0)
  answers = 'ok'
  // Its pause is not over.
  await deliverRows(stream)
  expect(got.length).toBe(first.length)
  await nowDue()
  await deliverRows(stream)
  expect(got.slice(first.length).map(({ seq }) => seq)).toEqual(upTo(await head()))
})

test('a syslog server gets RFC 5424 messages over TCP, framed by length', async () => {
  let text = ''
  const port = await listening(
    createTcp({ allowHalfOpen: true }, (socket) => {
      socket.on('data', (part) => {
        text += part
      })
      socket.on('end', () => socket.end())
    }),
  )
  const more = { kind: 'syslog', url: `tcp://127.0.0.1:${port}`, format: 'ocsf' }
  await deliverRows(streamOf('syslog', more))
  const seen: number[] = []
  for (let rest = text; rest; ) {
    const [frame = '', length = ''] = /^(\d+) /.exec(rest) ?? []
    const message = rest.slice(frame.length, frame.length + Number(length))
    rest = rest.slice(frame.length + Number(length))
    const [, priority, event = ''] =
      /^<(\d+)>1 \d{4}-\d\d-\d\dT[\d:]+\.\d{6}Z \S+ gatehouse - console\.started - (\{.*\})$/.exec(
        message,
      ) ?? []
    expect(priority, message).toBe('109')
    seen.push(JSON.parse(event).metadata.sequence)
  }
  expect(seen).toEqual(upTo(await head()))
})

test('a receiver that hangs delays nothing, and its lag is shown and admins are notified', async () => {
  const stream = streamOf('slow')
  configuration().auditStreams.push(stream)
  configuration().checkpoints.warnAfterMinutes = 0
  answers = 'hangs'
  const sending = deliverRows(stream, 1_000)
  // Rows are added while it hangs.
  await fill(sql(), 1, 1)
  await sending
  const read = async () =>
    listCheckpoints.output.parse((await as('auditor', listCheckpoints, {})).data)
  const behind = { name: 'slow', sent: 0, error: expect.stringMatching(/time/) }
  expect((await read()).streams).toEqual([expect.objectContaining(behind)])
  expect((await proofWarnings()).join()).toMatch(/“slow” is .* behind/)
  answers = 'ok'
  await nowDue()
  await deliverRows(stream)
  expect((await read()).streams).toEqual([
    expect.objectContaining({ name: 'slow', behindRows: 0, behindMinutes: null, error: null }),
  ])
  expect((await proofWarnings()).join()).not.toMatch(/“slow”/)
})

test('a stream does not go on from a row that the log no longer has', async () => {
  const stream = streamOf('forked', { start: 'next' })
  got = []
  await deliverRows(stream)
  expect(got).toEqual([])
  configuration().auditStreams.push(stream)
  await fill(sql(), 1, 1)
  const last = await head()
  await tamper(
    world.owner,
    (tx) => tx`
    update audit set hash = decode(repeat('ab', 32), 'hex') where seq = ${last - 1}`,
  )
  await deliverRows(stream)
  expect(got).toEqual([])
  expect((await streamStates()).find(({ name }) => name === 'forked')?.error).toMatch(/restored/)
  expect((await proofWarnings()).join()).toMatch(/“forked”/)
})

test('the settings of a stream refuse passwords in addresses and plain HTTP', () => {
  const isFine = (url: string, kind = 'http') =>
    streamSettings.safeParse([{ name: 'siem', kind, url }]).success
  expect(isFine('https://siem.example.com/raw')).toBe(true)
  expect(isFine('tls://siem.example.com:6514', 'syslog')).toBe(true)
  for (const url of [
    'http://siem.example.com',
    'https://a:b@siem.example.com',
    'ftp://siem.example.com',
  ])
    expect(isFine(url), url).toBe(false)
})
