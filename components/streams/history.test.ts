import { expect, test } from 'vitest'
import { growth, increments } from './history'

const at = (seconds: number, deadLetters?: number) => ({
  at: seconds * 1000,
  ...(deadLetters === undefined ? {} : { deadLetters }),
})
const dead = (samples: Parameters<typeof growth>[0]) => growth(samples, (s) => s.deadLetters)

test('growth is per minute, from two reads on', () => {
  expect(dead([at(0, 10)])).toBeUndefined()
  expect(dead([at(0, 10), at(30, 16)])).toEqual({ by: 6, perMinute: 12 })
  expect(dead([at(0), at(30, 16), at(60)])).toBeUndefined()
  expect(dead([at(0, 10), at(60, 10)])).toEqual({ by: 0, perMinute: 0 })
})

test('a count that was reset did not grow', () => {
  expect(dead([at(0, 10), at(60, 2)])).toBeUndefined()
})

test('the growth of a count is listed read by read', () => {
  const samples = [at(0, 10), at(5, 16), at(10), at(15, 20), at(20, 2), at(25, 3)]
  expect(increments(samples, (s) => s.deadLetters)).toEqual([6, null, null, null, 1])
})
