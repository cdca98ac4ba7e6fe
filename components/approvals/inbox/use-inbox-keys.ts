'use client'
import { type RefObject, useEffect } from 'react'
import { isKeepingKeys } from '@/lib/client/early-keys'
import { isOnPage } from '@/lib/client/is-typing'

const ROW = '[data-inbox-row]'
const answers = ['a', 'd', 'r']

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu]')

/**
 * Keyboard navigation: `j` and `k` move between rows, Enter opens one, `a`, `d` and `r` press the row's button, which asks
 * for confirmation, and `/` goes to the search.
 */
export function useInboxKeys(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const rows = () => [...(box.current?.querySelectorAll<HTMLElement>(ROW) ?? [])]
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (isKeepingKeys() || isTyping(event.target)) return
      if (event.key === '/') {
        const search = document.querySelector<HTMLElement>(
          '[data-inbox-search], [data-table-search]',
        )
        if (!search) return
        // Here `/` searches the list, not pages.
        event.stopPropagation()
        event.preventDefault()
        return search.focus()
      }
      const all = rows()
      const at = all.findIndex((row) => row.contains(document.activeElement))
      const isFree = isOnPage(document.activeElement) && !document.querySelector('[data-table]')
      if (at < 0 && !isFree) return
      if (event.key === 'j' || event.key === 'k') {
        const next = at < 0 ? 0 : at + (event.key === 'j' ? 1 : -1)
        if (!all[next]) return
        event.preventDefault()
        return all[next].focus()
      }
      const row = all[at]
      if (!row) return
      if (event.key === 'Enter' && document.activeElement === row) {
        event.preventDefault()
        return row.querySelector<HTMLElement>('a[href]')?.click()
      }
      const button =
        answers.includes(event.key) &&
        row.querySelector<HTMLElement>(`[aria-keyshortcuts="${event.key}"]`)
      if (!button) return
      event.preventDefault()
      button.click()
    }
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [box])
}
