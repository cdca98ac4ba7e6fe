import { isoInZone } from './time'

/** Whether the runtime knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

const DAY = 86_400_000

/** What a clock in the zone shows, as the same digits in UTC; in milliseconds, to the second. */
const clockIn = (at: number, timeZone: string): number =>
  Date.parse(`${isoInZone(at, timeZone).slice(0, 19)}Z`)

/**
 * When a clock in a time zone shows a time, given as the same digits in UTC. Milliseconds since 1970; the earlier moment of a
 * time that the zone has twice, undefined for one that it skips.
 */
export function fromClock(wall: number, timeZone: string): number | undefined {
  const whole = Math.floor(wall / 1000) * 1000
  return [whole - DAY, whole + DAY]
    .map((near) => whole - (clockIn(near, timeZone) - near))
    .toSorted((a, b) => a - b)
    .find((at) => clockIn(at, timeZone) === whole)
}
