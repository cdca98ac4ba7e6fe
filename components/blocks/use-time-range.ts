'use client'
import { parseAsString, useQueryStates } from 'nuqs'
import { millis } from '@/lib/format/time'
import {
  type Granularity,
  granularitiesFor,
  granularityFor,
  type Range,
} from '@/lib/ops/measurements'

const hour = 3_600_000

/** Time ranges to choose from, with their length in milliseconds. */
export const periods = {
  PT1H: ['1 hour', hour],
  PT6H: ['6 hours', 6 * hour],
  P1D: ['1 day', 24 * hour],
  P7D: ['7 days', 7 * 24 * hour],
  P30D: ['30 days', 30 * 24 * hour],
} as const satisfies Record<string, readonly [label: string, ms: number]>
export type Period = keyof typeof periods

const START: Period = 'PT6H'
const isPeriod = (text: string): text is Period => Object.hasOwn(periods, text)

const text = parseAsString.withDefault('')

/** The time range of a page's measurements, kept in the address. */
export function useTimeRange() {
  const [{ period, from, to, every }, set] = useQueryStates(
    { period: text, from: text, to: text, every: text },
    { history: 'replace' },
  )
  const [start, end] = [millis(from), millis(to)]
  const isCustom = start !== undefined && end !== undefined && start < end
  const shown = isPeriod(period) ? period : START
  const ms = isCustom ? end - start : periods[shown][1]
  const fitting = granularitiesFor(ms)
  const chosen = fitting.find((one) => one === every)
  const range: Range = isCustom
    ? { start: new Date(start).toISOString(), end: new Date(end).toISOString() }
    : { period: shown }
  return {
    range,
    /** Undefined for a start and an end. */
    period: isCustom ? undefined : shown,
    start: isCustom ? start : undefined,
    end: isCustom ? end : undefined,
    ms,
    granularity: chosen ?? granularityFor(ms),
    automatic: granularityFor(ms),
    isAutomatic: chosen === undefined,
    fitting,
    choose: (next: Period) =>
      void set({ period: next === START ? null : next, from: null, to: null }),
    chooseBetween: (first: number, last: number) =>
      void set({
        period: null,
        from: new Date(first).toISOString(),
        to: new Date(last).toISOString(),
      }),
    chooseGranularity: (next: Granularity | '') => void set({ every: next || null }),
  }
}
export type TimeRange = ReturnType<typeof useTimeRange>
