import { expect, test } from 'vitest'
import { readJson } from './json'
import { sameJson } from './same'
import { sameValue } from './same-value'

test('a number is the same however it is written', () => {
  const plain = readJson('{"a":[5,1e18,0.5,-0,1.0]}')
  const extended = readJson(
    '{"a":[{"$numberLong":"5"},{"$numberDecimal":"1E+18"},{"$numberDouble":"0.5"},0,1]}',
  )
  expect(sameValue(plain, extended)).toBe(true)
  expect(sameJson(plain, extended)).toBe(false)
})

test('its neighbor is another number, and a string is none', () => {
  const long = (digits: string) => readJson(`{"n":${digits}}`)
  expect(sameValue(long('9007199254740992'), long('9007199254740993'))).toBe(false)
  expect(sameValue(long('9007199254740993'), { n: { $numberLong: '9007199254740993' } })).toBe(true)
  expect(sameValue({ n: '5' }, { n: 5 })).toBe(false)
  expect(sameValue({ n: { $numberLong: '5', b: 1 } }, { n: 5 })).toBe(false)
})
