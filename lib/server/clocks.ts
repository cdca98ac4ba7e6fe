import type { Clocks } from '@/lib/approvals/reach'
import type { AtlasAnswer } from '@/lib/atlas/call'
import { perProcess } from '@/lib/atlas/per-process'
import { connections } from './connections'
import { sql } from './database'

/** No grant is sent beyond this difference, because it would last that much longer or shorter than approved. */
const MOST_SKEW_MS = 60_000
/** How long a measurement is used. */
const FRESH_MS = 10 * 60_000
/** Smaller differences are noise: a Date header has whole seconds, and a response takes time. */
const NOISE_MS = 3_000

type Measured = { aheadMs: number; at: number }
const measured = perProcess('gatehouseClocks', () => new Map<string, Measured>())

/** Measures Atlas's clock by the Date header of an answer that just arrived. */
export function noteClock(connection: string, { date }: AtlasAnswer): void {
  if (date)
    measured().set(connection, {
      aheadMs: date.getTime() + 500 - Date.now(),
      at: performance.now(),
    })
}

/** How far the database's clock is ahead of this process's clock, in ms. */
async function databaseAhead(): Promise<number> {
  const before = Date.now()
  const [row] = await sql()<{ now: Date }[]>`select clock_timestamp() as now`
  return row!.now.getTime() - (before + Date.now()) / 2
}

const inWords = (ms: number) => {
  const seconds = Math.round(Math.abs(ms) / 1000)
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}

/** How far Atlas's clock is ahead of this process's clock, in ms; undefined if it was not measured recently. */
export function aheadOf(connection: string): number | undefined {
  const seen = measured().get(connection)
  return seen && performance.now() - seen.at < FRESH_MS ? seen.aheadMs : undefined
}

/** Compares the clocks of Atlas on a connection, the database and this process. Throws if the database fails. */
export async function clocksOf(connection: string): Promise<Clocks> {
  const database = await databaseAhead()
  const atlas = aheadOf(connection)
  const apart: Array<[string, number]> = [
    ['The clocks of the database and the Gatehouse server', database],
    ...(atlas === undefined
      ? []
      : ([
          ['The clocks of Atlas and the database', atlas - database],
          ['The clocks of Atlas and the Gatehouse server', atlas],
        ] as Array<[string, number]>)),
  ]
  const [worst] = apart
    .filter(([, ms]) => Math.abs(ms) > MOST_SKEW_MS)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  const databaseAheadMs = atlas === undefined ? undefined : database - atlas
  return {
    ...(worst
      ? {
          whyNot: `${worst[0]} differ by ${inWords(worst[1])}. No access is granted until they agree within 60 s. Revoking still works.`,
        }
      : {}),
    ...(databaseAheadMs === undefined || Math.abs(databaseAheadMs) < NOISE_MS
      ? {}
      : { databaseAheadMs }),
  }
}

/** One sentence for each pair of clocks that is too far apart, for admins and /api/ready. Never throws. */
export async function clockWarnings(): Promise<string[]> {
  const all = await Promise.all(
    connections().map(({ name }) =>
      clocksOf(name).then(
        ({ whyNot }) => whyNot,
        () => undefined,
      ),
    ),
  )
  return [...new Set(all.flatMap((one) => one ?? []))]
}
