'use client'
import { useRouter } from 'next/navigation'
import { type RefObject, useEffect } from 'react'
import { isOnPage, isTyping } from '@/lib/client/is-typing'

/**
 * Keyboard navigation: `j` and `k` move between rows, Enter opens one. Works while the table has focus, and for the page's
 * first table when nothing has; never while typing or behind a dialog.
 */
export function useTableKeys({
  box,
  count,
  current,
  focusRow,
  hrefOf,
}: {
  box: RefObject<HTMLElement | null>
  count: number
  current: number
  focusRow: (index: number) => void
  hrefOf: (index: number) => string | undefined
}): void {
  const router = useRouter()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const { activeElement } = document
      const inside = box.current?.contains(activeElement) ?? false
      const fromPage =
        isOnPage(activeElement) && document.querySelector('[data-table]') === box.current
      if (!inside && !fromPage) return
      if (event.key === 'j' || event.key === 'k') {
        const next = inside ? current + (event.key === 'j' ? 1 : -1) : current
        if (next < 0 || next >= count) return
        event.preventDefault()
        focusRow(next)
      }
      if (event.key === 'Enter' && activeElement instanceof HTMLTableRowElement) {
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
