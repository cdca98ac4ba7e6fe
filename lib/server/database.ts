import postgres from 'postgres'
import { perProcess } from '@/lib/atlas/per-process'
import { ENDED, withoutLateRollback } from './late-rollback'
import { atPrimary } from './primary'

export type Sql = postgres.Sql
export type Transaction = postgres.TransactionSql

/** All replicas share the audit log's lock, so a paused or dead process must not hold it. */
const letGo = {
  idle_in_transaction_session_timeout: 10_000,
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 5,
  tcp_keepalives_count: 3,
}

/** A pool for a database URL. Reads int8 as a number, because values stay far below 2^53. */
export function open(address: string, max = 12): Sql {
  const { url, ...more } = atPrimary(address)
  const pool = postgres(url, {
    ...more,
    max,
    // In seconds. With the default of 30 s, a page would take that long to report that the database is down.
    connect_timeout: 10,
    // In seconds. The default grows to 20 s, and a page would wait that long after PostgreSQL is back.
    backoff: (tried: number) => Math.min(0.5, 0.02 * 2 ** tried),
    connection: letGo,
    onnotice: () => {},
    types: {
      bigint: {
        to: 20,
        from: [20],
        serialize: (value: number) => String(value),
        parse: (text: string) => Number(text),
      },
    },
  }) as unknown as Sql
  return withoutLateRollback(pool)
}

/** The application's pool on DATABASE_URL. Connects at the first query. @throws Error when DATABASE_URL is not set */
export const sql = perProcess('gatehouseSql', (): Sql => {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set. Start the console with npm start.')
  return open(url)
})

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/**
 * Whether an error came from PostgreSQL or its connection. Checks properties, because each of Next's bundles has a copy
 * of the class. A socket error carries the interrupted query.
 */
export const isDatabaseError = (error: unknown): boolean =>
  error instanceof Error &&
  (('severity' in error && 'code' in error) ||
    ('query' in error && 'parameters' in error) ||
    /^(CONNECT_|CONNECTION_|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND)/.test(codeOf(error)))

/** The connection was lost before or during the query: the server restarted, or the network dropped it. */
export const isDeadConnection = (error: unknown): boolean =>
  isDatabaseError(error) && ENDED.test(codeOf(error))

/** postgres.js writes later to the socket of a connection that has just ended, outside of any promise. */
export const isWriteToDeadConnection = (error: Error): boolean =>
  error instanceof TypeError && /reading 'write'/.test(error.message)

const TRIES = 3

/** Runs read-only work, and repeats it if the pool's connection was dead. Throws what the work throws. */
export async function unbroken<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work()
    } catch (error) {
      if (tried === TRIES || !isDeadConnection(error)) throw error
    }
  }
}
