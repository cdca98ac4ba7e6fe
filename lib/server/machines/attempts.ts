import { type Bucket, refill } from '@/lib/atlas/bucket'
import { perProcess } from '@/lib/atlas/per-process'
import { networkOf } from '../client-address'

/**
 * What is counted for each network. Nothing is counted for a network as a whole, because behind a proxy that hides addresses
 * everyone would share it.
 */
export type Attempt =
  /** Wrong secrets of one client id. */
  | { clientId: string }
  /** Wrong codes that one person typed. */
  | { codesOf: string }
  /** Sign-ins of command lines that were started. */
  | 'device'

const MOST_KEYS = 10_000

const kept = perProcess('gatehouseMachineAttempts', () => new Map<string, Bucket>())

const perMinute = (what: Attempt) => (what === 'device' ? 300 : 20)
const keyOf = (what: Attempt, address: string | undefined) =>
  `${networkOf(address)} ${JSON.stringify(what).slice(0, 300)}`

function bucketOf(what: Attempt, address: string | undefined): Bucket {
  const now = Date.now()
  const most = perMinute(what)
  const bucket = kept().get(keyOf(what, address)) ?? { left: most, at: now }
  refill(bucket, most, most, now)
  return bucket
}

/** Seconds until it can be tried again from this address. 0: now. */
export function secondsToWait(what: Attempt, address: string | undefined): number {
  const { left } = bucketOf(what, address)
  return left >= 1 ? 0 : Math.ceil(((1 - left) * 60) / perMinute(what))
}

export function countAttempt(what: Attempt, address: string | undefined): void {
  const bucket = bucketOf(what, address)
  bucket.left = Math.max(0, bucket.left - 1)
  if (kept().size >= MOST_KEYS) kept().clear()
  kept().set(keyOf(what, address), bucket)
}

/** Resets the counts. */
export const resetAttempts = (): void => kept().clear()
