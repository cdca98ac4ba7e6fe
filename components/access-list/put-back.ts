'use client'
import { serverNow } from '@/lib/client/clock'
import { millis } from '@/lib/format/time'
import type { AccessEntry } from '@/lib/ops/access-list'
import type { Entry } from './entries'

/** A minute at least must be left of an end for it to be worth setting again. */
const LEAST_MS = 60_000

/**
 * The entry that puts a removed one back: the same comment (Gatehouse asks for one, Atlas does not) and its end, while
 * that lies ahead. Undefined when its time is over.
 */
export function putBack(
  entry: Pick<Entry, 'value' | 'comment' | 'endsAt'>,
): AccessEntry | undefined {
  const end = millis(entry.endsAt)
  if (end !== undefined && end < serverNow() + LEAST_MS) return undefined
  return {
    address: entry.value,
    comment:
      entry.comment.length >= 3 ? entry.comment.slice(0, 80) : `${entry.comment} restored`.trim(),
    ...(end === undefined ? {} : { deleteAfterDate: new Date(end).toISOString() }),
  }
}
