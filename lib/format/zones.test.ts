import { expect, test } from 'vitest'
import { fromClock, isoInZone, isTimeZone } from './zones'

const wall = (text: string) => Date.parse(`${text}Z`)
const iso = (at: number | undefined) => (at === undefined ? at : new Date(at).toISOString())

test('a time on a clock is found in its zone, also around changes of the clock', () => {
  expect(iso(fromClock(wall('2026-11-21T18:00:00'), 'Europe/Berlin'))).toBe(
    '2026-11-21T17:00:00.000Z',
  )
  expect(iso(fromClock(wall('2026-07-01T05:30:00'), 'Asia/Kolkata'))).toBe(
    '2026-07-01T00:00:00.000Z',
  )
  // Twice on 25 October 2026, and never on 29 March.
  expect(iso(fromClock(wall('2026-10-25T02:30:00'), 'Europe/Berlin'))).toBe(
    '2026-10-25T00:30:00.000Z',
  )
  expect(fromClock(wall('2026-03-29T02:30:00'), 'Europe/Berlin')).toBeUndefined()
})

test('an export has the offset of the zone, and UTC as Z', () => {
  const at = '2026-11-21T17:00:00.120Z'
  expect(isoInZone(at, 'Europe/Berlin')).toBe('2026-11-21T18:00:00.120+01:00')
  expect(isoInZone(at, 'America/St_Johns')).toBe('2026-11-21T13:30:00.120-03:30')
  expect(isoInZone(at, 'UTC')).toBe(at)
  expect(isoInZone('never', 'Asia/Tokyo')).toBe('never')
  expect([isTimeZone('Asia/Tokyo'), isTimeZone('Mars/Base'), isTimeZone('')]).toEqual([
    true,
    false,
    false,
  ])
})
