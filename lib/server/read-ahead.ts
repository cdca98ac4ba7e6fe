import { perProcess } from '@/lib/atlas/per-process'
import { textOf } from '@/lib/format/same'
import type { Call } from '@/lib/ops/define'

/** How old a read may be when the executor asks for it, in ms: it claims an effect some milliseconds after the approval. */
const FRESH_MS = 500

type Ahead = { call: string; answer: Promise<unknown>; at: number }
const ahead = perProcess('gatehouseReadsAhead', () => new Map<string, Ahead>())

/** Keeps the first read of an effect, which began while its approval is recorded, for the executor of this process. */
export function keepAhead(effectId: string, call: Call, read: Promise<unknown>): void {
  read.catch(() => {})
  ahead().set(effectId, { call: textOf(call), answer: read, at: performance.now() })
  setTimeout(() => ahead().delete(effectId), FRESH_MS).unref()
}

/** The read that was kept, once. Undefined: there is none for this call, or it is too old. */
export function readAhead(effectId: string, call: Call): Promise<unknown> | undefined {
  const found = ahead().get(effectId)
  ahead().delete(effectId)
  // A timer of a process that was paused may not have fired yet.
  if (!found || found.call !== textOf(call) || performance.now() - found.at > FRESH_MS)
    return undefined
  return found.answer
}
