import { type Bucket, refill } from './bucket'
import { pause } from './retry'

/** The longest time a read waits for the budget. */
const LONGEST_WAIT_MS = 5_000
const KEYS = 500

export type BudgetState = {
  perMinute: number
  /** The most calls that can go at once. */
  burst: number
  /** Calls that can go now. Negative while calls wait. */
  left: number
  /** What Atlas last reported, by key, newest first. */
  reported: Reported[]
}

export type Reported = {
  key: string
  left: number
  limit?: number
  /** Milliseconds since the report. */
  age: number
  /** Milliseconds until calls with this key can go. */
  heldFor: number
}

export type Budget = {
  /**
   * Takes one call from the budget. Waits up to 5 s. A priority call never waits; later calls wait longer instead.
   * Returns undefined when the call can go, else the whole seconds after which to try again.
   */
  spend(
    key: string,
    how?: { priority?: boolean; signal?: AbortSignal },
  ): Promise<number | undefined>
  /** What Atlas reported for `key`: calls left, of how many, and seconds until more. */
  learn(key: string, told: { left: number; limit?: number; seconds?: number }): void
  /** What is left now. */
  state(): BudgetState
  /** What Atlas last reported for `key`. */
  reported(key: string): Reported | undefined
}

type Learned = {
  /** Counted down since the report. */
  left: number
  until: number
  report: { left: number; limit?: number; at: number }
}

/**
 * A token bucket for one connection in one replica, so that Gatehouse leaves room for an organization's other
 * clients. Atlas limits each set of endpoints separately, so a limit it reports slows only calls with that key.
 */
export function budget(
  perMinute: number,
  { now = () => performance.now(), wait = pause }: { now?(): number; wait?: typeof pause } = {},
): Budget {
  const perMs = perMinute / 60_000
  const burst = Math.max(1, Math.round(perMinute / 3))
  const bucket: Bucket = { left: burst, at: now() }
  const learned = new Map<string, Learned>()

  /** Milliseconds until Atlas may have room again for this key. */
  const heldFor = (key: string, present: number) => {
    const known = learned.get(key)
    return !known || known.left > 0 ? 0 : Math.max(0, known.until - present)
  }

  const told = (
    key: string,
    { report: { at, ...report } }: Learned,
    present: number,
  ): Reported => ({
    key,
    ...report,
    age: present - at,
    heldFor: heldFor(key, present),
  })

  return {
    async spend(key, { priority = false, signal } = {}) {
      const present = now()
      refill(bucket, perMinute, burst, present)
      const { left } = bucket
      const ms = priority ? 0 : Math.max(left >= 1 ? 0 : (1 - left) / perMs, heldFor(key, present))
      if (ms > LONGEST_WAIT_MS) return Math.ceil(ms / 1000)
      // Taken before waiting, so that later calls queue behind it.
      bucket.left -= 1
      const known = learned.get(key)
      if (known) known.left -= 1
      if (ms > 0)
        await wait(ms, signal).catch((error) => {
          bucket.left += 1
          throw error
        })
      return undefined
    },
    learn(key, { seconds = 1, ...report }) {
      const at = now()
      learned.delete(key)
      learned.set(key, {
        left: report.left,
        until: at + Math.max(1, seconds) * 1000,
        report: { ...report, at },
      })
      const oldest = learned.keys().next().value
      if (learned.size > KEYS && oldest !== undefined) learned.delete(oldest)
    },
    state() {
      const present = now()
      refill(bucket, perMinute, burst, present)
      return {
        perMinute,
        burst,
        left: Math.floor(bucket.left),
        // Hundreds of rows, which most callers don't read.
        get reported() {
          return [...learned].reverse().map(([key, known]) => told(key, known, present))
        },
      }
    },
    reported(key) {
      const known = learned.get(key)
      return known && told(key, known, now())
    },
  }
}
