/** Whether the person must sign in (again) under an open page: failed calls tell here, one dialog listens. */
export type SignInNeed = 'signed-out' | 'step-up' | undefined

const listeners = new Set<() => void>()
let need: SignInNeed

export function setSignedOut(now: SignInNeed): void {
  if (need === now) return
  need = now
  for (const each of listeners) each()
}

export const signInNeed = (): SignInNeed => need

export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
