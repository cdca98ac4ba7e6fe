import { underLease } from '@/lib/approvals/employee-access/observer'
import type { MadeCheckpoint } from '@/lib/audit/checkpoint'
import { sql } from '../database'
import { holder } from '../employee-access/observe'
import { log } from '../log'
import type { Sink } from './sinks/sink'

/** How long one attempt can take: less than a lease, so that two replicas never send the same checkpoint. */
const ATTEMPT_MS = 10_000
const LONGEST_PAUSE_SECONDS = 60

/** Whether the pause of a sink is over. One that is longer than any began before the clock went back. */
const isTime = () => sql()`coalesce(s.next_at, '-infinity') not between clock_timestamp()
  and clock_timestamp() + make_interval(secs => ${LONGEST_PAUSE_SECONDS})`

/** The oldest checkpoint that a sink has not received and is due now. A new sink starts with the newest. */
async function nextFor(name: string): Promise<MadeCheckpoint | undefined> {
  await sql()`
    insert into checkpoint_sink (name, sent)
    select ${name}, coalesce((select size from checkpoint order by size desc offset 1 limit 1), 0)
    on conflict do nothing`
  const [next] = await sql()<MadeCheckpoint[]>`
    select c.size::float8 as size, c.origin, encode(c.root, 'base64') as root, c.note, c.made_at
    from checkpoint c, checkpoint_sink s
    where s.name = ${name} and c.size > s.sent and ${isTime()} order by c.size limit 1`
  return next
}

/** Sends one checkpoint and records the result. Returns whether it arrived. */
async function sendOne(
  sink: Sink,
  checkpoint: MadeCheckpoint,
  timeoutMs: number,
): Promise<boolean> {
  const { name } = sink
  try {
    await inTime(sink, checkpoint, timeoutMs)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const [row] = await sql()<{ failures: number }[]>`
      update checkpoint_sink set failures = failures + 1, error = ${why.slice(0, 500)},
        failing_since = coalesce(failing_since, clock_timestamp()),
        next_at = clock_timestamp() + make_interval(secs => least(${LONGEST_PAUSE_SECONDS}, power(2, least(failures, 10))))
      where name = ${name} returning failures`
    log.warn('A checkpoint was not delivered and will be sent again', {
      sink: name,
      size: checkpoint.size,
      failures: row?.failures,
      why,
    })
    return false
  }
  await sql()`
    update checkpoint_sink set sent = greatest(sent, ${checkpoint.size}), failures = 0, failing_since = null,
      next_at = clock_timestamp(), error = null where name = ${name}`
  return true
}

/** A sink that ignores the signal must not hold the loop. */
function inTime(sink: Sink, checkpoint: MadeCheckpoint, timeoutMs: number): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs)
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('It did not answer in time.')))
  })
  return Promise.race([sink.send(checkpoint, signal), late])
}

const running = new Map<string, Promise<void>>()

/**
 * Sends a sink all checkpoints it has not received, oldest first, until one fails. Only one call at a time does so, in all
 * replicas; others in this process wait for it.
 */
export function deliver(sink: Sink, timeoutMs = ATTEMPT_MS): Promise<void> {
  const now =
    running.get(sink.name) ??
    deliverAll(sink, timeoutMs).finally(() => {
      running.delete(sink.name)
    })
  running.set(sink.name, now)
  return now
}

/** Whether there is something to do, by a read only: it is asked every two seconds. */
async function isDue(name: string): Promise<boolean> {
  const [due] = await sql()`
    select from checkpoint c left join checkpoint_sink s on s.name = ${name}
    where c.size > coalesce(s.sent, 0) and ${isTime()} limit 1`
  return due !== undefined
}

async function deliverAll(sink: Sink, timeoutMs: number): Promise<void> {
  const lease = `checkpoints to ${sink.name}`
  for (let isGoing = await isDue(sink.name); isGoing; ) {
    isGoing = false
    await underLease(sql(), lease, holder, async () => {
      const next = await nextFor(sink.name)
      if (next) isGoing = await sendOne(sink, next, timeoutMs)
      // Another replica may be stopping, and has no time to wait until the lease ends.
      if (!isGoing) await sql()`delete from lease where name = ${lease} and holder = ${holder}`
    })
  }
}
