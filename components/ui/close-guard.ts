import { useRef } from 'react'

/**
 * Keeps a dialog or popover open while a button inside is sending (`Button` with `sends` and `pending`), so that the
 * outcome stays visible. Pass `box` to the content and `close` to `onOpenChange`.
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
