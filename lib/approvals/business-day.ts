import { minutesInWords } from '@/lib/format/duration'
import { list } from '@/lib/format/words'
import type { Terms } from './terms'
import { clockOf } from './window'

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60
const [SUNDAY, FRIDAY, SATURDAY] = [0, 5, 6]

/**
 * One business day later in a time zone: the same time on the next day from Monday to Friday. Saturday and Sunday count as
 * the start of Monday. Public holidays are business days.
 */
export function businessDayAfter(timeZone: string, from: Date): Date {
  const { day, minute } = clockOf({ timeZone }, from)
  const days = day === FRIDAY ? 3 : day === SATURDAY ? 3 : day === SUNDAY ? 2 : 1
  const wanted = day === SATURDAY || day === SUNDAY ? 0 : minute
  const guess = new Date(from.getTime() + (days * DAY_MINUTES + wanted - minute) * MINUTE_MS)
  // The clocks may have changed in between.
  const shift =
    ((wanted - clockOf({ timeZone }, guess).minute + 3.5 * DAY_MINUTES) % DAY_MINUTES) -
    DAY_MINUTES / 2
  return new Date(guess.getTime() + shift * MINUTE_MS)
}

type ReviewTerms = Pick<NonNullable<Terms['breakGlass']>, 'reviewMinutes' | 'businessDayIn'>

/** When the review of a break-glass is due: the earliest of what the merged rules say. */
export function reviewDue({ reviewMinutes, businessDayIn }: ReviewTerms, usedAt: Date): Date {
  const times = [
    ...(reviewMinutes === null ? [] : [usedAt.getTime() + reviewMinutes * MINUTE_MS]),
    ...businessDayIn.map((timeZone) => businessDayAfter(timeZone, usedAt).getTime()),
  ]
  return new Date(Math.min(...times))
}

/** `1 h`, or `1 business day (Europe/Berlin)`. */
export const reviewInWords = ({ reviewMinutes, businessDayIn }: ReviewTerms): string =>
  list(
    [
      ...(reviewMinutes === null ? [] : [minutesInWords(reviewMinutes)]),
      ...businessDayIn.map((timeZone) => `1 business day (${timeZone})`),
    ],
    'or',
  )
