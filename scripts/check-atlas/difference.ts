import type { Explained } from '@/lib/ops/differences'

/** A difference between Gatehouse and a specification file. */
export type Difference = {
  /** Gatehouse's operation id; Atlas's for the facts table. */
  operation: string
  /** The field, and after a space what about it differs. */
  field: string
  ours: string
  theirs: string
}

/** Splits differences into explained and unexplained, and lists unused explanations. */
export function sortOut(found: readonly Difference[], explanations: readonly Explained[]) {
  const matches = (d: Difference) => (e: Explained) =>
    e.operation === d.operation && e.field === d.field
  return {
    explained: found.filter((d) => explanations.some(matches(d))),
    unexplained: found.filter((d) => !explanations.some(matches(d))),
    idle: explanations.filter((e) => !found.some((d) => matches(d)(e))),
  }
}

/** A table with one line per difference, for a terminal. */
export function tableOf(found: readonly Difference[]): string {
  const rows = [
    ['operation', 'field', 'ours', 'theirs'],
    ...found.map((d) => [d.operation, d.field, d.ours, d.theirs]),
  ]
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** A value in a table: strings unchanged, the rest as JSON, missing as a dash. */
export const shown = (value: unknown): string => {
  if (value === undefined) return '–'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 90 ? `${text.slice(0, 89)}…` : text
}
