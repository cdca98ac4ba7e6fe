import { z } from 'zod'

const list = z.looseObject({ results: z.array(z.unknown()) })

/**
 * A list answer without the rows that do not fit its description, and those rows as they came: one odd row must not cost
 * the others. Undefined when something beside rows is wrong.
 */
export function withoutOddRows(
  output: z.ZodType,
  body: unknown,
): { data: unknown; oddRows: unknown[] } | undefined {
  const paged = list.safeParse(body).data
  const rows = Array.isArray(body) ? body : paged?.results
  const issues = output.safeParse(body).error?.issues ?? []
  if (!rows || issues.length === 0) return undefined
  const places = issues.map(({ path }) => path[paged ? 1 : 0])
  if (paged && issues.some(({ path }) => path[0] !== 'results')) return undefined
  if (places.some((place) => typeof place !== 'number')) return undefined
  const odd = new Set(places)
  const fitting = rows.filter((_, i) => !odd.has(i))
  const read = output.safeParse(paged ? { ...paged, results: fitting } : fitting)
  return read.success ? { data: read.data, oddRows: rows.filter((_, i) => odd.has(i)) } : undefined
}
