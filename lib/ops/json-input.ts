import { z } from 'zod'
import { printJson } from '@/lib/format/json'
import { whyTooComplex } from '@/lib/format/json-bounds'
import { JsonBroken, parseTree } from '@/lib/format/json-tree'

const LARGEST = 900_000

/**
 * JSON that reaches Atlas exactly as typed. The input is kept as text, because whatever stores it (jsonb, canonical
 * JSON) may sort names; a value is taken too, and printed in its own order.
 */
export const jsonInput = (missing: string, example: unknown) =>
  z.preprocess(
    (value) => (typeof value === 'object' && value !== null ? printJson(value) : value),
    z
      .string(missing)
      .max(LARGEST, `At most ${LARGEST.toLocaleString('en')} characters`)
      .check((context) => {
        const message = whyNoJson(context.value, missing)
        if (message) context.issues.push({ code: 'custom', message, input: context.value })
      })
      .meta({ examples: [JSON.stringify(example)] }),
  )

/** Why a text is not JSON; undefined when it is. */
export function whyNoJson(text: string, missing = 'Enter JSON'): string | undefined {
  if (text.trim() === '') return missing
  const tooComplex = whyTooComplex(text)
  if (tooComplex) return tooComplex
  try {
    parseTree(text)
    return undefined
  } catch (error) {
    if (error instanceof JsonBroken) return error.message
    throw error
  }
}
