import { routes } from '../routes'
import { draftKey, keepDraft, readDraft } from './drafts'

/** Proxies refuse longer URLs. */
const LONGEST = 4_000

const keyOf = (kept: string) => draftKey('asked', kept, '')

/** The URL to request approval. An input too long for a URL is kept in the tab and referenced. */
export function hrefToAsk(op: string, input: Record<string, unknown>): string {
  const text = JSON.stringify(input)
  if (text.length <= LONGEST) return routes.newRequest({ op, input })
  let hash = 0
  for (const letter of text) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0
  const kept = `${op}-${(hash >>> 0).toString(36)}`
  keepDraft(keyOf(kept), input)
  return routes.newRequest({ op, kept })
}

/** The referenced input; undefined in another tab or after signing out. */
export const askedInput = (kept: string): Record<string, unknown> | undefined =>
  readDraft(keyOf(kept))
