import { clockTime, inUtc, inZone } from '@/lib/format/time'

const isUtcHere = (at: string | number) => new Date(at).getTimezoneOffset() === 0

/** `21 Nov 2026, 18:00 CET (21 Nov 2026, 17:00 UTC)`, or UTC alone if that is the local time zone. */
export const inBoth = (at: string | number): string =>
  isUtcHere(at) ? inUtc(at) : `${inZone(at)} (${inUtc(at)})`

/** `18:00 here, 17:00 UTC`, or UTC alone if that is the local time zone. */
export const clockInBoth = (at: number): string =>
  isUtcHere(at)
    ? `${clockTime(at, 'UTC')} UTC`
    : `${clockTime(at)} here, ${clockTime(at, 'UTC')} UTC`
