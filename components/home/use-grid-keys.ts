import { type KeyboardEvent, type RefObject, useState } from 'react'

type At = { row: number; column: number }

/**
 * Moves the focus between the cells of a grid by the arrow keys, j, k, Home, End, Page Up and Page Down. Cells have
 * `data-cell="row:column"`; exactly one is a tab stop. Enter follows the link of a cell by itself.
 */
export function useGridKeys({
  box,
  rows,
  columns,
  pageRows = 10,
  scrollTo,
}: {
  box: RefObject<HTMLElement | null>
  rows: number
  columns: number
  pageRows?: number
  /** Brings a row into the document. */
  scrollTo: (row: number) => void
}) {
  const [kept, setAt] = useState<At>({ row: 0, column: 0 })
  const at = {
    row: Math.max(0, Math.min(kept.row, rows - 1)),
    column: Math.max(0, Math.min(kept.column, columns - 1)),
  }

  const go = (next: At) => {
    const to = {
      row: Math.max(0, Math.min(next.row, rows - 1)),
      column: Math.max(0, Math.min(next.column, columns - 1)),
    }
    setAt(to)
    scrollTo(to.row)
    // The row may have to be rendered first.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const cell = box.current?.querySelector<HTMLElement>(`[data-cell="${to.row}:${to.column}"]`)
        cell?.focus({ preventScroll: true })
        cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      }),
    )
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return
    const target = (event.target as HTMLElement).closest('[data-cell]')
    if (!target) return
    const { row, column } = at
    const far = event.ctrlKey
    const down = { row: row + 1, column }
    const up = { row: row - 1, column }
    const next: At | undefined = {
      j: down,
      k: up,
      ArrowRight: { row, column: column + 1 },
      ArrowLeft: { row, column: column - 1 },
      ArrowDown: down,
      ArrowUp: up,
      PageDown: { row: row + pageRows, column },
      PageUp: { row: row - pageRows, column },
      Home: { row: far ? 0 : row, column: 0 },
      End: { row: far ? rows - 1 : row, column: columns - 1 },
    }[event.key]
    if (!next) return
    event.preventDefault()
    go(next)
  }

  const onFocus = (target: EventTarget) => {
    const place = (target as HTMLElement).closest<HTMLElement>('[data-cell]')?.dataset.cell
    const [row, column] = place?.split(':').map(Number) ?? []
    if (row === undefined || column === undefined) return
    if (row !== at.row || column !== at.column) setAt({ row, column })
  }

  return { at, onKeyDown, onFocus }
}
