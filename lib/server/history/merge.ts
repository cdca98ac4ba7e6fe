import type { HistoryEntry } from '@/lib/ops/history'

/** Atlas records an event up to this long before or after Gatehouse's rows of the same change, in ms. */
const EARLIER = 5_000
const LATER = 120_000

const END_OF_9999 = Date.UTC(9999, 11, 31)

/** A time in ms. Atlas can send one that is none, or one that PostgreSQL can't hold: it sorts before all others. */
export function momentOf(time: string): number {
  const ms = Date.parse(time)
  return ms > 0 && ms < END_OF_9999 ? ms : END_OF_9999
}

/** Whether a time is one that can be compared and stored. */
export const isMoment = (ms: number): boolean => ms !== END_OF_9999

/** A change sent by Gatehouse has one of these types. */
export const sends = ['command.intent', 'effect.confirmed', 'effect.unknown', 'guided.started']

/**
 * Both, newest first. An event by Gatehouse's own credential belongs to the last change that Gatehouse sent before it, and
 * is shown there. `moments` are the times of all changes that Gatehouse sent in this place, in ms: an event near one of another
 * resource is Gatehouse's too. A later step of a guided command can come long after its start.
 */
export function merged(
  rows: readonly HistoryEntry[],
  events: readonly HistoryEntry[],
  moments: readonly number[],
): HistoryEntry[] {
  const changes = rows
    .filter(({ type, outcome }) => sends.includes(type) && outcome !== 'failed')
    .map((entry) => ({ entry, at: Date.parse(entry.time) }))
  const caused = new Map<string, string[]>()
  const isNear = (ms: number) => ms >= -EARLIER && ms <= LATER
  const left = events.flatMap((event): HistoryEntry[] => {
    if (event.by !== 'unexplained') return [event]
    const at = momentOf(event.time)
    const near = changes
      .filter((one) => isNear(at - one.at))
      .toSorted((a, b) => b.at - a.at)
      .toSorted((a, b) => Number(isNamed(b.entry, event)) - Number(isNamed(a.entry, event)))[0]
    if (!near)
      return [moments.some((one) => isNear(at - one)) ? { ...event, by: 'gatehouse' } : event]
    caused.set(near.entry.id, [...(caused.get(near.entry.id) ?? []), event.type])
    return []
  })
  return [...rows.map((row) => ({ ...row, events: caused.get(row.id) ?? [] })), ...left].toSorted(
    (a, b) => momentOf(b.time) - momentOf(a.time),
  )
}

/** Whether a change names what an event is about. */
const isNamed = ({ target, after }: HistoryEntry, event: HistoryEntry): boolean =>
  event.target !== null && `${target} ${JSON.stringify(after)}`.includes(event.target)

type Source = { isCut: boolean; oldest: string | undefined }

/**
 * Entries down to the time that every source reached, and where the next page begins: undefined if all is there. A source
 * that reached further down is read again from there.
 */
export function upTo(
  entries: readonly HistoryEntry[],
  sources: readonly Source[],
  until: string | undefined,
): { shown: HistoryEntry[]; next: string | undefined } {
  const reached = sources.flatMap(({ isCut, oldest }) =>
    isCut && oldest !== undefined ? [momentOf(oldest)].filter(isMoment) : [],
  )
  if (reached.length === 0) return { shown: [...entries], next: undefined }
  const latest = Math.max(...reached)
  // Many entries of one moment must not stop it.
  const stuck = until !== undefined && latest >= Date.parse(until)
  const next = new Date(stuck ? latest - 1 : latest).toISOString()
  return { shown: entries.filter(({ time }) => momentOf(time) >= latest), next }
}
