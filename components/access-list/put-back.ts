import { toCsv } from '@/lib/format/csv'
import { millis } from '@/lib/format/time'
import { type AccessEntry, accessEntry } from '@/lib/ops/access-list-entry'
import { whyWide } from '@/lib/ops/access-list-wide'
import type { Entry } from './entries'

export { sendOrAsk } from '../ops/send-or-ask'

/** An entry that expires within a minute is not restored. */
const LEAST_MS = 60_000

type Removed = Pick<Entry, 'value' | 'comment' | 'endsAt'>

/** How removed entries can be restored; expired entries are left out. */
export type PutBack =
  | { kind: 'none' }
  /** Unchanged, in one call. */
  | { kind: 'direct'; entries: AccessEntry[] }
  /** Through the form, because a comment is missing or approval is needed; with the text for its box. */
  | { kind: 'form'; text: string }

/** How to restore removed entries with their comments and expiries. `now` in milliseconds. */
export function putBack(removed: readonly Removed[], now: number): PutBack {
  const back = removed.filter(
    ({ endsAt }) => (millis(endsAt) ?? Number.POSITIVE_INFINITY) >= now + LEAST_MS,
  )
  if (back.length === 0) return { kind: 'none' }
  const entries = back.map(({ value, comment, endsAt }) => ({
    address: value,
    comment,
    ...(endsAt === null ? {} : { deleteAfterDate: endsAt }),
  }))
  const isFit = entries.every((entry) => accessEntry.safeParse(entry).success)
  if (isFit && whyWide(back.map((e) => e.value)) === undefined) return { kind: 'direct', entries }
  return { kind: 'form', text: asTable(back) }
}

/** A text that the form reads back as these entries. */
const asTable = (entries: readonly Removed[]): string =>
  toCsv(
    ['address', 'comment', 'expires'],
    entries.map((e) => [e.value, e.comment, e.endsAt]),
  )
    .replaceAll('\r\n', '\n')
    .trimEnd()
