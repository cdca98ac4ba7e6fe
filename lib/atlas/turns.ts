import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { OpError } from '@/lib/ops/failure'
import { perProcess } from './per-process'

const LONGEST_WAIT_MS = 30_000
const POLL_MS = 100
/** How long a turn lasts after its replica was paused or killed. */
const TURN_LEASE_MS = 15_000

/** A turn that is held. It ends if its lease can't be renewed. */
export type Turn = {
  /** Aborts when the lease is lost. */
  signal: AbortSignal
  /** @throws OpError `unavailable` when the lease is over, even if a paused process has not noticed yet */
  check(): void
}

const tooLong = () =>
  OpError.of(
    'slow-down',
    'Another change to the same resource is still running. Nothing was sent. Try again in a moment.',
    { retryAfterSeconds: 5 },
  )
const lost = () =>
  OpError.of(
    'unavailable',
    'Gatehouse was interrupted before the call. Nothing was sent. Try again.',
  )

type Queue = Map<string, Promise<void>>
const queues = perProcess('gatehouseTurns', () => new WeakMap<Sql, Queue>())

/**
 * Runs `work` while no other work with the same key runs, in any replica. Without a key, it runs immediately. A turn is a
 * row with a lease of `leaseMs` that is renewed while the work runs.
 * @throws OpError `slow-down` after `waitMs` (default 30,000); `unavailable` when the database can't be reached
 */
export async function inTurn<T>(
  sql: Sql,
  key: string | undefined,
  work: (turn: Turn) => Promise<T>,
  { waitMs = LONGEST_WAIT_MS, leaseMs = TURN_LEASE_MS }: { waitMs?: number; leaseMs?: number } = {},
): Promise<T> {
  if (key === undefined) return work({ signal: new AbortController().signal, check() {} })
  const deadline = performance.now() + waitMs
  const queue = queueOf(sql)

  // Only the first waiter of this process asks PostgreSQL.
  const ahead = queue.get(key) ?? Promise.resolve()
  const mine = Promise.withResolvers<void>()
  const tail = ahead.then(() => mine.promise)
  queue.set(key, tail)
  // Not in the finally below, because work that gave up may still have others ahead of it.
  void tail.then(() => queue.get(key) === tail && queue.delete(key))
  try {
    await within(ahead, deadline - performance.now())
    return await leased(sql, key, work, deadline, leaseMs)
  } finally {
    mine.resolve()
  }
}

async function leased<T>(
  sql: Sql,
  key: string,
  work: (turn: Turn) => Promise<T>,
  deadline: number,
  leaseMs: number,
): Promise<T> {
  const holder = randomUUID()
  const seconds = leaseMs / 1000
  // By this process's clock, taken before each query: never later than the database's.
  let until = performance.now() + leaseMs
  const take = async () => {
    const began = performance.now()
    const rows = await sql`
      insert into turn (key, holder, until)
      values (${key}, ${holder}, clock_timestamp() + make_interval(secs => ${seconds}))
      on conflict (key) do update set holder = excluded.holder, until = excluded.until
        where turn.until < clock_timestamp()
      returning key`.catch((cause) => {
      throw new OpError(
        {
          kind: 'unavailable',
          message: 'Gatehouse can’t reach its database. Nothing was sent. Try again in a moment.',
        },
        { cause },
      )
    })
    until = began + leaseMs
    return rows.length > 0
  }
  while (!(await take())) {
    if (performance.now() + POLL_MS > deadline) throw tooLong()
    await sleep(POLL_MS)
  }

  const ended = new AbortController()
  const check = () => {
    if (performance.now() >= until) ended.abort(lost())
    ended.signal.throwIfAborted()
  }
  const renew = async () => {
    const began = performance.now()
    const rows = await sql`
      update turn set until = clock_timestamp() + make_interval(secs => ${seconds})
      where key = ${key} and holder = ${holder} and until > clock_timestamp() returning key`
    if (rows.length > 0) until = began + leaseMs
    else ended.abort(lost())
  }
  // A failed renewal is retried until the lease ends.
  const timer = setInterval(() => {
    if (performance.now() >= until) ended.abort(lost())
    else void renew().catch(() => {})
  }, leaseMs / 4)
  try {
    return await work({ signal: ended.signal, check })
  } finally {
    clearInterval(timer)
    // If this fails, the lease expires.
    await sql`delete from turn where key = ${key} and holder = ${holder}`.catch(() => {})
  }
}

/** The promise's value. @throws OpError `slow-down` after that many milliseconds */
function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLong()), Math.max(1, ms))
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function queueOf(sql: Sql): Queue {
  const found = queues().get(sql)
  if (found) return found
  const made: Queue = new Map()
  queues().set(sql, made)
  return made
}
