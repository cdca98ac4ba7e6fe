import { millis } from '@/lib/format/time'
import type { Stats } from './stats'

export type Sample = Stats & { at: number }

const KEPT = 60
const kept = new Map<string, readonly Sample[]>()

/** The place of a processor among what this tab remembers. */
export const historyKey = (groupId: string, tenantName: string, processorName: string): string =>
  JSON.stringify([groupId, tenantName, processorName])

/**
 * The readings of a processor that this tab has seen, oldest first, with this one: kept from page to page, so that growth
 * shows. On the server nothing is kept: a process there serves everybody.
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

/** How much a count grew over what was seen, per minute; undefined before a second reading, or when it began anew. */
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

/** What a count grew by from each reading to the next; null where one of the two is missing or it began anew. */
export const increments = (
  samples: readonly Sample[],
  of: (sample: Sample) => number | undefined,
): Array<number | null> =>
  samples.slice(1).map((sample, i) => {
    const [was, is] = [samples[i] && of(samples[i]), of(sample)]
    return was === undefined || is === undefined || is < was ? null : is - was
  })
