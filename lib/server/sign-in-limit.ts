import { type Bucket, refill } from '@/lib/atlas/bucket'
import { perProcess } from '@/lib/atlas/per-process'
import { clientAddress, networkOf } from './client-address'
import { SignInRefused } from './sign-in-errors'

const PER_MINUTE = 300
const MOST_ADDRESSES = 10_000

const kept = perProcess('gatehouseSignIns', () => new Map<string, Bucket>())

/**
 * Counts one step of a sign-in from an address (IPv6: its /64). Each process allows 300 per minute.
 * @throws SignInRefused `too-many`
 */
export function spendSignIn(headers: Pick<Headers, 'get'>, now = Date.now()): void {
  const buckets = kept()
  const key = networkOf(clientAddress(headers))
  const bucket = buckets.get(key) ?? { left: PER_MINUTE, at: now }
  refill(bucket, PER_MINUTE, PER_MINUTE, now)
  if (bucket.left < 1) throw new SignInRefused('too-many')
  bucket.left -= 1
  if (buckets.size >= MOST_ADDRESSES) buckets.clear()
  buckets.set(key, bucket)
}

/** Resets the counts. */
export const resetSignInLimit = (): void => kept().clear()
