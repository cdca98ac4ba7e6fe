import { kindOfAddress, type Relation, relationsOf } from '@/lib/format/address'
import { isWide } from '@/lib/format/address-sum'
import { clockTime, inZone, millis } from '@/lib/format/time'
import { count } from '@/lib/format/words'
import { type AccessEntry, MAX_COMMENT, MAX_ENTRIES, MAX_ENTRY_DAYS } from '@/lib/ops/access-list'
import type { Entry } from './entries'
import { type BadPiece, type PastedEntry, readPasted } from './pasted'

export type AllowValues = { text: string; comment: string; endsAt?: string | undefined }

/** One address that the form would add, and how it lies among what is there and what comes with it. */
export type Planned = PastedEntry & {
  relation: Relation
  isNew: boolean
  isWide: boolean
  entry: AccessEntry
}

export type Plan = {
  all: Planned[]
  /** To be allowed at once. */
  direct: Planned[]
  /** For which a second person is needed. */
  wide: Planned[]
  /** On the list already: left out. */
  already: Planned[]
  bad: BadPiece[]
  repeated: number
  /** What stops it, by field. */
  problems: Partial<Record<'text' | 'comment' | 'endsAt', string>>
  onlyGroups: boolean
}

/** What the form would do as it stands. `gated`: policy asks a second person for every entry. `now` in milliseconds. */
export function planOf(
  { text, comment, endsAt }: AllowValues,
  existing: readonly Entry[],
  now: number,
  gated = false,
): Plan {
  const { entries, bad, repeated } = readPasted(text)
  const there = new Set(existing.map((e) => e.value))
  const relations = relationsOf([...there, ...entries.map((e) => e.value)])
  const isGroup = (value: string) => kindOfAddress(value) === 'security-group'
  const all = entries.map((e): Planned => {
    const ends = endsAt && !isGroup(e.value)
    return {
      ...e,
      relation: relations.get(e.value) ?? { covers: 0 },
      isNew: !there.has(e.value),
      isWide: gated || isWide(e.value),
      entry: {
        address: e.value,
        comment: e.comment ?? comment.trim(),
        ...(ends ? { deleteAfterDate: endsAt } : {}),
      },
    }
  })
  const fresh = all.filter((p) => p.isNew)
  const problems: Plan['problems'] = {}
  if (all.length === 0) problems.text = bad[0]?.why ?? 'Type or paste at least one address.'
  else if (fresh.length > MAX_ENTRIES)
    problems.text = `At most ${MAX_ENTRIES} at once: these are ${fresh.length}.`
  else if (fresh.length === 0)
    problems.text =
      all.length === 1
        ? `${all[0]?.value} is already on the list: change it there.`
        : 'All of them are already on the list: change them there.'
  const said = comment.trim()
  const needsComment = fresh.some((p) => p.comment === undefined)
  if (needsComment && said.length < 3) problems.comment = 'Say who needs it and why.'
  if (said.length > MAX_COMMENT)
    problems.comment = `At most ${MAX_COMMENT} characters: these are ${said.length}.`
  const end = millis(endsAt)
  if (end !== undefined && end <= now) problems.endsAt = 'The end must be in the future.'
  if (end !== undefined && end > now + MAX_ENTRY_DAYS * 86_400_000)
    problems.endsAt = `At most ${MAX_ENTRY_DAYS} days ahead: Atlas keeps no later end.`
  return {
    all,
    direct: fresh.filter((p) => !p.isWide),
    wide: fresh.filter((p) => p.isWide),
    already: all.filter((p) => !p.isNew),
    bad,
    repeated,
    problems,
    onlyGroups: all.length > 0 && all.every((p) => isGroup(p.value)),
  }
}

/** `203.0.113.8/32`, `12 addresses` */
export const whatOf = (planned: ReadonlyArray<{ value: string }>): string =>
  planned.length === 1 ? (planned[0]?.value ?? '') : count(planned.length, 'address', 'addresses')

/** `until 14:00`, `until 22 Nov 2026, 14:00 CET`, `with no end date` */
export function untilOf(planned: readonly Planned[], now: number): string {
  const end = planned.map((p) => p.entry.deleteAfterDate).find((e) => e !== undefined)
  if (end === undefined) return 'with no end date'
  const isToday = new Date(end).toDateString() === new Date(now).toDateString()
  return `until ${isToday ? clockTime(end) : inZone(end)}`
}
