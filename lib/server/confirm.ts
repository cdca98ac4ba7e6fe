import { OpError } from '@/lib/ops/failure'
import type { Friction } from '@/lib/ops/friction'

/** The request header with the phrase that a person typed, percent-encoded UTF-8. */
const CONFIRM_HEADER = 'gatehouse-confirm'

/** The request header with what a person typed once for several rows, such as `12 snapshots`, percent-encoded UTF-8. */
const CONFIRM_ROWS_HEADER = 'gatehouse-confirm-rows'

/** What a person typed: the phrase of this command, or the number of rows that one dialog sends. */
export type Typed = string | { rows: string }

/** What the audit row records. With `rows`, a person typed how many rows the dialog sends, and not the phrase of this one. */
export type Confirmed = { confirmed?: 'phrase' | 'rows'; rows?: number }

/** What a person typed, from the headers. @throws OpError 'invalid' when a header is not percent-encoded UTF-8 */
export function typedIn(headers: { get(name: string): string | null }): Typed | undefined {
  const rows = decoded(headers.get(CONFIRM_ROWS_HEADER))
  return rows === undefined ? decoded(headers.get(CONFIRM_HEADER)) : { rows }
}

function decoded(header: string | null): string | undefined {
  if (header === null) return undefined
  try {
    return decodeURIComponent(header)
  } catch {
    throw OpError.of(
      'invalid',
      'The Gatehouse-Confirm and Gatehouse-Confirm-Rows headers must be percent-encoded UTF-8.',
    )
  }
}

/** The number in `1,200 snapshots`, else 0. */
const rowsIn = (typed: string): number =>
  Number(/^(\d[\d,]{0,8}) \p{L}/u.exec(typed.trim())?.[1]?.replaceAll(',', '') ?? 0)

/**
 * Checks the phrase that a command's friction requires, and returns what the audit row records about it.
 * @throws OpError 'invalid' when it is missing or different
 */
export function checkPhrase(
  friction: Friction,
  typed: Typed | undefined,
): { required: Friction['level'] } & Confirmed {
  const required = { required: friction.level }
  if (!('phrase' in friction) || friction.phrase === undefined) return required
  const rows = typeof typed === 'object' ? rowsIn(typed.rows) : 0
  if (rows > 1) return { ...required, confirmed: 'rows', rows }
  if (typeof typed === 'string' && typed.trim() === friction.phrase.trim())
    return { ...required, confirmed: 'phrase' }
  throw OpError.of(
    'invalid',
    `${typed ? 'The typed phrase does not match. ' : ''}Type “${friction.phrase}” to confirm. API callers send it, percent-encoded, in the Gatehouse-Confirm header. Nothing was sent.`,
  )
}
