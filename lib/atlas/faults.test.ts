import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Connection, connect } from './connection'
import { AtlasError } from './errors'
import {
  aChange,
  aRead,
  aServiceAccount,
  inOrder,
  json,
  type ScriptedAtlas,
  scriptedAtlas,
} from './testing/scripted-atlas'

let atlas: ScriptedAtlas
let connection: Connection

const to = (baseUrl: string) =>
  connect({
    name: 'main',
    baseUrl,
    credentials: aServiceAccount,
    timeoutMs: 300,
    requestsPerMinute: 60_000,
  })

beforeEach(async () => {
  atlas = await scriptedAtlas()
  connection = to(atlas.url)
})
afterEach(async () => {
  await connection.close()
  await atlas.close()
})

type Script = ScriptedAtlas['script']
const silence: Script = () => {}
const hangUp: Script = (_, response) => response.destroy()
const html =
  (status: number): Script =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'text/html' })
    response.end('<html>Bad gateway</html>')
  }
const cutOff =
  (status: number): Script =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '100' })
    response.write('{"a":')
    setImmediate(() => response.destroy())
  }
const stalled =
  (status: number): Script =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '100' })
    response.write('{"a":')
  }
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error) => (error instanceof AtlasError ? error : Promise.reject(error)),
  )

describe('a change is sent once, with an exact outcome', () => {
  test.each<[string, Script, 'failed' | 'unknown', string]>([
    ['no answer in time', silence, 'unknown', 'unknown-outcome'],
    ['a connection closed after sending', hangUp, 'unknown', 'unknown-outcome'],
    ['500', json(500, { errorCode: 'UNEXPECTED_ERROR' }), 'unknown', 'unknown-outcome'],
    ['503 with Retry-After', json(503, {}, { 'retry-after': '1' }), 'unknown', 'unknown-outcome'],
    ['502 in HTML', html(502), 'unknown', 'unknown-outcome'],
    ['403 in HTML from something in between', html(403), 'unknown', 'unknown-outcome'],
    ['408', json(408, {}), 'unknown', 'unknown-outcome'],
    ['409 cut off', cutOff(409), 'unknown', 'unknown-outcome'],
    ['a redirect', json(302, {}, { location: '/elsewhere' }), 'unknown', 'unknown-outcome'],
    ['429', json(429, { errorCode: 'RATE_LIMITED' }), 'failed', 'slow-down'],
    ['409', json(409, { errorCode: 'CLUSTER_BUSY' }), 'failed', 'conflict'],
    ['404', json(404, { errorCode: 'CLUSTER_NOT_FOUND' }), 'failed', 'not-found'],
    ['404 without a body', (_, r) => r.writeHead(404).end(), 'unknown', 'unknown-outcome'],
    ['404 of a proxy', json(404, { message: 'no Route matched' }), 'unknown', 'unknown-outcome'],
    ['403 of a firewall', json(403, { message: 'Forbidden' }), 'unknown', 'unknown-outcome'],
    ['400', json(400, { errorCode: 'VALIDATION_ERROR' }), 'failed', 'invalid'],
    ['401 twice', html(401), 'failed', 'unavailable'],
    ['403', json(403, { errorCode: 'FORBIDDEN' }), 'failed', 'not-allowed'],
    ['405', json(405, { errorCode: 'NOT_ALLOWED' }), 'failed', 'conflict'],
    ['400 of a proxy', json(400, { message: 'Bad header' }), 'unknown', 'unknown-outcome'],
    ['409 of a proxy', json(409, { error: 'conflict' }), 'unknown', 'unknown-outcome'],
    ['413 of a proxy', json(413, {}), 'unknown', 'unknown-outcome'],
    ['an empty 422', (_, r) => r.writeHead(422).end(), 'unknown', 'unknown-outcome'],
    ['410', json(410, { errorCode: 'VERSION_GONE' }), 'failed', 'not-found'],
  ])('%s', async (_, script, outcome, kind) => {
    atlas.script = script
    const error = await errorOf(connection.call(aChange))
    expect(error).toMatchObject({ outcome, kind })
    expect(atlas.calls.every((call) => call.body === aChange.body)).toBe(true)
    expect(atlas.calls).toHaveLength(error?.status === 401 ? 2 : 1)
  })

  test.each<[string, Script]>([
    ['cut off', cutOff(200)],
    ['that stalls', stalled(200)],
    ['of HTML', html(201)],
    ['of junk', (_, r) => r.writeHead(202, { 'content-type': 'application/json' }).end('{"a":')],
    ['larger than 10 MB', (_, r) => r.writeHead(200).end('x'.repeat(11 * 1024 * 1024))],
  ])('a 2xx with a body %s is done anyway', async (_, script) => {
    atlas.script = script
    await expect(connection.call({ ...aChange, timeoutMs: 2_000 })).resolves.toMatchObject({
      misread: true,
      body: undefined,
    })
  })

  test('a 204 is done and has no body', async () => {
    atlas.script = (_, response) => response.writeHead(204).end()
    const answer = await connection.call(aChange)
    expect(answer).toMatchObject({ status: 204, body: undefined, bodyText: '' })
    expect(answer).not.toHaveProperty('misread')
    expect(answer.date?.getTime()).toBeGreaterThan(Date.now() - 60_000)
  })

  test('a refused connection means nothing was sent', async () => {
    await connection.call(aRead)
    await atlas.close()
    expect(await errorOf(connection.call(aChange))).toMatchObject({
      outcome: 'failed',
      kind: 'atlas-down',
    })
  })

  test('an unknown host or a TLS error means nothing was sent', async () => {
    const plain = createServer((socket) => socket.end('no TLS here\r\n'))
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
    const address = plain.address()
    const port = typeof address === 'object' ? address?.port : 0
    for (const url of [`https://127.0.0.1:${port}`, 'http://no-such-host.invalid']) {
      const other = to(url)
      expect(await errorOf(other.call(aChange))).toMatchObject({ outcome: 'failed' })
      await other.close()
    }
    plain.close()
  })

  test('each change has its own socket, so a stale one cannot make it unknown', async () => {
    await connection.call(aRead)
    await connection.call(aChange)
    await connection.call(aChange)
    await connection.call(aRead)
    const [read, first, second, again] = atlas.calls.map((call) => call.socket)
    expect(new Set([read, first, second]).size).toBe(3)
    expect(again).toBe(read)
  })

  test('onSending runs once, before anything is sent, and only then', async () => {
    const told: number[] = []
    const onSending = () => void told.push(atlas.calls.length)
    atlas.script = inOrder(json(401, {}), json(200, {}))
    await connection.call({ ...aChange, onSending })
    expect(told).toEqual([0])

    await errorOf(connection.call({ ...aChange, onSending, signal: AbortSignal.abort() }))
    expect(told).toHaveLength(1)
  })

  test('onConnected runs for each attempt, when its socket is connected and nothing has arrived', async () => {
    const told: number[] = []
    const onConnected = () => void told.push(atlas.calls.length)
    atlas.script = inOrder(json(401, {}), json(200, {}))
    await connection.call({ ...aChange, onConnected })
    expect(told).toEqual([0, 1])

    await errorOf(connection.call({ ...aChange, onConnected, signal: AbortSignal.abort() }))
    expect(told).toHaveLength(2)
  })

  test('it continues when the caller cancels after sending', async () => {
    const leaver = new AbortController()
    atlas.script = (request, response, count) => {
      leaver.abort()
      json(200, { done: true })(request, response, count)
    }
    const answer = await connection.call({ ...aChange, signal: leaver.signal })
    expect(answer.body).toEqual({ done: true })
  })
})

