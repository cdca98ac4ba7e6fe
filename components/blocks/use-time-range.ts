'use client'
import { useAddress } from '@/lib/client/use-address'
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

/** In the URL while a start and an end are being chosen. */
const CUSTOM = 'custom'
const START: Period = 'PT6H'
const isPeriod = (text: string): text is Period => Object.hasOwn(periods, text)

/** The time range of a page's measurements, kept in the address. */
export function useTimeRange() {
  const { get, set } = useAddress()
  const [period = '', from, to, every] = ['period', 'from', 'to', 'every'].map(
    (key) => get(key) ?? '',
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
    /** Whether a start and an end are shown or being chosen. */
    isBetween: isCustom || period === CUSTOM,
    /** Undefined for a start and an end. */
    period: isCustom ? undefined : shown,
    start: isCustom ? start : undefined,
    end: isCustom ? end : undefined,
    ms,
    granularity: chosen ?? granularityFor(ms),
    automatic: granularityFor(ms),
    isAutomatic: chosen === undefined,
    fitting,
    choose: (next: Period) => set({ period: next === START ? null : next, from: null, to: null }),
    startBetween: () => set({ period: CUSTOM }),
    chooseBetween: (first: number, last: number) =>
      set({ period: null, from: new Date(first).toISOString(), to: new Date(last).toISOString() }),
    chooseGranularity: (next: Granularity | '') => set({ every: next }),
  }
}
export type TimeRange = ReturnType<typeof useTimeRange>
