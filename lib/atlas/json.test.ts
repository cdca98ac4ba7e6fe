import { expect, test } from 'vitest'
import { canonicalJson, parseJson } from './json'

test('integers that a double cannot hold stay exact, as strings', () => {
  expect(
    parseJson('{"a":9223372036854775807,"b":[-9007199254740993],"c":9007199254740991}'),
  ).toEqual({
    a: '9223372036854775807',
    b: ['-9007199254740993'],
    c: 9007199254740991,
  })
})

test('in what is sent back whole they are extended JSON, which stays a number', () => {
  expect(
    parseJson(
      '{"stats":{"n":9007199254740993},"pipeline":[{"$limit":9007199254740993},{"a":1,"s":"9007199254740993"}]}',
    ),
  ).toEqual({
    stats: { n: '9007199254740993' },
    pipeline: [{ $limit: { $numberLong: '9007199254740993' } }, { a: 1, s: '9007199254740993' }],
  })
})

test('digits inside strings and fractions are left alone', () => {
  const text = '{"id":"12345678901234567890","f":0.1234567890123456}'
  expect(JSON.stringify(parseJson(text))).toBe(text)
})

test('equal inputs have equal canonical text', () => {
  expect(canonicalJson({ b: 1, a: { d: [2, { f: 1, e: 2 }], c: undefined } })).toBe(
    canonicalJson({ a: { d: [2, { e: 2, f: 1 }] }, b: 1 }),
  )
})
