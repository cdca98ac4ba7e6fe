import { expect, test } from 'vitest'
import { rangeOf } from './use-selection'

const shown = ['a', 'b', 'c', 'd']

test('a range has the rows between two, in either direction', () => {
  expect(rangeOf(shown, 'b', 'd')).toEqual(['b', 'c', 'd'])
  expect(rangeOf(shown, 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(rangeOf(shown, 'b', 'b')).toEqual(['b'])
})

test('without a first row, or with one that is filtered out, it is the last row alone', () => {
  expect(rangeOf(shown, undefined, 'c')).toEqual(['c'])
  expect(rangeOf(shown, 'z', 'c')).toEqual(['c'])
  expect(rangeOf(shown, 'a', 'z')).toEqual([])
})
