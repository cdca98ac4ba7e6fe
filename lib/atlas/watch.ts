import { perProcess } from './per-process'

/** Work that is measured. Whoever does the work adds its outcome before it ends. */
export type Watched =
  /** A request to this process. `route` is one of a few words, never a path. */
  | {
      kind: 'http'
      method: string
      route: 'operation' | 'gateway' | 'api' | 'file' | 'page'
      traceparent?: string | undefined
      tracestate?: string | undefined
      status?: number
    }
  /** An operation for a person or a client. `id` is from the descriptions or the facts table, or `unknown`. */
  | {
      kind: 'operation'
      client: 'console' | 'gateway'
      id: string
      requestId: string
      outcome?: string
    }
  /** One attempt of a call to Atlas, without the wait for the rate budget. */
  | {
      kind: 'atlas'
      op: string
      connection: string
      method: string
      requestId: string
      /** The status, or why there was none. */
      outcome?: string
      atlasRequestId?: string | undefined
    }

/** Called around each piece of work. Must return what the work returns, and throw what it throws. */
export type Watcher = <T>(about: Watched, work: () => Promise<T>) => Promise<T>

/** What measures this process: empty unless metrics or traces are configured. */
export const watchers = perProcess('gatehouseWatchers', (): Watcher[] => [])

/** Runs work under every watcher. Returns what the work returns, and throws what it throws. */
export const watched = <T>(about: Watched, work: () => Promise<T>): Promise<T> =>
  watchers().reduceRight<() => Promise<T>>((inner, watch) => () => watch(about, inner), work)()
