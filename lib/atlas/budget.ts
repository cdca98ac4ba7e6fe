import { pause } from './retry'

/** How long a read may wait for its turn. */
const LONGEST_WAIT_MS = 5_000
const KEYS = 500

export type Budget = {
  /**
   * Takes one call from the budget. Waits up to 5 s; a priority call never waits and leaves the others a debt.
   * Gives undefined when it may go, else the whole seconds after which to come back.
   */
  spend(
    key: string,
    how?: { priority?: boolean; signal?: AbortSignal },
  ): Promise<number | undefined>
  /** What Atlas said of the bucket behind `key`: calls left, and seconds until more. */
  learn(key: string, told: { left: number; seconds?: number }): void
}

/**
 * A token bucket for one connection in one replica, so that Gatehouse leaves room for an organization's other
 * clients. Atlas counts per set of endpoints and scope: what it says of one set slows only calls with that key.
 */
export function budget(
  perMinute: number,
  { now = () => performance.now(), wait = pause }: { now?(): number; wait?: typeof pause } = {},
): Budget {
  const perMs = perMinute / 60_000
  const burst = Math.max(1, Math.round(perMinute / 3))
  let left = burst
  let at = now()
  const learned = new Map<string, { left: number; until: number }>()

  const refill = () => {
    const present = now()
    left = Math.min(burst, left + (present - at) * perMs)
    at = present
    return present
  }

  /** Milliseconds until Atlas may have room again for this key. */
  const heldFor = (key: string, present: number) => {
    const known = learned.get(key)
    if (!known) return 0
    if (known.until <= present) {
      learned.delete(key)
      return 0
    }
    return known.left > 0 ? 0 : known.until - present
  }

  return {
    async spend(key, { priority = false, signal } = {}) {
      const present = refill()
      const ms = priority ? 0 : Math.max(left >= 1 ? 0 : (1 - left) / perMs, heldFor(key, present))
      if (ms > LONGEST_WAIT_MS) return Math.ceil(ms / 1000)
      // Taken before waiting: whoever comes later queues behind.
      left -= 1
      const known = learned.get(key)
      if (known) known.left -= 1
      if (ms > 0)
        await wait(ms, signal).catch((error) => {
          left += 1
          throw error
        })
      return undefined
    },
    learn(key, { left: remaining, seconds = 1 }) {
      learned.delete(key)
      learned.set(key, { left: remaining, until: now() + Math.max(1, seconds) * 1000 })
      const oldest = learned.keys().next().value
      if (learned.size > KEYS && oldest !== undefined) learned.delete(oldest)
    },
  }
}
