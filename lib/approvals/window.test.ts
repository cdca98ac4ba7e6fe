import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TimeWindow, timeWindow } from './terms'
import { isOpen, opensAt, windowInWords } from './window'

const week = timeWindow.shape.days.element.options
const office: TimeWindow = {
  timeZone: 'Europe/Berlin',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '09:00',
  to: '17:00',
}
const night: TimeWindow = { ...office, days: ['fri'], from: '22:00', to: '02:00' }

test.each([
  // Berlin is one hour ahead of UTC in winter, two in summer.
  [office, '2026-01-05T08:00:00Z', true],
  [office, '2026-01-05T07:59:59Z', false],
  [office, '2026-01-05T16:00:00Z', false],
  [office, '2026-07-06T07:00:00Z', true],
  [office, '2026-01-04T10:00:00Z', false],
  [night, '2026-01-09T23:30:00Z', true],
  [night, '2026-01-10T00:59:00Z', true],
  [night, '2026-01-10T01:00:00Z', false],
  [night, '2026-01-10T22:30:00Z', false],
  [{ ...office, to: '24:00' }, '2026-01-05T22:59:00Z', true],
])('%j at %s: open %s', (window, at, expected) => {
  expect(isOpen(window, new Date(at))).toBe(expected)
})

test('a window opens next on its own clock, also across a change of the clocks', () => {
  const next = (window: TimeWindow, at: string) => opensAt([window], new Date(at))?.toISOString()
  expect(next(office, '2026-03-27T20:00:00Z')).toBe('2026-03-30T07:00:00.000Z')
  expect(next(office, '2026-10-23T20:00:00Z')).toBe('2026-10-26T08:00:00.000Z')
  expect(next(office, '2026-10-26T09:00:00Z')).toBe('2026-10-26T09:00:00.000Z')
})

test('two windows open when both are, or never', () => {
  const at = new Date('2026-01-05T00:00:00Z')
  const newYork = { ...office, timeZone: 'America/New_York' }
  expect(opensAt([office, newYork], at)?.toISOString()).toBe('2026-01-05T14:00:00.000Z')
  expect(opensAt([office, { ...office, from: '17:00', to: '18:00' }], at)).toBeUndefined()
  expect(opensAt([office, { ...office, days: ['sun'] }], at)).toBeUndefined()
})

test('no earlier quarter of an hour is open', () => {
  const hour = fc.integer({ min: 0, max: 23 }).map((h) => `${String(h).padStart(2, '0')}:00`)
  const some: fc.Arbitrary<TimeWindow> = fc
    .record({
      timeZone: fc.constantFrom(
        'Europe/Berlin',
        'America/New_York',
        'Asia/Kolkata',
        'Australia/Lord_Howe',
      ),
      days: fc.uniqueArray(fc.constantFrom(...week), { minLength: 1 }),
      from: hour,
      to: hour,
    })
    .filter(({ from, to }) => from !== to)
  const quarters = fc.integer({ min: 0, max: 4 * 24 * 365 })
  fc.assert(
    fc.property(some, quarters, (window, n) => {
      const at = new Date(Date.UTC(2026, 0, 1) + n * 900_000)
      const found = opensAt([window], at)
      expect(found && isOpen(window, found)).toBe(true)
      const end = Math.min(found?.getTime() ?? 0, at.getTime() + 9 * 24 * 3_600_000)
      for (let t = at.getTime(); t < end; t += 900_000)
        expect(isOpen(window, new Date(t))).toBe(false)
    }),
    { numRuns: 100 },
  )
})

test.each([
  [office.days, 'Mon–Fri'],
  [['mon', 'tue', 'thu', 'sun'] as const, 'Mon, Tue, Thu, Sun'],
])('%j in words: %s', (days, words) => {
  expect(windowInWords({ ...office, days: [...days] })).toBe(`${words} 09:00–17:00 (Europe/Berlin)`)
})
