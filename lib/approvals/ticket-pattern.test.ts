import { expect, test } from 'vitest'
import { ticketMatches, whyNotPattern } from './ticket-pattern'

test.each([
  '(CASE|CHG)-[0-9]{3,8}',
  '[A-Z]{2,10}-[0-9]+',
  '.+',
  '(INC|REQ|CHG)[0-9]{7}',
  'https://tickets\\.example/[\\w-]+(/[\\w-]+)*',
])('a usual pattern is taken: %s', (pattern) => {
  expect(whyNotPattern(pattern)).toBeUndefined()
})

test.each(['(a|a)+b', '([A-Z]+[0-9]*)+X', '(\\d+)*z', '(ab|a?b?a?b?)+c'])(
  'a pattern that takes exponential time is refused: %s',
  (pattern) => {
    expect(whyNotPattern(pattern)).toMatch(/too long/)
  },
)

test('an invalid regular expression is refused', () => {
  expect(whyNotPattern('(')).toMatch(/regular expression/)
})

test('a match that takes too long ends', () => {
  expect(ticketMatches('(a+)+b', 'a'.repeat(60))).toBe('too-slow')
  expect(ticketMatches('[A-Z]+-[0-9]+', 'CASE-1')).toBe(true)
  expect(ticketMatches('[A-Z]+', 'CASE-1')).toBe(false)
})
