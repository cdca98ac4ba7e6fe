import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Connection, connect } from './connection'
import { digestHeader, parseChallenge } from './digest'
import {
  aChange,
  aRead,
  json,
  type Received,
  type ScriptedAtlas,
  scriptedAtlas,
} from './testing/scripted-atlas'

describe('a digest', () => {
  // The example of RFC 7616 section 3.9.1.
  test.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ] as const)('with %s is the one of RFC 7616', (algorithm, response) => {
    const sent = digestHeader(
      {
        realm: 'http-auth@example.org',
        nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
        algorithm,
      },
      { name: 'Mufasa', password: 'Circle of Life' },
      { method: 'GET', path: '/dir/index.html' },
      1,
      'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
    )
    expect(sent).toContain(`response="${response}"`)
    expect(sent).toContain('nc=00000001')
  })

  test('answers the first supported challenge', () => {
    expect(
      parseChallenge([
        'Basic realm="x"',
        'Digest realm="a, \\"b\\"", qop="auth,auth-int", algorithm=MD5, nonce="n=1", opaque="o"',
      ]),
    ).toEqual({ realm: 'a, "b"', nonce: 'n=1', algorithm: 'MD5', opaque: 'o' })
    expect(parseChallenge('Digest realm="a", nonce="n", algorithm=SHA-512-256, qop="auth"')).toBe(
      undefined,
    )
    expect(parseChallenge(undefined)).toBe(undefined)
  })
})

describe('an API key', () => {
  let atlas: ScriptedAtlas
  let connection: Connection
  let nonces: string[]
  const seen = new Set<string>()

  beforeEach(async () => {
    atlas = await scriptedAtlas()
    nonces = ['n1']
    seen.clear()
    atlas.script = (request, response, count) =>
      isSigned(request)
        ? json(200, { ok: true })(request, response, count)
        : json(
            401,
            { error: 401 },
            {
              'www-authenticate': `Digest realm="atlas", domain="", nonce="${nonces.at(-1)}", algorithm=MD5, qop="auth", stale=false`,
            },
          )(request, response, count)
    connection = connect({
      name: 'main',
      baseUrl: atlas.url,
      credentials: { kind: 'api-key', publicKey: 'abcdefgh', privateKey: 'secret-1' },
    })
  })
  afterEach(async () => {
    await connection.close()
    await atlas.close()
  })

  const part = (request: Received, name: string) =>
    new RegExp(`${name}="?([^",]+)`).exec(request.headers.authorization ?? '')?.[1] ?? ''

  /** Checks as a strict server does: live nonce, right response, no count used twice. */
  function isSigned(request: Received): boolean {
    const md5 = (text: string) => createHash('md5').update(text).digest('hex')
    const nonce = part(request, 'nonce')
    const use = `${nonce} ${part(request, 'nc')}`
    if (nonce !== nonces.at(-1) || seen.has(use) || part(request, 'uri') !== request.url)
      return false
    seen.add(use)
    const expected = md5(
      [
        md5('abcdefgh:atlas:secret-1'),
        nonce,
        part(request, 'nc'),
        part(request, 'cnonce'),
        'auth',
        md5(`${request.method}:${request.url}`),
      ].join(':'),
    )
    return part(request, 'response') === expected
  }

  test('answers the challenge once, then counts up on its nonce', async () => {
    await connection.call(aRead)
    await connection.call({ ...aRead, query: { pretty: true } })
    await connection.call(aChange)
    expect(atlas.calls.map((call) => part(call, 'nc'))).toEqual([
      ...['', '00000001', '00000002', '00000003'],
    ])
  })

  test('uses a new nonce after the old one expires', async () => {
    await connection.call(aRead)
    nonces.push('n2')
    await expect(connection.call(aChange)).resolves.toMatchObject({ status: 200 })
    expect(atlas.calls.map((call) => part(call, 'nonce'))).toEqual(['', 'n1', 'n1', 'n2'])
  })

  test('serves twenty calls at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => connection.call(aRead)))
    expect(answers.every((answer) => answer.status === 200)).toBe(true)
  })

  test('that is wrong is reported as the credential of its connection', async () => {
    const wrong = connect({
      name: 'payments',
      baseUrl: atlas.url,
      credentials: { kind: 'api-key', publicKey: 'abcdefgh', privateKey: 'secret-2' },
    })
    const error = await wrong.call(aChange).catch((e) => e)
    expect(error).toMatchObject({ outcome: 'failed', kind: 'unavailable', status: 401 })
    expect(error.message).toContain('“payments”')
    expect(error.message).not.toContain('secret-2')
    expect(atlas.calls).toHaveLength(2)
    await wrong.close()
  })
})
