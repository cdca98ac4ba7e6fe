import { expect, test } from 'vitest'
import { measured, unitInWords } from './units'

test.each([
  [0, 'BYTES', '0 B', '0 bytes'],
  [2_400_000, 'BYTES_PER_SECOND', '2.29 MiB/s', '2,400,000 bytes per second'],
  [5200, 'MEGABYTES', '5.2 GB', '5,200 megabytes'],
  [1.2, 'GIGABYTES_PER_HOUR', '1.2 GB/h', '1.2 gigabytes per hour'],
  [0, 'MILLISECONDS', '0 ms', '0 milliseconds'],
  [1.4, 'MILLISECONDS', '1.4 ms', '1.4 milliseconds'],
  [310, 'MICROSECONDS', '310 µs', '310 microseconds'],
  [42_000, 'MICROSECONDS', '42 ms', '42,000 microseconds'],
  [172_800, 'SECONDS', '2 d', '172,800 seconds'],
  [31.256, 'PERCENT', '31.3%', '31.256%'],
  [14_200_000, 'SCALAR', '14.2M', '14,200,000'],
  [-1500, 'SCALAR', '-1.5K', '-1,500'],
  [1500, 'SCALAR_PER_SECOND', '1.5K/s', '1,500 per second'],
  [7, null, '7', '7'],
  [7, 'PARSECS', '7 parsecs', '7 parsecs'],
  [7, 'constructor', '7 constructor', '7 constructor'],
])('%d %s is %s, exactly %s', (value, units, short, exact) => {
  expect(measured(value, units)).toEqual({ short, exact })
})

test('names the unit of a column', () => {
  expect(unitInWords('SCALAR')).toBe('')
  expect(unitInWords('GIGABYTES_PER_HOUR')).toBe('gigabytes per hour')
})
