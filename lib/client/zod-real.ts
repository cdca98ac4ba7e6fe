import type * as Zod from 'zod/v4'
import type { JsonGrammar } from '@/lib/format/json-grammar'

let zod: typeof Zod | undefined
let grammar: JsonGrammar | undefined

/** zod itself; undefined until zod-now.ts sets it. */
export const realZod = () => zod

/** The grammar of JSON; undefined until zod-now.ts sets it. */
export const realGrammar = () => grammar

/** Called only by zod-now.ts. */
export const provide = (given: { zod: typeof Zod; grammar: JsonGrammar }): void => {
  zod = given.zod
  grammar = given.grammar
}
