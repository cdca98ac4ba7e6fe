import { parseSent, readJson } from '@/lib/format/json'
import { JsonBroken } from '@/lib/format/json-tree'
import { Refused } from './refusal'

/** A JSON body: its text, and its value as operations take it. */
export type JsonBody = { text: string; value: unknown }

/**
 * A body that every JSON parser reads in the same way. @throws Refused for a body that is not JSON, repeats a name in an
 * object, or is nested too deeply
 */
export function jsonOf(bytes: Buffer): JsonBody {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value = parseSent(text)
    // Parsers disagree about which of two equal names counts.
    readJson(text)
    return { text, value }
  } catch (error) {
    const why = error instanceof JsonBroken || error instanceof SyntaxError ? error.message : ''
    throw new Refused(
      400,
      'GATEHOUSE_INVALID_REQUEST',
      `Gatehouse can’t read the body. ${why || 'It is not JSON in UTF-8.'} Nothing was sent to Atlas.`,
    )
  }
}
