'use client'
import { type RefObject, useEffect } from 'react'
import { isOnPage } from '@/lib/client/is-typing'
import { isShortcut, type ShortcutId } from '@/lib/client/shortcuts'

const ROW = '[data-inbox-row]'
const answers: readonly ShortcutId[] = ['approve', 'deny', 'revoke']

/**
 * Keyboard navigation: `j` and `k` move between rows, Enter opens one, `d` and `a` open the row's forms of
 * Deny and Approve, `r` focuses its Revoke, and `/` goes to the search.
 */
export function useInboxKeys(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const rows = () => [...(box.current?.querySelectorAll<HTMLElement>(ROW) ?? [])]
    const onKey = (event: KeyboardEvent) => {
      if (isShortcut(event, 'filter')) {
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
      const isNext = isShortcut(event, 'next')
      if (isNext || isShortcut(event, 'previous')) {
        const next = at < 0 ? 0 : at + (isNext ? 1 : -1)
        if (!all[next]) return
        event.preventDefault()
        return all[next].focus()
      }
      const row = all[at]
      if (!row) return
      if (isShortcut(event, 'open') && document.activeElement === row) {
        event.preventDefault()
        return row.querySelector<HTMLElement>('a[href]')?.click()
      }
      const asked = answers.find((id) => isShortcut(event, id))
      const button =
        asked !== undefined &&
        row.querySelector<HTMLElement>(`[aria-keyshortcuts="${event.key.toLowerCase()}"]`)
      if (!button) return
      event.preventDefault()
      if (asked === 'revoke') button.focus()
      else button.click()
    }
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [box])
}
