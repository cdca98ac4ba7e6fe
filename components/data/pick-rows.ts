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

/** Whether a row matches. Undefined: every row does. */
export function matcher<R>(
  columns: readonly Column<R>[],
  { text, only }: Picking,
): ((row: R) => boolean) | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const searched = columns.filter((c) => !c.isActions)
  const narrowed = columns.filter((c) => only.some((o) => o.startsWith(`${c.id}:`)))
  if (words.length === 0 && narrowed.length === 0) return undefined
  return (row) => {
    if (!narrowed.every((c) => only.includes(choiceKey(c.id, c.value(row))))) return false
    if (words.length === 0) return true
    const all = searched
      .map((c) => c.value(row) ?? '')
      .join('\n')
      .toLowerCase()
    return words.every((word) => all.includes(word))
  }
}

/** A row with what it is sorted by. */
export type Keyed<R> = readonly [key: Cell, row: R]

/** How rows are sorted; those without a value come last in either direction. Undefined: they stay as they are. */
export function sorter<R>(columns: readonly Column<R>[], { sort }: Picking) {
  const down = sort.startsWith('-')
  const by = columns.find((c) => c.id === (down ? sort.slice(1) : sort))
  if (!by) return undefined
  const order = by.order ?? by.value
  return {
    keyed: (row: R): Keyed<R> => [order(row), row],
    compare: ([a]: Keyed<R>, [b]: Keyed<R>): number => {
      if (isNothing(a) || isNothing(b)) return Number(isNothing(a)) - Number(isNothing(b))
      return down ? compare(b, a) : compare(a, b)
    },
  }
}

/** The matching rows, sorted. */
export function pickRows<R>(
  rows: readonly R[],
  columns: readonly Column<R>[],
  picking: Picking,
): readonly R[] {
  const matches = matcher(columns, picking)
  const kept = matches ? rows.filter(matches) : rows
  const order = sorter(columns, picking)
  if (!order) return kept
  return kept
    .map(order.keyed)
    .toSorted(order.compare)
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
