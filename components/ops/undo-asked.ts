import { useSyncExternalStore } from 'react'

/** An undo that needs confirmation. It outlives the dialog or page that offered it. */
export type UndoAsked = {
  op: string
  input: Record<string, unknown>
  /** Gets the typed phrase, if one is required. */
  send: (confirm?: string) => void
}

const listeners = new Set<() => void>()
let asked: UndoAsked | undefined

/** Shows the confirmation; undefined hides it. */
export function askToUndo(next: UndoAsked | undefined): void {
  asked = next
  for (const each of listeners) each()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The undo that is waiting for confirmation. */
export const useUndoAsked = (): UndoAsked | undefined =>
  useSyncExternalStore(
    subscribe,
    () => asked,
    () => undefined,
  )
