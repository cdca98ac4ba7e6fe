import type postgres from 'postgres'

/** Codes of postgres.js, of sockets and of PostgreSQL that say the connection of a query has ended. */
export const ENDED = /^(CONNECTION_|ECONNRESET|EPIPE|ETIMEDOUT|57P01|57P02|08003|08006)/

/** An error of postgres.js about a query names it. */
const isOfEndedConnection = (error: unknown): boolean =>
  error instanceof Error &&
  'query' in error &&
  'code' in error &&
  typeof error.code === 'string' &&
  ENDED.test(error.code)

type Work = (tx: postgres.TransactionSql) => unknown
type Nested = (...args: unknown[]) => Promise<unknown>

/**
 * Keeps a pool from sending a rollback to a connection that has ended. postgres.js sends it once the work fails, and can then
 * not open that connection again for 10 s or more. It rejects the transaction when the connection ends, whatever the work does.
 */
export function withoutLateRollback<T extends postgres.Sql>(pool: T): T {
  const begin: Nested = pool.begin.bind(pool) as Nested
  return Object.assign(pool, { begin: (...args: unknown[]) => begin(...guarded(args)) })
}

/** The arguments of `begin` or `savepoint`, with work that never ends if its connection did. */
const guarded = (args: readonly unknown[]): unknown[] =>
  args.map((one) => (typeof one === 'function' ? guardedWork(one as Work) : one))

const guardedWork =
  (work: Work): Work =>
  async (tx) => {
    const savepoint = tx.savepoint as unknown as Nested
    Object.assign(tx, { savepoint: (...args: unknown[]) => savepoint(...guarded(args)) })
    try {
      const done = work(tx)
      return Array.isArray(done) ? await Promise.all(done) : await done
    } catch (error) {
      if (isOfEndedConnection(error)) return new Promise(() => {})
      throw error
    }
  }
