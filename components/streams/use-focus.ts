import { useEffect, useRef } from 'react'

const isNowhere = () => document.activeElement === document.body

/** For the head of a form that stands in the place of the button that opened it: the focus comes along. */
export function useFocusIn() {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isNowhere()) head.current?.focus()
  }, [])
  return { ref: head, tabIndex: -1 } as const
}

/** And back to that button, which has `aria-expanded`, when the form is gone. */
export function useFocusBack(isOpen: boolean): void {
  const was = useRef(isOpen)
  useEffect(() => {
    if (was.current && !isOpen && isNowhere())
      document.querySelector<HTMLElement>('main header button[aria-expanded]')?.focus()
    was.current = isOpen
  }, [isOpen])
}
