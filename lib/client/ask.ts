import { routes } from '../routes'
import { draftKey, keepDraft, readDraft } from './drafts'

/** Longer addresses are refused by servers on the way. */
const LONGEST = 4_000

const keyOf = (kept: string) => draftKey('asked', kept, '')

/** Where a request for this is filed. An input too long for an address is kept in the tab, and the address names it. */
export function hrefToAsk(op: string, input: Record<string, unknown>): string {
  const text = JSON.stringify(input)
  if (text.length <= LONGEST) return routes.newRequest({ op, input })
  let hash = 0
  for (const letter of text) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0
  const kept = `${op}-${(hash >>> 0).toString(36)}`
  keepDraft(keyOf(kept), input)
  return routes.newRequest({ op, kept })
}

/** The input that an address names; undefined in another tab, or after signing out. */
export const askedInput = (kept: string): Record<string, unknown> | undefined =>
  readDraft(keyOf(kept))
