import ipaddr from 'ipaddr.js'
import { clientAddress } from './client-address'
import { SignInRefused } from './sign-in-errors'

const PER_MINUTE = 300
const MOST_ADDRESSES = 10_000

type Bucket = { left: number; at: number }
const buckets = new Map<string, Bucket>()

/**
 * Counts one step of a sign-in from an address; in IPv6, from its /64. In each process, 300 a minute.
 * @throws SignInRefused `too-many`
 */
export function spendSignIn(headers: Pick<Headers, 'get'>, now = Date.now()): void {
  const key = networkOf(clientAddress(headers))
  const { left, at } = buckets.get(key) ?? { left: PER_MINUTE, at: now }
  const available = Math.min(PER_MINUTE, left + ((now - at) / 60_000) * PER_MINUTE)
  if (available < 1) throw new SignInRefused('too-many')
  if (buckets.size >= MOST_ADDRESSES) buckets.clear()
  buckets.set(key, { left: available - 1, at: now })
}

/** Forgets what was counted. */
export const resetSignInLimit = (): void => buckets.clear()

function networkOf(address: string | undefined): string {
  if (!address) return 'unknown'
  const parsed = ipaddr.parse(address)
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : address
}
