/** Whether the session has ended under an open page: every failed call tells here, one dialog listens. */

const listeners = new Set<() => void>()
let ended = false

export function setSignedOut(now: boolean): void {
  if (ended === now) return
  ended = now
  for (const each of listeners) each()
}

export const isSignedOut = (): boolean => ended

export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
