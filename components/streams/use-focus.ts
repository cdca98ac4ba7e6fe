import { useEffect, useRef } from 'react'

const isNowhere = () => document.activeElement === document.body

/** For the heading of a form that replaces the button that opened it: moves the focus there. */
export function useFocusIn() {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isNowhere()) head.current?.focus()
  }, [])
  return { ref: head, tabIndex: -1 } as const
}

/** Moves the focus back to that button, which has `aria-expanded`, when the form closes. */
export function useFocusBack(isOpen: boolean): void {
  const was = useRef(isOpen)
  useEffect(() => {
    if (was.current && !isOpen && isNowhere())
      document.querySelector<HTMLElement>('main header button[aria-expanded]')?.focus()
    was.current = isOpen
  }, [isOpen])
}
