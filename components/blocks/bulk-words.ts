import { countAll } from '@/lib/format/words'
import type { BulkAsked } from '../ops/bulk-asked'

/** `3 API keys`, or the name of a single row. `what` is the plural of the rows. */
export const whatOf = (rows: ReadonlyArray<{ name: string }>, what: string): string =>
  rows.length === 1 ? (rows[0]?.name ?? '') : countAll(rows.length, what)

/** The button that starts a bulk action. */
export function startLabel(
  { title, verb, what }: BulkAsked,
  sendable: BulkAsked['rows'],
  gated: number,
): string {
  if (gated > 0 && gated === sendable.length) return 'Request approval'
  if (gated > 0) return `${verb} ${sendable.length - gated}, request approval for ${gated}`
  return title || sendable.length === 0 ? verb : `${verb} ${whatOf(sendable, what)}`
}

/** The button after it stopped. */
export const restLabel = (left: number, failed: number): string =>
  left > 0 ? `Continue with the ${left} left` : `Try the ${failed} failed again`
