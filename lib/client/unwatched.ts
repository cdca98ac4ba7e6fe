import type { OpError } from '@/lib/ops/failure'

/** The outcome of a command whose form was closed or left before the answer came. */
export type Unwatched = { says: string; requestId?: string; error?: OpError }

let tell: ((outcome: Unwatched) => void) | undefined

/** Reports such an outcome, so that no command ends silently. */
export const tellUnwatched = (outcome: Unwatched): void => tell?.(outcome)

/** Registers who shows it. Returns a function that unregisters. */
export function onUnwatched(listener: (outcome: Unwatched) => void): () => void {
  tell = listener
  return () => {
    if (tell === listener) tell = undefined
  }
}
