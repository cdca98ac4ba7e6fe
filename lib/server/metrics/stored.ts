import { perProcess } from '@/lib/atlas/per-process'
import { type Chain, chainNow } from '../health/chain'
import { type Queue, queuesNow } from '../health/queues'
import { LOST_AFTER_SECONDS, replicasNow } from '../health/replica'
import { inTime } from '../in-time'

/** How long scrapes share what was read, in ms. */
const KEEP_MS = 5_000
/** How long a scrape waits for the database, in ms. */
const PATIENCE_MS = 2_000
/** After this, in ms, a read that hangs does not keep others from the database. */
const GIVE_UP_MS = 30_000

export type Stored = { queues: Queue[]; chain: Chain; replicas: number }

const kept = perProcess('gatehouseStoredMetrics', () => ({
  at: Number.NEGATIVE_INFINITY,
  found: undefined as Stored | undefined,
  /** One read at a time. */
  reading: undefined as Promise<Stored> | undefined,
}))

/** What PostgreSQL has, at most 5 s old. Undefined if it does not answer within 2 s. Never throws. */
export async function storedMetrics(): Promise<Stored | undefined> {
  const state = kept()
  if (state.found && performance.now() - state.at < KEEP_MS) return state.found
  state.reading ??= inTime(read(), GIVE_UP_MS).finally(() => {
    state.reading = undefined
  })
  return inTime(state.reading, PATIENCE_MS).catch(() => undefined)
}

async function read(): Promise<Stored> {
  const [queues, chain, replicas] = await Promise.all([queuesNow(), chainNow(), replicasNow()])
  const found = {
    queues,
    chain,
    replicas: replicas.filter(({ secondsAgo }) => secondsAgo < LOST_AFTER_SECONDS).length,
  }
  Object.assign(kept(), { found, at: performance.now() })
  return found
}
