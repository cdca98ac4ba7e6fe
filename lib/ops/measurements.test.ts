import { expect, test } from 'vitest'
import { granularitiesFor, granularityFor, ranged } from './measurements'

const input = ranged({})
const [start, end] = ['2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z']

test.each([
  [{ period: 'PT6H' }, []],
  [{ period: 'P1DT30M' }, []],
  [{ start, end }, []],
  [{}, ['period']],
  [{ start }, ['end']],
  [{ end }, ['start']],
  [{ period: 'PT6H', start, end }, ['start', 'end']],
  [{ start: end, end: start }, ['end']],
  [{ start, end: start }, ['end']],
  [{ period: 'P' }, ['period']],
  [{ period: 'PT' }, ['period']],
  [{ period: '6h' }, ['period']],
])('%j is wrong in %j', (range, fields) => {
  const { error } = input.safeParse(range)
  expect((error?.issues ?? []).map(({ path }) => path[0])).toEqual(fields)
})

const hour = 3_600_000

test('granularities give a chart enough points, and not too many', () => {
  expect(granularitiesFor(hour)).toEqual(['PT1M', 'PT5M'])
  expect(granularityFor(6 * hour)).toBe('PT1M')
  expect(granularityFor(24 * hour)).toBe('PT5M')
  expect(granularityFor(30 * 24 * hour)).toBe('PT1H')
  expect(granularitiesFor(60_000)).toEqual(['PT1M'])
  expect(granularitiesFor(20_000 * 24 * hour)).toEqual(['P1D'])
})
