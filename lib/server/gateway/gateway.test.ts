import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { handler } from './handler'
import { readOnce } from './in-flight'
import { jsonOf, rowsOf, startGateway } from './testing'

const staging = '6238513e765aeb25ee8e1956'

const gateway = await startGateway([
  { machine: 'all', role: 'operator', scope: { all: true } },
  { machine: 'one', role: 'operator', scope: { project: staging } },
])
const { world, as, atlasAnswers } = gateway
const accept = 'application/vnd.atlas.2025-03-12+json'
const v2 = '/api/atlas/v2'
const clusters = `${v2}/groups/${staging}/clusters`

const atlasError = JSON.stringify({ error: 500, errorCode: 'UNEXPECTED_ERROR', detail: 'x' })

describe('a read', () => {
  test('is Atlas’s own answer: bytes, media type, status, query, and errors inside of the scope', async () => {
    const answer = await as('one', 'GET', `${clusters}?itemsPerPage=2&pretty=true`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('vnd.atlas.2024-08-05+json')
    expect(rowsOf(answer).results).toHaveLength(2)
    expect(answer.headers.get('ratelimit-remaining')).toMatch(/^\d+$/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const [call] = (
      await world.calls({ groupId: staging, operationId: 'listGroupClusters' })
    ).slice(-1)
    expect(call?.path).toMatch(/clusters\?itemsPerPage=2&pretty=true$/)
    const gone = await as('one', 'GET', `${clusters}/none`)
    expect(gone.status).toBe(404)
    expect(jsonOf(gone).errorCode).toMatch(/NOT_FOUND/)
    expect((await as('one', 'GET', clusters, { headers: { accept: 'text/html' } })).status).toBe(
      406,
    )
  })

  test('keeps gzip, ETag and conditions, but no cookie, hop-by-hop header or credential, also when Atlas repeats it', async () => {
    const seen: Record<string, unknown>[] = []
    atlasAnswers((path) =>
      path.startsWith(clusters)
        ? (request, response) => {
            seen.push(request.headers)
            const said = JSON.stringify({ echo: request.headers.authorization, ok: true })
            const isPacked = path.includes('gzip')
            response.writeHead(200, {
              'content-type': 'application/json',
              etag: '"1"',
              connection: 'x-hop, close',
              'x-hop': '1',
              'set-cookie': 'atlas=1',
              'x-echo': request.headers.authorization ?? '',
              ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
            })
            response.end(isPacked ? gzipSync(said) : said)
          }
        : undefined,
    )
    const headers = { 'if-none-match': '"0"', 'accept-encoding': 'gzip', connection: 'keep-alive' }
    for (const query of ['', '?x=gzip']) {
      const answer = await as('one', 'GET', clusters + query, { headers })
      expect(answer.text).toContain('"ok":true')
      const token = String(seen.at(-1)?.authorization).replace('Bearer ', '')
      expect(token.length).toBeGreaterThan(20)
      expect(answer.text + JSON.stringify([...answer.headers])).not.toContain(token)
      expect(answer.headers.get('etag')).toBe('"1"')
      for (const name of ['set-cookie', 'x-hop', 'x-echo', 'www-authenticate'])
        expect(answer.headers.get(name)).toBeNull()
    }
    expect(seen[0]).toMatchObject({ 'if-none-match': '"0"', 'accept-encoding': 'gzip' })
    expect(seen[0]?.authorization).not.toBe(`Bearer ${await gateway.token('one')}`)
  })

  test('of 50 MB is streamed, and ends with the client', async () => {
    const chunk = Buffer.alloc(1 << 20, 'x')
    let sent = 0
    let isOver = false
    atlasAnswers((path) =>
      path.startsWith(clusters)
        ? async (_, response) => {
            response.on('close', () => (isOver = true))
            response.writeHead(200, { 'content-type': 'application/gzip' })
            for (; sent < 50 && !response.destroyed; sent += 1)
              if (!response.write(chunk)) await new Promise((done) => response.once('drain', done))
            response.end()
          }
        : undefined,
    )
    const { token, origin } = gateway
    const headers = { authorization: `Bearer ${await token('one')}` }
    const whole = await fetch(origin + clusters, { headers })
    expect((await whole.bytes()).length).toBe(50 << 20)
    sent = 0
    isOver = false
    const left = new AbortController()
    const part = await fetch(`${origin}${clusters}?x=1`, { headers, signal: left.signal })
    await part.body?.getReader().read()
    left.abort()
    await vi.waitFor(() => expect(isOver).toBe(true))
    expect(sent).toBeLessThan(50)
  })

  test('is one call for equal reads in flight, unless the answer is large', async () => {
    for (const [size, most] of [
      [10, 1],
      [1 << 20, 3],
    ] as const) {
      let calls = 0
      const start = Promise.withResolvers<void>()
      const open = async () => {
        calls += 1
        await start.promise
        const body = Readable.from([Buffer.alloc(size, 'x')])
        return { status: 200, headers: {}, body, clean: () => false, cancel: () => {} }
      }
      const all = Array.from({ length: 3 }, () => readOnce(`read of ${size}`, open))
      start.resolve()
      for (const one of await Promise.all(all))
        expect(
          'small' in one ? one.small.bytes.length : (await buffer(one.large.body)).length,
        ).toBe(size)
      expect(calls).toBe(most)
    }
  })

  /** An answer of that many bytes, of which the rest arrives a byte at a time. */
  function trickling(size: number, headers = {}) {
    const state = { isCanceled: false }
    const body = Readable.from(
      (async function* () {
        yield Buffer.alloc(size, ' ')
        for (;;) {
          yield Buffer.from(' ')
          await sleep(20)
        }
      })(),
    )
    const cancel = () => {
      state.isCanceled = true
      body.destroy()
    }
    const open = async () => ({ status: 200, headers, body, clean: () => false, cancel })
    return { state, open }
  }

  test('ends when its answer comes a byte at a time, for all who wait for it', async () => {
    const { state, open } = trickling(1)
    const all = [1, 2].map(() => readOnce('trickles', open, 200))
    for (const one of await Promise.allSettled(all))
      expect(one).toMatchObject({ reason: { failure: { kind: 'atlas-down' } } })
    expect(state.isCanceled).toBe(true)
  })

  test.each([
    ['of unknown length', {}],
    ['of a known length', { 'content-length': '9000000' }],
  ])('ends when the rest of a large one comes a byte at a time: %s', async (_, headers) => {
    const { state, open } = trickling(300_000, headers)
    const one = await readOnce('trickles later', open, 200)
    if (!('large' in one)) throw new Error('It is not large.')
    await expect(buffer(one.large.body)).rejects.toMatchObject({ failure: { kind: 'atlas-down' } })
    expect(state.isCanceled).toBe(true)
  })

  test('goes on when a client reads a large one slowly', async () => {
    const body = Readable.from(Array.from({ length: 30 }, () => Buffer.alloc(16_384, 'x')))
    const open = async () => ({ status: 200, headers: {}, body, clean: () => false, cancel() {} })
    const one = await readOnce('read slowly', open, 200)
    if (!('large' in one)) throw new Error('It is not large.')
    let size = 0
    for await (const part of one.large.body) {
      size += part.byteLength
      await sleep(20)
    }
    expect(size).toBe(30 * 16_384)
  })

  test.each<[string, number, Record<string, string>, string | Buffer]>([
    ['a page', 200, { 'content-type': 'text/html; charset=utf-8' }, '<html>Sign in</html>'],
    ['a page of a proxy', 503, { 'content-type': 'TEXT/HTML' }, '<h1>squid</h1>'],
    ['a route that a proxy does not have', 404, {}, '{"message":"no Route matched"}'],
    ['an empty one', 404, {}, ''],
    ['the refusal of a firewall', 403, {}, '{"message":"Forbidden"}'],
    ['a proxy that knows no such header', 400, {}, '{"message":"Bad header"}'],
    ['a proxy with a conflict', 409, {}, '{"error":"conflict"}'],
    ['an empty refusal', 422, {}, ''],
    ['a proxy that wants a password', 407, { 'proxy-authenticate': 'Basic' }, ''],
    ['an error with a good status', 200, {}, atlasError],
    ['an encoded one', 200, { 'content-encoding': 'gzip' }, gzipSync(atlasError)],
  ])('%s is no answer of Atlas', async (_, status, headers, body) => {
    atlasAnswers((path) =>
      path.includes('/clusters/odd')
        ? (_request, response) => {
            response.writeHead(status, { 'content-type': 'application/json', ...headers })
            response.end(body)
          }
        : undefined,
    )
    const answer = await as('one', 'GET', `${clusters}/odd`)
    expect([answer.status, jsonOf(answer).errorCode]).toEqual([502, 'GATEHOUSE_ATLAS_UNREACHABLE'])
  })

  test('waits after Atlas’s 429, and says 502 when Atlas does not answer or refuses Gatehouse itself', async () => {
    let calls = 0
    atlasAnswers((path) =>
      path.startsWith(clusters)
        ? (_, response) => {
            calls += 1
            if (calls > 1) return void response.end('{}')
            response.writeHead(429, { 'retry-after': '1' }).end()
          }
        : undefined,
    )
    expect((await as('one', 'GET', clusters)).status).toBe(200)
    expect(calls).toBe(2)
    for (const status of [401, 302]) {
      atlasAnswers((path) =>
        path.startsWith(clusters)
          ? (_, response) => response.writeHead(status, { location: 'https://x' }).end()
          : undefined,
      )
      const odd = await as('one', 'GET', `${clusters}?status=${status}`)
      expect([odd.status, odd.headers.get('location')]).toEqual([502, null])
    }
    atlasAnswers((path) =>
      path.startsWith(clusters)
        ? (request, response) => {
            response.writeHead(200, { 'content-length': 100 })
            response.write('{', () => request.socket.destroy())
          }
        : undefined,
    )
    expect((await as('one', 'GET', `${clusters}/cut`)).status).toBe(502)
    atlasAnswers(() => (request) => request.socket.destroy())
    const down = await as('one', 'GET', `${clusters}/x`)
    expect([down.status, jsonOf(down).errorCode]).toEqual([502, 'GATEHOUSE_ATLAS_UNREACHABLE'])
  })

  test('has no download link and no secret that Gatehouse shows to nobody', async () => {
    const { groupId } = await world.project({ clusters: [{ name: 'main' }] })
    const jobs = `${v2}/groups/${groupId}/clusters/main/backup/restoreJobs`
    atlasAnswers((path) =>
      path.startsWith(jobs)
        ? (_, response) =>
            response.end('{"results":[{"id":"1","deliveryUrl":["https://x/token"]}]}')
        : undefined,
    )
    const answer = await as('all', 'GET', jobs)
    expect(answer.text).toContain('(hidden)')
    expect(answer.text).not.toContain('https://x/token')
    const places: Array<[path: string, secret: object]> = [
      [`alertConfigs/${'a'.repeat(24)}`, { notifications: [{ webhookUrl: 'https://x/token' }] }],
      [
        `alerts/${'a'.repeat(24)}/alertConfigs`,
        { results: [{ notifications: [{ apiToken: 'https://x/token' }] }] },
      ],
      [
        'clusters/main/restoreJobs',
        { results: [{ delivery: { methodName: 'HTTP', urlV2: 'https://x/token' } }] },
      ],
    ]
    for (const [at, body] of places) {
      const path = `${v2}/groups/${groupId}/${at}`
      atlasAnswers((asked) =>
        asked === path ? (_, response) => response.end(JSON.stringify(body)) : undefined,
      )
      const { text } = await as('all', 'GET', path)
      expect([at, text.includes('(hidden)'), text.includes('x/token')]).toEqual([at, true, false])
    }
  })
})

test('the route handlers answer the same in development', async () => {
  const headers = { authorization: `Bearer ${await gateway.token('one')}`, accept }
  const ask = (path: string, method = 'GET') =>
    handler(new Request(`${gateway.origin}${path}`, { method, headers }))
  const list = await ask(`${clusters}?itemsPerPage=2`)
  expect(list.status).toBe(200)
  expect(rowsOf({ text: await list.text() }).results).toHaveLength(2)
  const head = await ask(clusters, 'HEAD')
  expect([head.status, await head.text()]).toEqual([403, ''])
  expect((await ask('/api/atlas/v1.0/groups')).status).toBe(404)
})
