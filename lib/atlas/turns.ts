import postgres, { type Sql } from 'postgres'
import { OpError } from '@/lib/ops/failure'

const LONGEST_WAIT_MS = 30_000
/** Sessions that turns of one process may hold at once, beside its pool. */
const SESSIONS = 4

/** Signals a wait that took too long; becomes a slow-down failure at the edge. */
const tooLong = () =>
  OpError.of(
    'slow-down',
    'Others are changing the same thing, and their turn has not ended. Try again in a moment.',
    { retryAfterSeconds: 5 },
  )

type Queue = { tails: Map<string, Promise<void>>; doors: Doors }
// One for the process, also across Next's several bundles: the pool they protect is one as well.
const store = globalThis as typeof globalThis & { gatehouseTurns?: WeakMap<Sql, Queue> }
store.gatehouseTurns ??= new WeakMap()
const queues = store.gatehouseTurns

/**
 * Runs `work` while nobody else, in this or another replica, runs work with an equal key; without a key at once.
 * Waits up to 30 s, then throws OpError `slow-down`. `held` aborts when the lock is lost before the work is done.
 * The lock is PostgreSQL's, on a session of its own and in no
 * transaction, so it needs real sessions (no transaction-pooling proxy) and ends with its session.
 */
export async function inTurn<T>(
  sql: Sql,
  key: string | undefined,
  work: (held: AbortSignal) => Promise<T>,
  { waitMs = LONGEST_WAIT_MS }: { waitMs?: number } = {},
): Promise<T> {
  if (key === undefined) return work(new AbortController().signal)
  const deadline = performance.now() + waitMs
  const left = () => Math.max(1, Math.ceil(deadline - performance.now()))
  const queue = queueOf(sql)

  // Waiting here costs no connection; only the first of this process asks PostgreSQL.
  const ahead = queue.tails.get(key) ?? Promise.resolve()
  const mine = Promise.withResolvers<void>()
  const tail = ahead.then(() => mine.promise)
  queue.tails.set(key, tail)
  // Not in the finally below: whoever gave up may still have others ahead of it.
  void tail.then(() => queue.tails.get(key) === tail && queue.tails.delete(key))
  try {
    await within(ahead, left())
    await within(queue.doors.enter(), left(), () => queue.doors.leave())
    try {
      return await locked(sql, key, work, left)
    } finally {
      queue.doors.leave()
    }
  } finally {
    mine.resolve()
  }
}

async function locked<T>(
  sql: Sql,
  key: string,
  work: (held: AbortSignal) => Promise<T>,
  left: () => number,
) {
  const lost = new AbortController()
  const session = sessionLike(sql, left(), () =>
    lost.abort(OpError.of('unavailable', 'The connection to the database was lost. Try again.')),
  )
  try {
    await session`select set_config('lock_timeout', ${String(left())}, false)`
    await session`select pg_advisory_lock(hashtextextended(${key}, 0))`.catch((error) => {
      throw error instanceof postgres.PostgresError && error.code === '55P03' ? tooLong() : error
    })
    return await work(lost.signal)
  } finally {
    // Unlocked before anybody hears that the work is done; if this fails, the end of the session unlocks.
    if (!lost.signal.aborted) await session`select pg_advisory_unlock_all()`.catch(() => {})
    await session.end({ timeout: 1 }).catch(() => {})
  }
}

/**
 * One session beside the pool. A reserved one of the pool will not do: postgres 3.4 hands it out dead, and throws
 * outside of any promise, when the server ends it while it is reserved.
 */
function sessionLike(sql: Sql, connectMs: number, onclose: () => void): Sql {
  const { host, port, path, database, user, pass, ssl, connection, target_session_attrs } =
    sql.options
  return postgres({
    ...{ path, database, user, ssl, connection, target_session_attrs },
    host: host.map((name, i) => `${name}:${port[i]}`).join(','),
    // Declared as null, so that nobody prints it, but there.
    pass: pass ?? undefined,
    max: 1,
    fetch_types: false,
    // The lock is the session: it must not be closed for age or quiet.
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: Math.ceil(connectMs / 1000),
    onnotice: () => {},
    onclose,
  })
}

/** The promise's value, or a slow-down after so many milliseconds; what arrives late goes to `undo`. */
function within<T>(promise: Promise<T>, ms: number, undo?: (late: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let late = false
    const timer = setTimeout(() => {
      late = true
      reject(tooLong())
    }, ms)
    promise.then(
      (value) => {
        clearTimeout(timer)
        if (late) undo?.(value)
        else resolve(value)
      },
      (error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

type Doors = { enter(): Promise<void>; leave(): void }

function queueOf(sql: Sql): Queue {
  const found = queues.get(sql)
  if (found) return found
  const made = { tails: new Map(), doors: doors(SESSIONS) }
  queues.set(sql, made)
  return made
}

function doors(count: number): Doors {
  let free = count
  const waiting: Array<() => void> = []
  return {
    enter() {
      if (free > 0) {
        free -= 1
        return Promise.resolve()
      }
      return new Promise((resolve) => waiting.push(resolve))
    },
    leave() {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    },
  }
}
