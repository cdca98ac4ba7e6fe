import {
  isEverything,
  kindInWords,
  prefixOf,
  type Relation,
  relationsOf,
  sizeInWords,
} from '@/lib/format/address'
import { isWide } from '@/lib/format/address-sum'
import { millis } from '@/lib/format/time'
import { isObject } from '@/lib/format/values'
import { type AccessRow, allowAddresses, entryValue, removeAddress } from '@/lib/ops/access-list'
import type { fileRequest } from '@/lib/ops/requests'

const DAY = 86_400_000

/** One address of the list as the page shows it, however often and in whatever form Atlas lists it. */
export type Entry = {
  /** The CIDR form, the security group, or what Atlas sent where it is neither. */
  value: string
  kind: string
  comment: string
  /** ISO 8601; null: it never expires. */
  endsAt: string | null
  ends: 'within 24 h' | 'later' | 'never'
  size: string
  /** The host bits, which sizes sort by. Null for what is no block. */
  freeBits: number | null
  isWide: boolean
  isEverything: boolean
  /** The widest other entry that covers this one. */
  coveredBy?: string
  /** How many other entries it covers. */
  covers: number
  /** How often Atlas lists it. */
  times: number
  /** What needs attention, for the filter; null: nothing. */
  look: 'wide' | 'covered by another' | 'covers others' | 'listed twice' | null
}

function endsOf(endsAt: string | null, now: number): Entry['ends'] {
  const end = millis(endsAt)
  if (end === undefined) return 'never'
  return end - now <= DAY ? 'within 24 h' : 'later'
}

const freeBitsOf = (value: string): number | null => {
  const prefix = prefixOf(value)
  return prefix === undefined ? null : (value.includes(':') ? 128 : 32) - prefix
}

/** The rows of Atlas as entries: `/32` and the plain address are one, listed twice is one. `now` in milliseconds. */
export function toEntries(rows: readonly AccessRow[], now: number): Entry[] {
  const byValue = Map.groupBy(rows, entryValue)
  const relations = relationsOf([...byValue.keys()].filter((v) => v !== '?'))
  return [...byValue].map(([value, same]) => entryOf(value, same, relations.get(value), now))
}

/** The rows of one address as an entry. */
export function entryOf(
  value: string,
  same: readonly AccessRow[],
  relation: Relation = { covers: 0 },
  now: number,
): Entry {
  const comments = new Set(same.map((r) => r.comment?.trim()).filter(Boolean))
  // An address that is listed twice expires with the last of its rows.
  const isEndless = same.some((r) => millis(r.deleteAfterDate) === undefined)
  const endsAt = isEndless
    ? null
    : (same
        .map((r) => r.deleteAfterDate)
        .sort()
        .at(-1) ?? null)
  const wide = isWide(value)
  return {
    value,
    kind: kindInWords(value),
    comment: [...comments].join(' · '),
    endsAt,
    ends: endsOf(endsAt, now),
    size: sizeInWords(value),
    freeBits: freeBitsOf(value),
    isWide: wide,
    isEverything: isEverything(value),
    ...relation,
    times: same.length,
    look: wide
      ? 'wide'
      : relation.coveredBy
        ? 'covered by another'
        : relation.covers > 0
          ? 'covers others'
          : same.length > 1
            ? 'listed twice'
            : null,
  }
}

/** The addresses that a command changes, or will once it is approved. */
export function addressesIn(op: string, input: unknown): string[] {
  if (!isObject(input)) return []
  // Its description would load with the page.
  if (op === ('requests.file' satisfies typeof fileRequest.id))
    return addressesIn(String(input.op), input.input)
  if (op === removeAddress.id) return [String(input.entryValue)]
  return op === allowAddresses.id && Array.isArray(input.entries)
    ? input.entries.flatMap((e: unknown) => (isObject(e) ? String(e.address) : []))
    : []
}
