import { canonicalJson } from './json'

export type Fresh<T> = { value: T; asOf: Date }

type Flight<T> = {
  promise: Promise<Fresh<T>>
  waiting: number
  stop: AbortController
  /** False once something made it stale: whoever waits still gets it, nobody later does. */
  keep: boolean
}

export type ReadCache<T> = {
  /**
   * The value of `key`, at most `freshSeconds` old; equal reads in flight are one load, and 0 means a load of
   * one's own. Aborting detaches only that caller; the load stops when the last one has gone. Failures are not kept.
   */
  read(
    key: string,
    freshSeconds: number,
    load: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<Fresh<T>>
  /** Whether `read` would answer without a new load. */
  holds(key: string, freshSeconds: number): boolean
  /** A load of one's own past what is kept, which whoever reads next may share: nobody is shown less than somebody was told. */
  renew(
    key: string,
    load: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<Fresh<T>>
  /** Makes keys that begin so, or fit, be loaded anew; what is in flight for them is not kept. */
  stale(which: string | ((key: string) => boolean)): void
  readonly size: number
}

/** The key of one read: equal for equal inputs, and never shared between connections (credentials). */
export const readKey = (connection: string, opId: string, input: unknown): string =>
  `${connection}|${opId}|${canonicalJson(input)}`

/** A cache of reads in this process. Only for what its caller has already been allowed to see. */
export function readCache<T>({
  most = 1_000,
  now = () => performance.now(),
}: {
  most?: number
  now?(): number
} = {}): ReadCache<T> {
  // Insertion order is order of use: the first is the least recently used.
  const kept = new Map<string, { fresh: Fresh<T>; at: number }>()
  const flights = new Map<string, Flight<T>>()
  /** Loads of one's own, which nobody joins. */
  const alone = new Map<Flight<T>, string>()

  function start(key: string, load: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const stop = new AbortController()
    const begun = now()
    const asOf = new Date()
    const land = () => {
      if (flights.get(key) === flight) flights.delete(key)
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
          if (flight.keep) keep(key, { fresh, at: begun })
          return fresh
        },
        (error) => {
          land()
          throw error
        },
      ),
    }
    // The last caller may leave before it fails.
    flight.promise.catch(() => {})
    return flight
  }

  function keep(key: string, entry: { fresh: Fresh<T>; at: number }) {
    // A load that was begun earlier may end later.
    if ((kept.get(key)?.at ?? entry.at) > entry.at) return
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
        const flight = start(key, load)
        flight.keep = false
        return join(key, flight, signal)
      }
      const found = kept.get(key)
      if (found && now() - found.at < freshSeconds * 1000) {
        keep(key, found)
        return found.fresh
      }
      const flying = flights.get(key)
      if (flying) return join(key, flying, signal)
      const flight = start(key, load)
      flights.set(key, flight)
      return join(key, flight, signal)
    },
    holds(key, freshSeconds) {
      const found = kept.get(key)
      return flights.has(key) || (found !== undefined && now() - found.at < freshSeconds * 1000)
    },
    async renew(key, load, signal) {
      signal?.throwIfAborted()
      const flight = start(key, load)
      alone.set(flight, key)
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
  }
}
