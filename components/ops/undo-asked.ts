import { useSyncExternalStore } from 'react'

/** An Undo that asks first. Its question outlives the dialog or the page that offered it. */
export type UndoAsked = {
  op: string
  input: Record<string, unknown>
  /** Takes the phrase that was typed, where one was asked for. */
  send: (confirm?: string) => void
}

const listeners = new Set<() => void>()
let asked: UndoAsked | undefined

/** Puts the question before the person; undefined takes it away. */
export function askToUndo(next: UndoAsked | undefined): void {
  asked = next
  for (const each of listeners) each()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The Undo that waits for an answer. */
export const useUndoAsked = (): UndoAsked | undefined =>
  useSyncExternalStore(
    subscribe,
    () => asked,
    () => undefined,
  )
