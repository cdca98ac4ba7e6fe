import { type Moment, millis } from './time'

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

/**
 * ISO 8601 in a time zone, with its offset: `2026-11-21T18:00:00+01:00`. In UTC, and for years that ISO 8601 writes
 * differently, it ends with `Z`. A text that is no time stays as it is.
 */
export function isoInZone(at: Moment, timeZone: string): string {
  const moment = millis(at)
  if (moment === undefined) return String(at)
  const inUtcZone = new Date(moment).toISOString().replace('.000Z', 'Z')
  const {
    year = '',
    month,
    day,
    hour,
    minute,
    second,
    timeZoneName = '',
  } = Object.fromEntries(
    isoFormat(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  )
  const offset = timeZoneName.replace('GMT', '')
  if (['', '+00:00'].includes(offset) || year.length !== 4) return inUtcZone
  const fraction = /\.\d+/.exec(inUtcZone)?.[0] ?? ''
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${offset}`
}

const isoFormats = new Map<string, Intl.DateTimeFormat>()
function isoFormat(timeZone: string) {
  const known = isoFormats.get(timeZone)
  if (known) return known
  const two = '2-digit'
  const made = new Intl.DateTimeFormat('en-GB', {
    ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
    timeZone,
  })
  isoFormats.set(timeZone, made)
  return made
}

/** Midnight of the day of `now` in a time zone, in ms since 1970. `now` is in ms. */
export function startOfDay(now: number, timeZone: string): number {
  const clock = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const sinceMidnight = (at: number) => {
    const [h = 0, m = 0, s = 0] = clock.format(at).split(':').map(Number)
    return ((h * 60 + m) * 60 + s) * 1000 + (at % 1000)
  }
  const first = now - sinceMidnight(now)
  // When the clocks change on that day, this is an hour off.
  const off = sinceMidnight(first)
  return off > 12 * 3_600_000 ? first + 24 * 3_600_000 - off : first - off
}
