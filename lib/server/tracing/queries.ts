import type { Sql } from '../database'
import type { Tracing } from './spans'

/** What postgres.js has for each query. `handle` starts it, `resolve` or `reject` ends it. */
type Query = {
  executed?: boolean
  strings?: readonly string[]
  resolve(value: unknown): void
  reject(error: unknown): void
}
type Handled = { handle(this: Query): unknown }

/**
 * Makes a span of each query of the pool that belongs to a trace. postgres.js has no hook for it, so this wraps the method
 * that starts a query; a test fails if an update changes that.
 */
export function traceQueries(sql: Sql, { child }: Tracing): void {
  // A query runs when it is awaited. This one never is.
  const prototype = Object.getPrototypeOf(sql`select`) as Handled
  const { handle } = prototype
  prototype.handle = function traced(this: Query) {
    if (!this.executed) watch(this, child)
    return handle.call(this)
  }
}

function watch(query: Query, child: Tracing['child']): void {
  const text = (query.strings ?? []).join('?').replace(/\s+/g, ' ').trim()
  const verb = text.split(' ', 1)[0]?.toLowerCase() || 'query'
  // The text of the program, with its parameters left out.
  const end = child(`db ${verb}`, {
    'db.system.name': 'postgresql',
    'db.operation.name': verb,
    'db.query.text': text.slice(0, 500),
  })
  if (!end) return
  const { resolve, reject } = query
  query.resolve = (value) => {
    end()
    resolve(value)
  }
  query.reject = (error) => {
    end(error)
    reject(error)
  }
}
