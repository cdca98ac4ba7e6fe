/** Whether the person must sign in again. Failed calls set it, and one dialog listens. */
export type SignInNeed = 'signed-out' | 'step-up' | undefined

const listeners = new Set<() => void>()
let need: SignInNeed
let putOffUntil = 0

// After dismissal, don't ask again for a while, although polling keeps failing.
const PUT_OFF_MS = 60_000

/** Undefined dismisses it. */
export function setSignedOut(now: SignInNeed): void {
  if (need === now || (now && Date.now() < putOffUntil)) return
  if (!now) putOffUntil = Date.now() + PUT_OFF_MS
  need = now
  for (const each of listeners) each()
}

/** After a new sign-in: the next ended session asks at once. */
export function endSignInNeed(): void {
  setSignedOut(undefined)
  putOffUntil = 0
}

export const signInNeed = (): SignInNeed => need

export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
