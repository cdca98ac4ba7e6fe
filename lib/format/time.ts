export type Moment = string | number | Date

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365.25 * DAY

const iso =
  /^([+-]\d{6}|\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/

/** Milliseconds of an ISO 8601 text. JavaScript would guess at other texts, read one without a zone as local, and move 30 February. */
function parsed(text: string): number {
  const [, year, month, day, zone] = iso.exec(text) ?? []
  if (year === undefined) return Number.NaN
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (date.getUTCDate() !== Number(day)) return Number.NaN
  return Date.parse(zone || !text.includes('T') ? text : `${text}Z`)
}

/** Milliseconds since 1970, or undefined when it is no date. Texts are ISO 8601; one without a zone is in UTC, as Atlas's are. */
export function millis(at: Moment | null | undefined): number | undefined {
  if (at === null || at === undefined) return undefined
  const found = at instanceof Date ? at.getTime() : typeof at === 'number' ? at : parsed(at)
  return Number.isFinite(found) ? found : undefined
}

/** A length of time by its largest unit, never rounded up: `45 s`, `12 min`, `3 h`, `5 d`, `3 y`. */
export function roughly(ms: number): string {
  const length = Math.abs(ms)
  if (length < MINUTE) return `${Math.floor(length / SECOND)} s`
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`
  if (length < 2 * DAY) return `${Math.floor(length / HOUR)} h`
  if (length < 2 * YEAR) return `${Math.floor(length / DAY)} d`
  return `${Math.floor(length / YEAR)} y`
}

/** `in 2 h 59 min`, `12 min ago`, `just now` (within 5 s). `now` in milliseconds. */
export function relative(at: Moment, now: number): string {
  const moment = millis(at)
  if (moment === undefined) return String(at)
  const ahead = moment - now
  if (Math.abs(ahead) < 5 * SECOND) return 'just now'
  if (ahead < 0) return `${roughly(ahead)} ago`
  // Minutes matter for a time in the future: `in 2 h` must not mean nearly three.
  const minutes = Math.floor((ahead % HOUR) / MINUTE)
  const isHours = ahead >= HOUR && ahead < 2 * DAY
  return `in ${roughly(ahead)}${isHours && minutes ? ` ${minutes} min` : ''}`
}

/** What is left, to the second, by its two largest units: `2 d 03 h`, `2 h 59 min`, `4 min 07 s`, `9 s`; `0 s` when over. */
export function remaining(ms: number): string {
  const left = Math.max(0, Math.ceil(ms / SECOND))
  const [d, h, m, s] = [
    Math.floor(left / 86_400),
    Math.floor((left % 86_400) / 3600),
    Math.floor((left % 3600) / 60),
    left % 60,
  ]
  const two = (n: number) => String(n).padStart(2, '0')
  if (d) return `${d} d ${two(h)} h`
  if (h) return `${h} h ${two(m)} min`
  if (m) return `${m} min ${two(s)} s`
  return `${s} s`
}

const parts = (timeZone: string | undefined, seconds: boolean): Intl.DateTimeFormatOptions => ({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  ...(seconds ? { second: '2-digit' } : {}),
  hourCycle: 'h23',
  ...(timeZone ? { timeZone } : {}),
})

// Making a formatter costs far more than using one, and a table asks for hundreds.
const formats = new Map<string, Intl.DateTimeFormat>()
function format(timeZone: string | undefined, seconds: boolean, named: boolean) {
  const key = `${timeZone}|${seconds}|${named}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    ...parts(timeZone, seconds),
    ...(named ? { timeZoneName: 'short' as const } : {}),
  })
  formats.set(key, made)
  return made
}

/** `21 Nov 2026, 16:00 UTC`; with `seconds`, `16:00:05 UTC`. */
export function inUtc(at: Moment, { seconds = false } = {}): string {
  const moment = millis(at)
  return moment === undefined ? String(at) : `${format('UTC', seconds, false).format(moment)} UTC`
}

/** A UTC day, such as `2026-11-21`, as `21 Nov 2026`. */
export const dayInUtc = (day: string): string => inUtc(day).replace(/,.*/, '')

/** `21 Nov 2026, 18:00 CET`: in the reader's own zone unless another is named. */
export function inZone(
  at: Moment,
  { seconds = false, timeZone = undefined as string | undefined } = {},
) {
  const moment = millis(at)
  return moment === undefined ? String(at) : format(timeZone, seconds, true).format(moment)
}

/** `18:00`, in the reader's own zone unless another is named. */
export function clockTime(at: Moment, timeZone?: string): string {
  const moment = millis(at)
  if (moment === undefined) return String(at)
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone ? { timeZone } : {}),
  }).format(moment)
}
