import postgres from 'postgres'

export type Sql = postgres.Sql
export type Transaction = postgres.TransactionSql

// One pool a process, also across Next's several bundles and hot reloads.
const store = globalThis as typeof globalThis & { gatehouseSql?: Sql }

/** The chain has one lock for all replicas: a paused or vanished process must not hold it (seconds, milliseconds). */
const letGo = {
  idle_in_transaction_session_timeout: 10_000,
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 5,
  tcp_keepalives_count: 3,
}

/** A pool for a database URL. int8 arrives as a number: sequence numbers and counts stay far below 2^53. */
export const open = (url: string, max = 12): Sql =>
  postgres(url, {
    max,
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

/** The application's pool on DATABASE_URL; connects at the first query. Throws when DATABASE_URL is unset. */
export function sql(): Sql {
  if (!store.gatehouseSql) {
    const url = process.env.DATABASE_URL
    if (!url) throw new Error('DATABASE_URL is not set: start the console with npm start.')
    store.gatehouseSql = open(url)
  }
  return store.gatehouseSql
}

/**
 * Whether an error came from PostgreSQL or from not reaching it. postgres.js gives its own errors these codes; a bare
 * ECONNRESET may as well be a browser that left.
 */
export const isDatabaseError = (error: unknown): boolean =>
  error instanceof postgres.PostgresError ||
  (error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^(CONNECT_|CONNECTION_|ECONNREFUSED|ENOTFOUND)/.test(error.code))
