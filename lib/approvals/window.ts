import { list } from '@/lib/format/words'
import type { TimeWindow } from './terms'

const DAYS: readonly string[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const DAY = 24 * 60
const MINUTE_MS = 60_000
/** How far `opensAt` looks. Two windows with different time zones may meet only in some weeks. */
const LOOK_DAYS = 366

const formats = new Map<string, Intl.DateTimeFormat>()

/** The weekday (0 is Sunday) and the minute of the day on the clock of a time zone. */
export function clockOf(
  { timeZone }: Pick<TimeWindow, 'timeZone'>,
  at: Date,
): { day: number; minute: number } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    })
  formats.set(timeZone, format)
  const parts = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, p.value]))
  const day = DAYS.indexOf(parts.weekday?.toLowerCase() ?? '')
  return { day, minute: Number(parts.hour) * 60 + Number(parts.minute) }
}

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const opensOn = ({ days }: TimeWindow, day: number) =>
  days.some((name) => name === DAYS[(day + 7) % 7])

/** Whether a window is open. One whose end is before its start belongs to the day it starts on. */
export function isOpen(window: TimeWindow, at: Date): boolean {
  const { day, minute } = clockOf(window, at)
  const [from, to] = [minuteOf(window.from), minuteOf(window.to)]
  if (from < to) return opensOn(window, day) && from <= minute && minute < to
  return (opensOn(window, day) && minute >= from) || (opensOn(window, day - 1) && minute < to)
}

/** The first time from `at` on when all windows are open. Undefined: not within a year. */
export function opensAt(windows: readonly TimeWindow[], at: Date): Date | undefined {
  let next = at
  const last = at.getTime() + LOOK_DAYS * DAY * MINUTE_MS
  while (next.getTime() <= last) {
    const closed = windows.find((window) => !isOpen(window, next))
    if (!closed) return next
    next = nextOpening(closed, next)
  }
  return undefined
}

/** When a closed window opens next. */
function nextOpening(window: TimeWindow, at: Date): Date {
  const whole = Math.ceil((at.getTime() + 1) / MINUTE_MS) * MINUTE_MS
  const { day, minute } = clockOf(window, new Date(whole))
  const from = minuteOf(window.from)
  const ahead = Array.from({ length: 8 }, (_, i) => i).find(
    (i) => opensOn(window, day + i) && (i > 0 || minute <= from),
  )
  const guess = whole + ((ahead ?? 7) * DAY + from - minute) * MINUTE_MS
  // Clocks that change on the way move the opening by up to a few hours.
  for (let shift = -180; shift <= 180; shift += 15) {
    const near = new Date(guess + shift * MINUTE_MS)
    if (near > at && isOpen(window, near)) return near
  }
  return new Date(guess + DAY * MINUTE_MS)
}

const names = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' }
const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** `Mon–Fri 09:00–17:00 (Europe/Berlin)` */
export function windowInWords({ days, from, to, timeZone }: TimeWindow): string {
  const runs: string[][] = []
  for (const day of week)
    if (days.includes(day)) {
      const run = runs.at(-1)
      if (run && days.includes(week[week.indexOf(day) - 1] ?? day)) run.push(names[day])
      else runs.push([names[day]])
    }
  const inWords = runs.map((run) => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(', ')))
  return `${inWords.join(', ')} ${from}–${to} (${timeZone})`
}

/** The windows of a request's terms. Null without any. */
export const windowsInWords = (windows: readonly TimeWindow[]): string | null =>
  windows.length === 0 ? null : list(windows.map(windowInWords))
