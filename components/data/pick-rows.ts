import type { Cell } from '@/lib/format/csv'
import { naturalOrder } from '@/lib/format/natural-order'
import type { Column } from './columns'

/** A table's state in the URL: search text, sort order, and the values selected per column. */
export type Picking = {
  text: string
  /** A column ID, with a leading `-` for descending; empty for the original order. */
  sort: string
  /** `column:value`; values of one column are alternatives, columns combine. */
  only: readonly string[]
}

// Plain functions rather than @tanstack/react-table, whose filters see one column at a time: the words of a search may be
// in different columns of a row.

const isNothing = (value: Cell) => value === null || value === undefined || value === ''

/** Ascending, with natural sorting of text (`node-2` before `node-10`). */
function compare(a: Cell, b: Cell): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return naturalOrder(String(a), String(b))
}

export const choiceKey = (columnId: string, value: Cell) => `${columnId}:${value ?? ''}`

/** The matching rows, sorted. Rows without a value come last in either direction. */
export function pickRows<R>(
  rows: readonly R[],
  columns: readonly Column<R>[],
  { text, sort, only }: Picking,
): readonly R[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const searched = columns.filter((c) => !c.isActions)
  const narrowed = columns.filter((c) => only.some((o) => o.startsWith(`${c.id}:`)))

  const kept =
    words.length === 0 && narrowed.length === 0
      ? rows
      : rows.filter((row) => {
          if (!narrowed.every((c) => only.includes(choiceKey(c.id, c.value(row))))) return false
          if (words.length === 0) return true
          const all = searched
            .map((c) => c.value(row) ?? '')
            .join('\n')
            .toLowerCase()
          return words.every((word) => all.includes(word))
        })

  const down = sort.startsWith('-')
  const by = columns.find((c) => c.id === (down ? sort.slice(1) : sort))
  if (!by) return kept
  const order = by.order ?? by.value
  return kept
    .map((row) => [order(row), row] as const)
    .toSorted(([a], [b]) => {
      if (isNothing(a) || isNothing(b)) return Number(isNothing(a)) - Number(isNothing(b))
      return down ? compare(b, a) : compare(a, b)
    })
    .map(([, row]) => row)
}

/** The distinct values of a column with their counts, most frequent first. */
export function choicesOf<R>(
  rows: readonly R[],
  column: Column<R>,
): Array<[value: Cell, n: number]> {
  const counts = new Map<Cell, number>()
  for (const row of rows) {
    const value = column.value(row) ?? null
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)
}
