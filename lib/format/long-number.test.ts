import { describe, expect, test } from 'vitest'
import { byDigits, firstTooLong, placesTooLong, tooLong } from './long-number'

describe('the first number of a JSON text that would be rounded', () => {
  test.each([
    ['{"a": 9007199254740993}', '9007199254740993'],
    ['[1, -9223372036854775808]', '-9223372036854775808'],
    ['{"a": 1e18}', '1e18'],
    ['{"a": "\\"9007199254740993", "b": 123456789012345678901234567890}', /^1234567890/],
  ])('of %s', (json, digits) => {
    expect(firstTooLong(json)).toMatch(digits)
  })

  test.each([
    '{"9007199254740993": "9007199254740993"}',
    '{"a": 9007199254740991, "b": 0.1234567890123456789, "c": 1e300}',
    '{"$numberLong": "9007199254740993"}',
    'no JSON',
  ])('none in %s', (json) => {
    expect(firstTooLong(json)).toBeUndefined()
  })
})

test('in a value, the places of those that may have been rounded already', () => {
  const value = JSON.parse('{"a": [1, 9007199254740993], "b": {"c": 1.5}}')
  expect(placesTooLong(value)).toEqual([['a', 1]])
})

test('the sentence says how to write it instead', () => {
  expect(tooLong('9007199254740993')).toContain('{"$numberLong": "9007199254740993"}')
  // What MongoDB takes for an int64 are digits alone, and not too many.
  expect(tooLong('1e18')).toContain('{"$numberDecimal": "1e18"}')
  expect(tooLong('9223372036854775808')).toContain('{"$numberDecimal": "9223372036854775808"}')
  expect(tooLong()).toContain('{"$numberLong": "…"}')
})

test('by its digits a number is the same, however it is written', () => {
  const ways = [{ a: [5, 1e18, 0.5] }]
  const extended = [
    { a: [{ $numberLong: '5' }, { $numberDecimal: '1E+18' }, { $numberDouble: '0.5' }] },
  ]
  expect(byDigits(extended)).toEqual(byDigits(ways))
  const [one, next] = ['9007199254740992', '9007199254740993'].map((n) => ({ $numberLong: n }))
  expect(byDigits(one)).not.toEqual(byDigits(next))
  expect(byDigits({ $numberLong: '5', b: 1 })).not.toEqual(byDigits(5))
  expect(byDigits('5')).not.toEqual(byDigits(5))
})
