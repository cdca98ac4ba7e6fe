import { expect, test } from 'vitest'
import { lineOf } from './log'
import { newRequestId } from './request-id'

const at = new Date('2026-11-21T10:00:00Z')
const line = (fields: Record<string, unknown>, message = 'm') => lineOf(at, 'info', message, fields)

test('one entry is one line of JSON with its fields', () => {
  expect(JSON.parse(line({ requestId: 'abc', status: 200 }))).toEqual({
    time: '2026-11-21T10:00:00.000Z',
    level: 'info',
    message: 'm',
    requestId: 'abc',
    status: 200,
  })
})

test('no text breaks the line, moves the cursor or reorders the text', () => {
  const nasty =
    'a\n{"level":"error"}\r\u001b[2J\u009b31m\u202egnp.exe\u2066\u2028\u200f\u061c\ufeff\u007f'
  const text = line({ reason: nasty }, nasty)
  expect(text).toMatch(/^[\x20-\x7e]*$/)
  expect(JSON.parse(text).reason).toBe(nasty)
})

test('secrets are removed by the name of their field, at any depth', () => {
  const text = line({
    headers: { authorization: 'Bearer q', cookie: 'a=b', 'set-cookie': ['x'] },
    clientSecret: 's3',
    id_token: 't0k',
    list: [{ privateKey: 'pk' }, { password: 'pw' }, { code_verifier: 'cv' }],
  })
  for (const secret of ['Bearer q', 'a=b', '"x"', 's3', 't0k', '"pk"', '"pw"', '"cv"'])
    expect(text).not.toContain(secret)
})

test('secrets are removed from strings by their format, also in errors and their causes', () => {
  const cause = new Error('connect postgres://app:hunter2@db:5432/x failed')
  const text = line({
    error: new Error('sent Authorization: Bearer abcdefghijkl', { cause }),
    url: 'https://idp/end?id_token_hint=eyJhbGciOi.eyJzdWIi.c2ln&state=zzz',
    token: undefined,
    note: 'mdb_sa_sk_AbCdEf0123',
  })
  for (const secret of ['hunter2', 'abcdefghijkl', 'eyJ', 'zzz', 'AbCdEf0123'])
    expect(text).not.toContain(secret)
  expect(text).toContain('postgres://***@db:5432/x')
})

test('circular values, long strings and reserved field names are handled', () => {
  const circle: Record<string, unknown> = { level: 'mine', long: 'x'.repeat(100_000) }
  circle.self = circle
  const text = line(circle)
  expect(text.length).toBeLessThan(40_000)
  expect(JSON.parse(text).level).toBe('info')
})

test('ids sort by creation time', () => {
  expect(newRequestId(1_000) < newRequestId(1_001)).toBe(true)
  expect(newRequestId(Date.UTC(2026)) < newRequestId(Date.UTC(2126))).toBe(true)
})
