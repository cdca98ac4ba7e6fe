import { useEffect, useRef } from 'react'
import { isTyping } from '@/lib/client/is-typing'

// The focus keeper may have moved the focus to a neighbor of the removed button by then.
const isFree = () => !isTyping(document.activeElement)

/** For the heading of a form that replaces the button that opened it: moves the focus there. */
export function useFocusIn() {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isFree()) head.current?.focus()
  }, [])
  return { ref: head, tabIndex: -1 } as const
}

/** Moves the focus back to that button, which has `aria-expanded`, when the form closes. */
export function useFocusBack(isOpen: boolean): void {
  const was = useRef(isOpen)
  useEffect(() => {
    if (was.current && !isOpen && isFree())
      document.querySelector<HTMLElement>('main header button[aria-expanded]')?.focus()
    was.current = isOpen
  }, [isOpen])
}