describe('a read', () => {
  test.each<[string, Script]>([
    ['429', json(429, {})],
    ['500', json(500, {})],
    ['502 in HTML', html(502)],
    ['a broken connection', hangUp],
    ['an answer cut off', cutOff(200)],
  ])('is tried again after %s', async (_, script) => {
    atlas.script = inOrder(script, json(200, { ok: true }))
    const answer = await connection.call(aRead)
    expect(answer.body).toEqual({ ok: true })
    expect(atlas.calls).toHaveLength(2)
  })

  test('is tried at most three times', async () => {
    atlas.script = json(503, { errorCode: 'SERVICE_UNAVAILABLE' })
    expect(await errorOf(connection.call(aRead))).toMatchObject({
      kind: 'atlas-down',
      outcome: 'failed',
      errorCode: 'SERVICE_UNAVAILABLE',
    })
    expect(atlas.calls).toHaveLength(3)
  })

  test.each<[string, Script, string]>([
    ['404', json(404, { errorCode: 'CLUSTER_NOT_FOUND' }), 'not-found'],
    ['a 404 that is not of Atlas', html(404), 'atlas-down'],
    ['a 404 without a code', json(404, { message: 'no route' }), 'atlas-down'],
    ['400', json(400, { errorCode: 'INVALID' }), 'invalid'],
    ['a 400 of a proxy', json(400, { message: 'bad header' }), 'atlas-down'],
    ['an empty 409', (_, r) => r.writeHead(409).end(), 'atlas-down'],
    ['junk with 200', html(200), 'atlas-down'],
    ['200 and an error as text', json(200, { error: '500', errorCode: 'X' }), 'atlas-down'],
    ['200 and an error without a code', json(200, { error: 404, reason: 'X' }), 'atlas-down'],
    ['no answer in time', silence, 'atlas-down'],
    ['a list that takes too long', json(500, { errorCode: 'TIMEOUT_WHILE_PAGING' }), 'atlas-down'],
  ])('is not tried again after %s', async (_, script, kind) => {
    atlas.script = script
    expect(await errorOf(connection.call(aRead))).toMatchObject({ kind, outcome: 'failed' })
    expect(atlas.calls).toHaveLength(1)
  })

  test('waits as long as Atlas asks', async () => {
    atlas.script = inOrder(json(503, {}, { 'retry-after': '1' }), json(200, {}))
    const begun = performance.now()
    await connection.call(aRead)
    expect(performance.now() - begun).toBeGreaterThan(990)
  })

  test('fails with the time to wait when that is longer than 8 s', async () => {
    atlas.script = json(429, { errorCode: 'RATE_LIMITED' }, { 'retry-after': '30' })
    expect(await errorOf(connection.call(aRead))).toMatchObject({
      kind: 'slow-down',
      retryAfterSeconds: 30,
      errorCode: 'RATE_LIMITED',
    })
    expect(atlas.calls).toHaveLength(1)

    // Atlas is not called again until then.
    expect(await errorOf(connection.call(aRead))).toMatchObject({
      kind: 'slow-down',
      retryAfterSeconds: 30,
    })
    expect(atlas.calls).toHaveLength(1)
  })

  test('stops when its caller cancels', async () => {
    const leaver = new AbortController()
    atlas.script = () => leaver.abort(new Error('left'))
    await expect(connection.call({ ...aRead, signal: leaver.signal })).rejects.toThrow('left')
  })

  test('of more than 10 MB fails', async () => {
    atlas.script = json(200, { text: 'x'.repeat(11 * 1024 * 1024) })
    const error = await errorOf(connection.call({ ...aRead, timeoutMs: 5_000 }))
    expect(error?.message).toContain('too large')
    expect(atlas.calls).toHaveLength(1)
  })

  test('keeps int64 exact, and has the request id', async () => {
    atlas.script = (_, response) =>
      response.writeHead(200, { 'x-request-id': 'atlas-7' }).end('{"bytes":9223372036854775807}')
    expect(await connection.call(aRead)).toMatchObject({
      body: { bytes: '9223372036854775807' },
      bodyText: '{"bytes":9223372036854775807}',
      requestId: 'atlas-7',
    })
  })

  test('keeps the path before the API', async () => {
    const other = to(`${atlas.url}/mirror/`)
    // The scripted token endpoint has no prefix.
    atlas.script = inOrder(json(200, { access_token: 't', expires_in: 60 }), json(200, {}))
    await other.call(aRead)
    expect(atlas.calls.map((call) => call.url)).toEqual([
      '/mirror/api/oauth/token',
      '/mirror/api/atlas/v2/groups/0123456789abcdef01234567/clusters/orders-eu',
    ])
    await other.close()
  })
})
