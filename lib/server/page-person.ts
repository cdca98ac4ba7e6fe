import { OpError } from '@/lib/ops/failure'
import type { Person } from './person'

/** The person who opened the page that sends a command: their subject, percent-encoded. */
const PAGE_PERSON_HEADER = 'gatehouse-person'

/**
 * Refuses a command of a page that someone else opened, before another person signed in at the same browser.
 * @throws OpError 'not-allowed'
 */
export function checkPagePerson(
  headers: { get(name: string): string | null },
  { sub }: Pick<Person, 'sub'>,
): void {
  const sent = headers.get(PAGE_PERSON_HEADER)
  if (sent !== null && sent !== encodeURIComponent(sub))
    throw OpError.of(
      'not-allowed',
      'Someone else signed in at this browser after you opened this page. Nothing was sent. Reload the page.',
    )
}
