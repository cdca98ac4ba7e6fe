import { useCallback, useRef, useState } from 'react'

const DISCARD = 'gatehouse:discard'

/** Calls back when people discard what they typed in a form (`data-dirty`). Returns a function that stops it. */
export function onDiscarded(form: HTMLElement | null, listener: () => void): () => void {
  form?.addEventListener(DISCARD, listener)
  return () => form?.removeEventListener(DISCARD, listener)
}

/**
 * Keeps a dialog or popover open while a button inside is sending (`Button` with `sends` and `pending`), so that the
 * outcome stays visible. Pass `box` to the content and `close` to `onOpenChange`. `leave` asks first when a form inside has
 * unsent input; `asking` has the answers.
 */
export function useCloseGuard(onOpenChange: ((open: boolean) => void) | undefined) {
  const box = useRef<HTMLDivElement>(null)
  const [then, setThen] = useState<() => void>()
  const close = (next: boolean) => {
    if (next || !box.current?.querySelector('[data-sending]')) onOpenChange?.(next)
  }
  const leave = useCallback((go: () => void) => {
    if (box.current?.querySelector('[data-dirty]')) setThen(() => go)
    else go()
  }, [])
  return {
    box,
    close,
    leave,
    asking: then && {
      stay: () => setThen(undefined),
      go: () => {
        setThen(undefined)
        then()
      },
      discard: () => {
        for (const form of box.current?.querySelectorAll('[data-dirty]') ?? [])
          form.dispatchEvent(new Event(DISCARD))
        setThen(undefined)
        then()
      },
    },
  }
}
