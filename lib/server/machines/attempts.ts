import { type Bucket, refill } from '@/lib/atlas/bucket'
import { perProcess } from '@/lib/atlas/per-process'
import { networkOf } from '../client-address'

/** Wrong credentials of one client id from one network, and of all client ids from it. */
const PER_MINUTE = 20
const PER_MINUTE_OF_NETWORK = 200
const MOST_KEYS = 10_000

const kept = perProcess('gatehouseMachineAttempts', () => new Map<string, Bucket>())

const keysOf = (clientId: string, address: string | undefined): [key: string, most: number][] => {
  const network = networkOf(address)
  return [
    [`${network} ${clientId.slice(0, 100)}`, PER_MINUTE],
    [network, PER_MINUTE_OF_NETWORK],
  ]
}

function bucketOf(key: string, most: number, now: number): Bucket {
  const bucket = kept().get(key) ?? { left: most, at: now }
  refill(bucket, most, most, now)
  return bucket
}

/** Seconds until this client id can try again from this address. 0: now. */
export function secondsToWait(clientId: string, address: string | undefined): number {
  const now = Date.now()
  const waits = keysOf(clientId, address).map(([key, most]) => {
    const { left } = bucketOf(key, most, now)
    return left >= 1 ? 0 : Math.ceil(((1 - left) * 60) / most)
  })
  return Math.max(...waits)
}

/** Counts a wrong credential. */
export function countWrong(clientId: string, address: string | undefined): void {
  const now = Date.now()
  if (kept().size >= MOST_KEYS) kept().clear()
  for (const [key, most] of keysOf(clientId, address)) {
    const bucket = bucketOf(key, most, now)
    bucket.left = Math.max(0, bucket.left - 1)
    kept().set(key, bucket)
  }
}

/** Resets the counts. */
export const resetAttempts = (): void => kept().clear()
