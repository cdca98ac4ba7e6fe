import { OpError } from '@/lib/ops/failure'
import type { Friction } from '@/lib/ops/friction'

/** The request header with the phrase that a person typed, percent-encoded UTF-8. */
export const CONFIRM_HEADER = 'gatehouse-confirm'

/** The phrase in the header. @throws OpError 'invalid' when it is not percent-encoded UTF-8 */
export function confirmedIn(header: string | null): string | undefined {
  if (header === null) return undefined
  try {
    return decodeURIComponent(header)
  } catch {
    throw OpError.of('invalid', 'The Gatehouse-Confirm header must be percent-encoded UTF-8.')
  }
}

/**
 * Checks the phrase that a command's friction requires, and returns what the audit row records about it.
 * @throws OpError 'invalid' when it is missing or different
 */
export function checkPhrase(
  friction: Friction,
  typed: string | undefined,
): { required: Friction['level']; confirmed?: 'phrase' } {
  const required = { required: friction.level }
  if (!('phrase' in friction) || friction.phrase === undefined) return required
  if (typed?.trim() === friction.phrase.trim()) return { ...required, confirmed: 'phrase' }
  throw OpError.of(
    'invalid',
    `${typed ? 'The typed phrase does not match. ' : ''}Type “${friction.phrase}” to confirm. API callers send it, percent-encoded, in the Gatehouse-Confirm header. Nothing was sent.`,
  )
}
