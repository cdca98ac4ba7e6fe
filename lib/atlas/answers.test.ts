import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Connection, connect } from './connection'
import {
  aChange,
  aRead,
  aServiceAccount,
  type ScriptedAtlas,
  scriptedAtlas,
} from './testing/scripted-atlas'

let atlas: ScriptedAtlas
let connection: Connection
beforeAll(async () => {
  atlas = await scriptedAtlas()
  connection = connect({ name: 'c', baseUrl: atlas.url, credentials: aServiceAccount })
})
afterAll(async () => {
  await connection.close()
  await atlas.close()
})
beforeEach(() => {
  atlas.calls.length = 0
})

const answers = (bytes: Buffer | string, headers: Record<string, string> = {}, status = 200) => {
  atlas.script = (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(bytes)
  }
}
const body = { name: 'orders-eu', words: 'Größe' }
const text = JSON.stringify(body)

describe('an answer is read', () => {
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
  ])('in the content encoding %s', async (coding, bytes) => {
    answers(bytes, { 'content-encoding': coding })
    expect((await connection.call(aRead)).body).toEqual(body)
    expect(atlas.calls[0]?.headers['accept-encoding']).toBe('identity')
  })

  test('with a byte order mark', async () => {
    answers(`\ufeff${text}`)
    expect((await connection.call(aRead)).body).toEqual(body)
  })

  test('with bytes that are not UTF-8, and says so', async () => {
    answers(Buffer.from(text, 'latin1'))
    expect(await connection.call(aRead)).toMatchObject({
      body: { words: 'Gr\ufffd\ufffde' },
      garbled: true,
    })
    answers(text)
    expect(await connection.call(aRead)).not.toHaveProperty('garbled')
  })

  test('with numbers too large for a double, which stay exact', async () => {
    answers('{"a":1e999,"b":-1e400,"c":12345678901234567890,"d":1e2}')
    const expected = { a: '1e999', b: '-1e400', c: '12345678901234567890', d: 100 }
    expect((await connection.call(aRead)).body).toEqual(expected)
  })

  test('when the error of a refusal is encoded', async () => {
    const error = gzipSync(JSON.stringify({ errorCode: 'CLUSTER_NOT_FOUND', detail: 'Gone.' }))
    answers(error, { 'content-encoding': 'gzip' }, 404)
    await expect(connection.call(aRead)).rejects.toMatchObject({ errorCode: 'CLUSTER_NOT_FOUND' })
  })
})

describe('an unreadable answer says why', () => {
  test.each([
    ['nested', '['.repeat(5_000) + ']'.repeat(5_000), {}],
    ['nested', `${'{"a":['.repeat(60)}1${']}'.repeat(60)}`, {}],
    ['empty', '', {}],
    ['not JSON', '<html>maintenance</html>', {}],
    ['encoding', 'anything', { 'content-encoding': 'x-unknown' }],
    ['encoding', 'not gzip', { 'content-encoding': 'gzip' }],
    ['UNEXPECTED_ERROR', '{"error":500,"errorCode":"UNEXPECTED_ERROR","detail":"x"}', {}],
    ['envelope', '{"status":200,"content":{"name":"main"}}', {}],
    ['too large', gzipSync(Buffer.alloc(20 * 1024 * 1024, 32)), { 'content-encoding': 'gzip' }],
  ])('%s', async (word, bytes, headers) => {
    answers(bytes, headers)
    await expect(connection.call(aRead)).rejects.toMatchObject({
      kind: 'atlas-down',
      message: expect.stringContaining(word),
    })
    // The change is done anyway.
    const isRead = ['empty', 'UNEXPECTED_ERROR', 'envelope'].includes(word)
    expect(await connection.call(aChange)).toMatchObject(
      isRead ? { status: 200 } : { status: 200, misread: true },
    )
  })

  test('a refusal that is not from Atlas', async () => {
    answers('{"message":"Forbidden"}', {}, 403)
    await expect(connection.call(aRead)).rejects.toMatchObject({
      kind: 'atlas-down',
      message: expect.stringContaining('proxy'),
    })
  })

  test('a version that Atlas does not offer', async () => {
    answers('{"error":406,"errorCode":"INVALID_VERSION_DATE"}', {}, 406)
    await expect(connection.call(aRead)).rejects.toMatchObject({
      kind: 'unavailable',
      errorCode: 'INVALID_VERSION_DATE',
      message: expect.stringContaining(aRead.version),
    })
  })
})
