import type { JsonGrammar } from '@/lib/format/json-grammar'
import { zodReady } from './zod'
import { realGrammar } from './zod-real'

/**
 * Replaces lib/format/json-grammar.ts in the browser (next.config.js), where the parser arrives together with zod. Suspends
 * rendering until then. Everything else awaits `zodReady`.
 */
export const jsonGrammar = (): JsonGrammar => {
  const grammar = realGrammar()
  if (!grammar) throw zodReady()
  return grammar
}
