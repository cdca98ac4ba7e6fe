import { expect, test } from 'vitest'
import { parseSent } from './json'
import { MAX_DEPTH, MAX_VALUES, whyTooComplex } from './json-bounds'

const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth)

test('JSON nested up to the limit is parsed', () => {
  expect(whyTooComplex(nested(MAX_DEPTH))).toBeUndefined()
  expect(parseSent(`{"a":[1,"]\\"}",{"b":null}]}`)).toEqual({ a: [1, ']"}', { b: null }] })
})

test.each([
  nested(MAX_DEPTH + 1),
  nested(20_000),
  nested(500_000),
  `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
  `${'[{"a":'.repeat(3_000)}1`,
  '['.repeat(1_000_000),
])('JSON nested too deeply is refused before it is parsed: %#', (text) => {
  expect(() => parseSent(text)).toThrow(/nested/)
})

test.each([`[${'1,'.repeat(MAX_VALUES)}1]`, `[${'{},'.repeat(MAX_VALUES)}{}]`])(
  'JSON of too many values is refused before it is parsed: %#',
  (text) => {
    expect(() => parseSent(text)).toThrow(/values/)
  },
)

test('brackets and commas inside strings do not count', () => {
  const text = '[{,'.repeat(60_000)
  expect(parseSent(JSON.stringify([text, `\\"${text}\\`]))).toEqual([text, `\\"${text}\\`])
})

test('an unfinished string or escape is refused as no JSON', () => {
  for (const text of ['"', '"\\', '["\\\\\\"', '', '{]'])
    expect(() => parseSent(text)).toThrow(/not JSON/)
})
