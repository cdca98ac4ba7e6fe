import { expect, test } from 'vitest'
import { gapsIn, seriesOf } from './series'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 12, minute)).toISOString()
const point = (minute: number, value?: number | null) => ({ timestamp: at(minute), value })
const answer = (more: object) => ({
  granularity: 'PT1M',
  start: at(0),
  end: at(5),
  measurements: [],
  ...more,
})

test('missing, null and unknown points are gaps on one axis from start to end', () => {
  const { times, series } = seriesOf(
    answer({
      measurements: [
        { name: 'A', units: 'SCALAR', dataPoints: [point(1, 4), point(2, null), point(4, 0)] },
        { name: 'B', dataPoints: [{ timestamp: 'soon', value: 9 }, point(3)] },
        { name: 'C', dataPoints: null },
      ],
    }),
  )
  expect(times.map((time) => new Date(time).getUTCMinutes())).toEqual([0, 1, 2, 3, 4, 5])
  expect(series.map(({ readings }) => readings)).toEqual([
    [null, 4, null, null, 0, null],
    Array(6).fill(null),
    Array(6).fill(null),
  ])
  expect(gapsIn(series[0]?.readings ?? [])).toEqual([
    { from: 0, count: 1 },
    { from: 2, count: 2 },
    { from: 5, count: 1 },
  ])
})

test('a granularity that Gatehouse does not know is read from the points', () => {
  const dataPoints = [point(0, 1), point(30, 2)]
  const odd = answer({
    granularity: 'PT30M',
    end: at(30),
    measurements: [{ name: 'A', dataPoints }],
  })
  expect(seriesOf(odd).series[0]?.readings).toEqual([1, 2])
})

test('points far apart or in no order do not exhaust memory', () => {
  const dataPoints = [
    { timestamp: '2026-11-29T12:00:00Z', value: 2 },
    { timestamp: '1970-01-01T00:00:00Z', value: 1 },
  ]
  const { times, series } = seriesOf(
    answer({ start: null, end: null, measurements: [{ name: 'A', dataPoints }] }),
  )
  expect(times).toHaveLength(5000)
  expect(series[0]?.readings.at(-1)).toBe(2)
})

test('no points are no series', () => {
  expect(seriesOf(answer({ measurements: null }))).toEqual({ times: [], series: [] })
  expect(seriesOf(answer({ measurements: [{ name: 'A' }] })).series[0]?.readings).toEqual([])
})
