import { expect, test } from 'vitest'
import { quarterOf, quartersUntil } from './quarter'

test('a quarter begins and ends in UTC, also over the end of a year', () => {
  expect(quarterOf('2026-Q4')).toEqual({
    name: '2026-Q4',
    from: new Date('2026-10-01T00:00:00Z'),
    to: new Date('2027-01-01T00:00:00Z'),
  })
  expect(quarterOf('2026-Q5')).toBeUndefined()
  expect(quarterOf('')).toBeUndefined()
  const found = quartersUntil(Date.UTC(2026, 1, 28), 3)
  expect(found.map(({ name }) => name)).toEqual(['2026-Q1', '2025-Q4', '2025-Q3'])
  expect(found.map(({ name }) => quarterOf(name))).toEqual(found)
})
