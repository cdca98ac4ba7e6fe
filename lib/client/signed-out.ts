/** Whether the person must sign in (again) under an open page: failed calls tell here, one dialog listens. */
export type SignInNeed = 'signed-out' | 'step-up' | undefined

const listeners = new Set<() => void>()
let need: SignInNeed
let putOffUntil = 0

// Put off, it leaves the page alone for a while, though polling finds the same again and again.
const PUT_OFF_MS = 60_000

/** Undefined puts it off. */
export function setSignedOut(now: SignInNeed): void {
  if (need === now || (now && Date.now() < putOffUntil)) return
  if (!now) putOffUntil = Date.now() + PUT_OFF_MS
  need = now
  for (const each of listeners) each()
}

export const signInNeed = (): SignInNeed => need

export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
