import { describe, expect, it } from 'vitest'
import { inUtc, inZone, millis, relative, remaining, roughly } from './time'
import { startOfDay } from './zones'

const now = Date.parse('2026-11-21T16:00:00Z')
const ago = (ms: number) => now - ms

describe('time', () => {
  it('says a span by its largest unit and never more than it is', () => {
    expect(
      [
        0,
        999,
        59_999,
        60_000,
        3_599_000,
        3_600_000,
        47.9 * 3_600_000,
        48 * 3_600_000,
        700 * 86_400_000,
        1376 * 86_400_000,
      ].map(roughly),
    ).toEqual(['0 s', '0 s', '59 s', '1 min', '59 min', '1 h', '47 h', '2 d', '700 d', '3 y'])
  })

  it('finds midnight in a time zone, also on the days when the clocks change', () => {
    const start = (at: string, zone: string) =>
      new Date(startOfDay(Date.parse(at), zone)).toISOString()
    expect(start('2026-11-21T16:00:00.123Z', 'UTC')).toBe('2026-11-21T00:00:00.000Z')
    expect(start('2026-11-21T03:00:00Z', 'America/New_York')).toBe('2026-11-20T05:00:00.000Z')
    expect(start('2026-03-29T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z')
    expect(start('2026-10-25T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z')
  })

  it('says a moment as seen from now', () => {
    expect(relative(now + 3 * 3_600_000, now)).toBe('in 3 h')
    expect(relative(now + 3 * 3_600_000 - 1000, now)).toBe('in 2 h 59 min')
    expect(relative(ago(12 * 60_000), now)).toBe('12 min ago')
    expect(relative(ago(4000), now)).toBe('just now')
  })

  it('counts down to the second by two units, rounding up so that nothing is over before its time', () => {
    expect(remaining(2 * 86_400_000 + 3 * 3_600_000)).toBe('2 d 03 h')
    expect(remaining(3 * 3_600_000 - 1000)).toBe('2 h 59 min')
    expect(remaining(247_000)).toBe('4 min 07 s')
    expect(remaining(1)).toBe('1 s')
    expect(remaining(-5000)).toBe('0 s')
  })

  it('reads ISO 8601, a time without a zone in UTC, and nothing else', () => {
    const at = Date.parse('2026-12-01T10:00:00Z')
    for (const text of [
      '2026-12-01T10:00:00Z',
      '2026-12-01T10:00',
      '2026-12-01T10:00:00.000',
      '2026-12-01T12:00:00+02:00',
      '2026-12-01T12:00:00+0200',
    ])
      expect(millis(text), text).toBe(at)
    expect(millis('2026-12-01')).toBe(at - 10 * 3_600_000)
    for (const text of ['', 'soon', '1796119200', '01/12/2026', '2026-02-30T00:00:00Z', '2026'])
      expect(millis(text), text).toBeUndefined()
  })

  it('names the zone beside every exact time', () => {
    expect(inUtc(now)).toBe('21 Nov 2026, 16:00 UTC')
    expect(inUtc(now, { seconds: true })).toBe('21 Nov 2026, 16:00:00 UTC')
    expect(inZone(now, { timeZone: 'Europe/Berlin' })).toMatch(/^21 Nov 2026, 17:00 \S+/)
  })

  it('shows what is no date as it came', () => {
    expect(inUtc('soon')).toBe('soon')
    expect(relative('soon', now)).toBe('soon')
  })
})
