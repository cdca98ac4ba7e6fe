import { useSyncExternalStore } from 'react'

/** A question that outlives the dialog or page that asks it. `ask(undefined)` hides it. */
export function asked<T>() {
  const listeners = new Set<() => void>()
  let now: T | undefined
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    ask: (next: T | undefined): void => {
      now = next
      for (const each of listeners) each()
    },
    useAsked: (): T | undefined =>
      useSyncExternalStore(
        subscribe,
        () => now,
        () => undefined,
      ),
  }
}
