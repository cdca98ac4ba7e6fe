import { useRef } from 'react'

/**
 * A dialog or popover stays open while a button inside it sends (`Button` with `sends` and `pending`): closed, it would
 * hide the outcome. Give `box` to its content and `close` to `onOpenChange`.
 */
export function useCloseGuard(onOpenChange: ((open: boolean) => void) | undefined) {
  const box = useRef<HTMLDivElement>(null)
  return {
    box,
    close: (next: boolean) => {
      if (next || !box.current?.querySelector('[data-sending]')) onOpenChange?.(next)
    },
  }
}
