import type { JsonProblem } from '../data/json-text'

/** The sentences that a form holds about a value and what is inside it (react-hook-form nests them by path). */
export function sentencesIn(
  errors: unknown,
  path: ReadonlyArray<string | number> = [],
): JsonProblem[] {
  if (typeof errors !== 'object' || errors === null) return []
  const { message } = errors as { message?: unknown }
  if (typeof message === 'string') return [{ path, message }]
  return Object.entries(errors).flatMap(([key, inner]) =>
    key === 'ref' ? [] : sentencesIn(inner, [...path, Array.isArray(errors) ? Number(key) : key]),
  )
}
