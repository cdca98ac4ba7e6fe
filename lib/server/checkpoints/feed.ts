import { underLease } from '@/lib/approvals/employee-access/observer'
import { sql } from '../database'
import { holder } from '../employee-access/observe'
import { log } from '../log'

/** How long one attempt can take: less than a lease, so that two replicas never send the same thing at once. */
const ATTEMPT_MS = 10_000
const LONGEST_PAUSE_SECONDS = 60

/** Something that is sent to one receiver in order, each again until it arrives. How far it is, is a row of `table`. */
export type Feed<T> = {
  name: string
  table: 'checkpoint_sink' | 'audit_stream'
  /** Unique among all feeds. */
  lease: string
  /** For the log: `A checkpoint`. */
  what: string
  /** Whether something waits, by a read only: it is asked every two seconds. */
  isDue(): Promise<boolean>
  /** What comes next. Undefined: nothing, or its pause is not over. */
  next(): Promise<T | undefined>
  /** Resolves when the receiver has it. @throws Error with a sentence, also when the signal ends it */
  send(item: T, signal: AbortSignal): Promise<void>
  /** The columns to store after it was sent. */
  progress(item: T): { sent: number; sent_hash?: string }
}

/** Whether the pause of the row `s` is over. One that is longer than any began before the clock went back. */
export const isTime = () => sql()`coalesce(s.next_at, '-infinity') not between clock_timestamp()
  and clock_timestamp() + make_interval(secs => ${LONGEST_PAUSE_SECONDS})`

/** Sends one thing and records the result. Returns whether it arrived. */
async function sendOne<T>(feed: Feed<T>, item: T, timeoutMs: number): Promise<boolean> {
  const { name, table, what } = feed
  const progress = feed.progress(item)
  try {
    await inTime(feed, item, timeoutMs)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const [row] = await sql()<{ failures: number }[]>`
      update ${sql()(table)} set failures = failures + 1, error = ${why.slice(0, 500)},
        failing_since = coalesce(failing_since, clock_timestamp()),
        next_at = clock_timestamp() + make_interval(secs => least(${LONGEST_PAUSE_SECONDS}, power(2, least(failures, 10))))
      where name = ${name} returning failures`
    log.warn(`${what} was not delivered and will be sent again`, {
      receiver: name,
      ...progress,
      failures: row?.failures,
      why,
    })
    return false
  }
  // Another replica that took over may be ahead.
  await sql()`
    update ${sql()(table)} set ${sql()(progress)}, failures = 0, failing_since = null,
      next_at = clock_timestamp(), error = null where name = ${name} and sent <= ${progress.sent}`
  return true
}

/** A receiver that ignores the signal must not hold the loop. */
function inTime<T>(feed: Feed<T>, item: T, timeoutMs: number): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs)
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('It did not answer in time.')))
  })
  return Promise.race([feed.send(item, signal), late])
}

const running = new Map<string, Promise<void>>()

/**
 * Sends everything that the receiver does not have, oldest first, until one fails. Only one call at a time does so, in all
 * replicas; others in this process wait for it.
 */
export function feed<T>(one: Feed<T>, timeoutMs = ATTEMPT_MS): Promise<void> {
  const now =
    running.get(one.lease) ??
    feedAll(one, timeoutMs).finally(() => {
      running.delete(one.lease)
    })
  running.set(one.lease, now)
  return now
}

async function feedAll<T>(one: Feed<T>, timeoutMs: number): Promise<void> {
  for (let isGoing = await one.isDue(); isGoing; ) {
    isGoing = false
    await underLease(sql(), one.lease, holder, async () => {
      const next = await one.next()
      if (next) isGoing = await sendOne(one, next, timeoutMs)
      // Another replica may be stopping, and has no time to wait until the lease ends.
      if (!isGoing) await sql()`delete from lease where name = ${one.lease} and holder = ${holder}`
    })
  }
}
