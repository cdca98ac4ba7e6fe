'use client'
import { useRouter } from 'next/navigation'
import { type RefObject, useEffect } from 'react'
import { isOnPage, isTyping } from '@/lib/client/is-typing'
import { isShortcut } from '@/lib/client/shortcuts'

/** Only on a row: elsewhere arrows scroll the page. */
const arrows: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

const stepOf = (event: KeyboardEvent, isRow: boolean): number | undefined =>
  isShortcut(event, 'next')
    ? 1
    : isShortcut(event, 'previous')
      ? -1
      : isRow && !event.shiftKey
        ? arrows[event.key]
        : undefined

/**
 * Keyboard navigation: `j`, `k` and, on a row, the arrow keys move between rows, Enter opens one. `x` or Space selects it,
 * with Shift all rows since the last one; Ctrl+A selects all, Escape none. Works while the table has focus, and for the
 * page's first table when nothing has; never while typing or behind a dialog.
 */
export function useTableKeys({
  box,
  count,
  current,
  focusRow,
  hrefOf,
  selection,
}: {
  box: RefObject<HTMLElement | null>
  count: number
  current: number
  focusRow: (index: number) => void
  hrefOf: (index: number) => string | undefined
  selection?: {
    toggle: (index: number, isRange: boolean) => void
    selectAll: () => void
    clear: () => void
  }
}): void {
  const router = useRouter()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.isComposing || isTyping(event.target)) return
      const { activeElement } = document
      const inside = box.current?.contains(activeElement) ?? false
      const isRow = inside && activeElement instanceof HTMLTableRowElement
      if (event.ctrlKey || event.metaKey) {
        if (!selection || !isRow || !isShortcut(event, 'all')) return
        event.preventDefault()
        selection.selectAll()
        return
      }
      const fromPage =
        isOnPage(activeElement) && document.querySelector('[data-table]') === box.current
      if (!inside && !fromPage) return
      const step = stepOf(event, isRow)
      if (step !== undefined) {
        const next = inside ? current + step : current
        if (next < 0 || next >= count) return
        event.preventDefault()
        focusRow(next)
      }
      // Space presses the buttons in a row.
      if (
        selection &&
        inside &&
        (isShortcut(event, 'select') || isShortcut(event, 'range') || (isRow && event.key === ' '))
      ) {
        event.preventDefault()
        selection.toggle(current, event.shiftKey)
      }
      // A tooltip on a button of the row takes the first Escape.
      if (selection && inside && event.key === 'Escape' && !event.defaultPrevented)
        selection.clear()
      if (event.key === 'Enter' && isRow) {
        const href = hrefOf(current)
        if (!href) return
        event.preventDefault()
        router.push(href)
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
