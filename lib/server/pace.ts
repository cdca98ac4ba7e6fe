import { type Bucket, refill } from '@/lib/atlas/bucket'
import type { Connection } from '@/lib/atlas/connection'
import { perProcess } from '@/lib/atlas/per-process'

/** The share of a connection's calls for background reads, so that people and machines never wait for them. */
const SHARE = 1 / 2
/** The longest time that unused calls are saved up, in seconds. */
const SAVED_SECONDS = 5

const readers = ['observer', 'collector'] as const
type Reader = (typeof readers)[number]
type Shared = Record<Reader, Bucket>

const shared = perProcess('gatehousePace', () => new Map<string, Shared>())

/**
 * The background calls of a connection. Each reader has half of them, and what the other one leaves. `free` is how many can
 * go now. `counted` is the connection with its calls counted; other calls are counted with `spend`.
 */
export function paced(connection: Connection, reader: Reader, now = () => performance.now()) {
  const perMinute = connection.budget().perMinute * SHARE
  const burst = Math.max(readers.length, (perMinute / 60) * SAVED_SECONDS)
  const all = shared()
  const full = () => ({ left: burst / readers.length, at: now() })
  const buckets = all.get(connection.name) ?? { observer: full(), collector: full() }
  all.set(connection.name, buckets)
  const bucket = buckets[reader]
  const spend = (calls: number) => {
    bucket.left -= calls
  }
  return {
    spend,
    counted: {
      ...connection,
      call: (one) => {
        spend(1)
        return connection.call(one)
      },
    } satisfies Connection,
    /** The collector waits while others use more than half of what the connection has. The observer does not. */
    free(): number {
      fill(buckets, perMinute, burst, now())
      const { left, burst: most } = connection.budget()
      const unused = reader === 'observer' ? Number.POSITIVE_INFINITY : left - most * SHARE
      return Math.max(0, Math.floor(Math.min(bucket.left, unused)))
    },
    /** Whether Atlas has less than half left for calls with this key. */
    isSpent(key: string): boolean {
      const one = connection.reported(key)
      if (!one || one.age >= 60_000) return false
      return one.limit === undefined ? one.left === 0 : one.left < one.limit * SHARE
    },
  }
}

/** Refills every bucket equally. What a full one can't take goes to the others. */
function fill(buckets: Shared, perMinute: number, burst: number, now: number): void {
  let spare = 0
  for (const reader of readers) {
    const bucket = buckets[reader]
    refill(bucket, perMinute / readers.length, Number.POSITIVE_INFINITY, now)
    const most = burst / readers.length
    spare += Math.max(0, bucket.left - most)
    bucket.left = Math.min(most, bucket.left)
  }
  for (const reader of readers) {
    const given = Math.min(spare, burst - buckets[reader].left)
    buckets[reader].left += given
    spare -= given
  }
}
