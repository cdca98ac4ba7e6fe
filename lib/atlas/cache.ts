import { textOf } from '@/lib/format/same'

export type Fresh<T> = { value: T; asOf: Date }

type Flight<T> = {
  promise: Promise<Fresh<T>>
  waiting: number
  stop: AbortController
  /** False once it is stale: current waiters still get it, later callers do not. */
  keep: boolean
}

/** A value with the times of its load, in milliseconds. */
type Entry<T> = { fresh: Fresh<T>; begun: number; ended: number }

export type ReadCache<T> = {
  /**
   * The value of `key`, for so many seconds after its load ended: a page reads again what it read on the server, however long
   * that took. Identical reads in flight share one load; 0 never shares.
   * An abort detaches only that caller. The load stops when no caller is left. Failures are not cached.
   */
  read(
    key: string,
    freshSeconds: number,
    load: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<Fresh<T>>
  /** Whether `read` would answer without a new load. */
  holds(key: string, freshSeconds: number): boolean
  /**
   * A new load that ignores the cache. Later reads can share its value, so that nobody sees an older one. With
   * `isDuringChange`, also if the key becomes stale while it loads, and reads wait for it instead of beginning another.
   */
  renew(
    key: string,
    load: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
    isDuringChange?: boolean,
  ): Promise<Fresh<T>>
  /** Drops the keys that start with a string or match; their loads in flight are not cached. */
  stale(which: string | ((key: string) => boolean)): void
  readonly size: number
  /** Reads since the start: answered from the cache, by a load in flight, or by a new load. */
  readonly counts: Readonly<Record<'hit' | 'shared' | 'miss', number>>
}

/** The key of a read: the same for equal inputs, and different for each connection, which has its own credential. */
export const readKey = (connection: string, opId: string, input: unknown): string =>
  `${connection}|${opId}|${textOf(input)}`

/** A cache of reads in this process. Callers check permissions first. */
export function readCache<T>({
  most = 1_000,
  now = () => performance.now(),
}: {
  most?: number
  now?(): number
} = {}): ReadCache<T> {
  const counts = { hit: 0, shared: 0, miss: 0 }
  // In order of use: the first is the least recently used.
  const kept = new Map<string, Entry<T>>()
  const flights = new Map<string, Flight<T>>()
  /** Loads while the key is being changed. */
  const during = new Map<string, Flight<T>>()
  /** Loads that are not shared. */
  const alone = new Map<Flight<T>, string>()

  function start(key: string, load: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const stop = new AbortController()
    const begun = now()
    const asOf = new Date()
    const land = () => {
      for (const all of [flights, during]) if (all.get(key) === flight) all.delete(key)
      alone.delete(flight)
    }
    const flight: Flight<T> = {
      waiting: 0,
      stop,
      keep: true,
      promise: (async () => load(stop.signal))().then(
        (value) => {
          land()
          const fresh = { value, asOf }
          if (flight.keep) keep(key, { fresh, begun, ended: now() })
          return fresh
        },
        (error) => {
          land()
          throw error
        },
      ),
    }
    // There may be no caller left when it fails.
    flight.promise.catch(() => {})
    return flight
  }

  function keep(key: string, entry: Entry<T>) {
    // An earlier load may end later.
    if ((kept.get(key)?.begun ?? entry.begun) > entry.begun) return
    kept.delete(key)
    kept.set(key, entry)
    const oldest = kept.keys().next().value
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
  }

  function join(key: string, flight: Flight<T>, signal: AbortSignal | undefined) {
    flight.waiting += 1
    return new Promise<Fresh<T>>((resolve, reject) => {
      const leave = () => {
        flight.waiting -= 1
        if (flight.waiting === 0) {
          if (flights.get(key) === flight) flights.delete(key)
          flight.stop.abort(signal?.reason)
        }
        reject(signal?.reason)
      }
      if (signal?.aborted) return leave()
      signal?.addEventListener('abort', leave)
      const done = () => signal?.removeEventListener('abort', leave)
      flight.promise.then(
        (fresh) => {
          done()
          resolve(fresh)
        },
        (error) => {
          done()
          reject(error)
        },
      )
    })
  }

  return {
    async read(key, freshSeconds, load, signal) {
      signal?.throwIfAborted()
      if (freshSeconds <= 0) {
        counts.miss += 1
        const flight = start(key, load)
        flight.keep = false
        return join(key, flight, signal)
      }
      const found = kept.get(key)
      if (found && now() - found.ended < freshSeconds * 1000) {
        keep(key, found)
        counts.hit += 1
        return found.fresh
      }
      const flying = flights.get(key) ?? during.get(key)
      if (flying) {
        counts.shared += 1
        return join(key, flying, signal)
      }
      counts.miss += 1
      const flight = start(key, load)
      flights.set(key, flight)
      return join(key, flight, signal)
    },
    holds(key, freshSeconds) {
      const found = kept.get(key)
      return flights.has(key) || (found !== undefined && now() - found.ended < freshSeconds * 1000)
    },
    async renew(key, load, signal, isDuringChange = false) {
      signal?.throwIfAborted()
      counts.miss += 1
      const flight = start(key, load)
      if (isDuringChange) during.set(key, flight)
      else alone.set(flight, key)
      return join(key, flight, signal)
    },
    stale(which) {
      const fits = typeof which === 'string' ? (key: string) => key.startsWith(which) : which
      for (const key of kept.keys()) if (fits(key)) kept.delete(key)
      for (const [key, flight] of flights)
        if (fits(key)) {
          flight.keep = false
          flights.delete(key)
        }
      for (const [flight, key] of alone) if (fits(key)) flight.keep = false
    },
    get size() {
      return kept.size
    },
    counts,
  }
}
