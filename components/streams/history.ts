import { millis } from '@/lib/format/time'
import type { Stats } from '@/lib/ops/stream-stats'

export type Sample = Stats & { at: number }

const KEPT = 60
const kept = new Map<string, readonly Sample[]>()

/** The key of a processor in this tab's memory. */
export const historyKey = (groupId: string, tenantName: string, processorName: string): string =>
  JSON.stringify([groupId, tenantName, processorName])

/**
 * The reads of a processor in this tab, oldest first, with this one. They are kept from page to page, so that growth
 * shows. Nothing is kept on the server, where one process serves everybody.
 */
export function withReading(key: string, stats: Stats, asOf: string): readonly Sample[] {
  const at = millis(asOf) ?? 0
  const sample = { ...stats, at }
  if (typeof window === 'undefined') return [sample]
  const were = kept.get(key) ?? []
  const last = were.at(-1)
  if (last && last.at >= at) return were
  const now = [...were, sample].slice(-KEPT)
  kept.set(key, now)
  return now
}

/** How much a count grew, per minute; undefined before a second read, or when it was reset. */
export function growth(
  samples: readonly Sample[],
  of: (sample: Sample) => number | undefined,
): { by: number; perMinute: number } | undefined {
  const known = samples.flatMap((s) => {
    const value = of(s)
    return value === undefined ? [] : [{ at: s.at, value }]
  })
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last || last.at <= first.at) return undefined
  const by = last.value - first.value
  return by < 0 ? undefined : { by, perMinute: (by * 60_000) / (last.at - first.at) }
}

/** The growth of a count from each read to the next; null where one is missing or the count was reset. */
export const increments = (
  samples: readonly Sample[],
  of: (sample: Sample) => number | undefined,
): Array<number | null> =>
  samples.slice(1).map((sample, i) => {
    const [was, is] = [samples[i] && of(samples[i]), of(sample)]
    return was === undefined || is === undefined || is < was ? null : is - was
  })
