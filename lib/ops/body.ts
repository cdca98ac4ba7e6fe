import type { Op } from './define'

/** The facts of the Atlas operation that decide about its body. */
type Route = { method: string; path: string }

/** Names of the `{placeholders}` of an Atlas path. */
export const pathNames = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/**
 * The request body of an Atlas operation for a parsed input; undefined for none. It comes from the description's `body`.
 * Without one, it has the input fields that are neither path nor query parameters nor `opened`, if the method carries a
 * body. `at` is the time of execution.
 */
export function bodyOf(
  op: Op,
  input: Readonly<Record<string, unknown>>,
  at: Date,
  route: Route,
): unknown {
  if (op.kind === 'query' && route.method === 'GET') return undefined
  if (op.body) return op.body(input, at)
  if (route.method === 'GET' || route.method === 'DELETE') return undefined
  const elsewhere = new Set([
    'opened',
    ...pathNames(route.path),
    ...Object.keys(op.path?.(input) ?? {}),
    ...Object.keys(op.query?.(input) ?? {}),
  ])
  const fields = Object.entries(input).filter(
    ([name, value]) => !elsewhere.has(name) && value !== undefined,
  )
  return fields.length > 0 ? Object.fromEntries(fields) : undefined
}
