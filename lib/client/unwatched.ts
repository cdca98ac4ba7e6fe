import type { OpError } from '@/lib/ops/failure'

/** The outcome of a command whose form was closed or left before the answer came. */
export type Unwatched = { says: string; requestId?: string; error?: OpError }

let tell: ((outcome: Unwatched) => void) | undefined
/** Those that came before anybody showed them. */
const early: Unwatched[] = []

/** Reports such an outcome, so that no command ends silently. */
export function tellUnwatched(outcome: Unwatched): void {
  if (tell) tell(outcome)
  else early.push(outcome)
}

/** Registers who shows it. Returns a function that unregisters. */
export function onUnwatched(listener: (outcome: Unwatched) => void): () => void {
  tell = listener
  for (const outcome of early.splice(0)) listener(outcome)
  return () => {
    if (tell === listener) tell = undefined
  }
}
