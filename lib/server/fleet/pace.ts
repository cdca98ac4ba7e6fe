import { type Bucket, refill } from '@/lib/atlas/bucket'
import type { Connection } from '@/lib/atlas/connection'
import { perProcess } from '@/lib/atlas/per-process'

/** The collector's share of a connection's calls, so that people and machines never wait for it. */
const SHARE = 1 / 2
/** The longest time that its calls are saved up, in seconds. */
const SAVED_SECONDS = 5

const buckets = perProcess('gatehouseFleetPace', () => new Map<string, Bucket>())

/** The collector's calls of a connection: how many can go now, and a connection whose calls are counted. */
export function paced(connection: Connection, now = () => performance.now()) {
  const perMinute = connection.budget().perMinute * SHARE
  const burst = Math.max(1, (perMinute / 60) * SAVED_SECONDS)
  const all = buckets()
  const bucket = all.get(connection.name) ?? { left: burst, at: now() }
  all.set(connection.name, bucket)
  const counted: Connection = {
    ...connection,
    call: (one) => {
      bucket.left -= 1
      return connection.call(one)
    },
  }
  return {
    counted,
    /** Calls that can go now. None while others use more than half of what the connection has. */
    free(): number {
      refill(bucket, perMinute, burst, now())
      const { left, burst: most } = connection.budget()
      return Math.max(0, Math.min(Math.floor(bucket.left), Math.floor(left - most * SHARE)))
    },
    /** Whether Atlas has less than half left for calls with this key. */
    isSpent: (key: string): boolean =>
      connection
        .budget()
        .reported.some(
          (one) =>
            one.key === key &&
            one.age < 60_000 &&
            one.left < (one.limit ?? Number.POSITIVE_INFINITY) * SHARE &&
            (one.limit !== undefined || one.left === 0),
        ),
  }
}
