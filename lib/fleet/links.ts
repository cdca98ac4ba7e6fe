import type { Found } from './check'

/** A page whose table `table` is searched for what was found; the page as it is without a finding. */
export const listedAt = (
  page: string,
  table: string,
  found: Pick<Found, 'subject'> | undefined,
): string => (found ? `${page}?${new URLSearchParams({ [`${table}-q`]: found.subject })}` : page)
