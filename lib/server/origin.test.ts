import { beforeAll, expect, test } from 'vitest'
import { OpError } from '@/lib/ops/failure'
import { checkOrigin, jsonBody } from './origin'
import { configured, testUrl } from './testing/configured'

beforeAll(() => configured())

const post = (headers: Record<string, string>, body = '{}') =>
  new Request(`${testUrl}/api/ops/x`, { method: 'POST', headers, body })

const kindOf = (work: () => unknown): unknown => {
  try {
    work()
    return 'passed'
  } catch (error) {
    return error instanceof OpError ? error.kind : error
  }
}

test('the console’s own origin passes', () => {
  expect(kindOf(() => checkOrigin(post({ origin: testUrl })))).toBe('passed')
})

test.each([
  ['none', {}],
  ['an opaque one', { origin: 'null' }],
  ['another site', { origin: 'https://evil.example' }],
  ['another port', { origin: 'http://localhost:3001' }],
  ['another scheme', { origin: 'https://localhost:3000' }],
  ['a sibling subdomain', { origin: 'http://other.localhost:3000' }],
  ['a longer host that begins alike', { origin: 'http://localhost:3000.evil.example' }],
  ['two in one header', { origin: `${testUrl}, https://evil.example` }],
  ['only a referrer', { referer: `${testUrl}/` }],
  ['another method asked for', { origin: 'https://evil.example', 'x-http-method-override': 'GET' }],
  [
    'a forged host',
    { origin: 'https://evil.example', host: 'evil.example', 'x-forwarded-host': 'evil.example' },
  ],
])('W1: an origin that is %s is refused', (_, headers) => {
  expect(kindOf(() => checkOrigin(post(headers)))).toBe('not-allowed')
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/jsonp',
  '',
])('W1: JSON sent as "%s" is refused', async (type) => {
  await expect(jsonBody(post({ 'content-type': type }))).rejects.toMatchObject({
    kind: 'not-allowed',
  })
})

test('a body declared as JSON is read, also with a character set', async () => {
  expect(await jsonBody(post({ 'content-type': 'application/json' }, '{"a":"ä"}'))).toEqual({
    a: 'ä',
  })
  expect(await jsonBody(post({ 'content-type': 'Application/JSON; charset=utf-8' }, '1'))).toBe(1)
})

test('a body that is not JSON, empty or too large is invalid', async () => {
  const json = { 'content-type': 'application/json' }
  for (const body of ['{', '', JSON.stringify('x'.repeat(1_000_001))])
    await expect(jsonBody(post(json, body))).rejects.toMatchObject({ kind: 'invalid' })
})
