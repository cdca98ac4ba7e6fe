import type { Op } from './define'

/** What the body needs to know of the Atlas operation; lib/atlas/facts has it. */
type Route = { method: string; path: string }

/** Names of the `{placeholders}` of an Atlas path. */
export const pathNames = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/**
 * The request body of an Atlas operation for a parsed input, or undefined for none. Said by the description's `body`;
 * else the input fields that are neither path nor query parameters, when the method carries a body.
 * `at` is the moment of execution.
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
    ...pathNames(route.path),
    ...Object.keys(op.path?.(input) ?? {}),
    ...Object.keys(op.query?.(input) ?? {}),
  ])
  const fields = Object.entries(input).filter(
    ([name, value]) => !elsewhere.has(name) && value !== undefined,
  )
  return fields.length > 0 ? Object.fromEntries(fields) : undefined
}
