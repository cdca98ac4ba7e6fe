import { asked } from './asked'

/** An undo that needs confirmation. */
export type UndoAsked = {
  op: string
  input: Record<string, unknown>
  /** Gets the typed phrase, if one is required. */
  send: (confirm?: string) => void
}

export const { ask: askToUndo, useAsked: useUndoAsked } = asked<UndoAsked>()
