import { expect, test } from 'vitest'
import { businessDayAfter, reviewDue } from './business-day'

const after = (timeZone: string, at: string) =>
  businessDayAfter(timeZone, new Date(at)).toISOString().replace(':00.000Z', 'Z')

test.each([
  ['Wednesday to Thursday', 'UTC', '2026-11-25T15:30Z', '2026-11-26T15:30Z'],
  ['Friday to Monday', 'UTC', '2026-11-27T15:30Z', '2026-11-30T15:30Z'],
  ['Saturday to the end of Monday', 'UTC', '2026-11-28T00:00Z', '2026-12-01T00:00Z'],
  ['Sunday to the end of Monday', 'UTC', '2026-11-29T23:59Z', '2026-12-01T00:00Z'],
  ['Friday there, Saturday in UTC', 'America/New_York', '2026-11-28T02:00Z', '2026-12-01T02:00Z'],
  ['Monday there, Sunday in UTC', 'Asia/Tokyo', '2026-11-29T20:00Z', '2026-11-30T20:00Z'],
  ['over the end of summer time', 'Europe/Berlin', '2026-10-23T12:00Z', '2026-10-26T13:00Z'],
  ['over the start of summer time', 'Europe/Berlin', '2027-03-26T12:00Z', '2027-03-29T11:00Z'],
  ['the weekend of summer time', 'Europe/Berlin', '2027-03-28T12:00Z', '2027-03-29T22:00Z'],
])('break-glass: one business day: %s', (_, timeZone, at, due) => {
  expect(after(timeZone, at)).toBe(due)
})

test('break-glass: the earliest time that a rule says for the review counts', () => {
  const at = new Date('2026-11-27T15:30:00Z')
  const due = (reviewMinutes: number | null, ...businessDayIn: string[]) =>
    reviewDue({ reviewMinutes, businessDayIn }, at).toISOString()
  expect(due(60)).toBe('2026-11-27T16:30:00.000Z')
  expect(due(7 * 1440, 'UTC')).toBe('2026-11-30T15:30:00.000Z')
  expect(due(null, 'UTC', 'Asia/Tokyo')).toBe('2026-11-30T15:00:00.000Z')
})
