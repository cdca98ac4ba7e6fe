import { kindOfAddress, type Relation, relationsOf } from '@/lib/format/address'
import { isWide } from '@/lib/format/address-sum'
import { clockTime, inZone, millis } from '@/lib/format/time'
import { count } from '@/lib/format/words'
import { type AccessEntry, MAX_ENTRIES, SECURITY_GROUP_END } from '@/lib/ops/access-list'
import { whyNoComment, whyNoEnd } from '@/lib/ops/access-list-entry'
import { whyWide, whyWideOnList } from '@/lib/ops/access-list-wide'
import type { Entry } from './entries'
import type { BadPiece, Pasted, PastedEntry } from './paste/pieces'

export type AllowValues = { comment: string; endsAt?: string | null | undefined }

/** One address to add, and how it overlaps with the list and the other addresses. */
export type Planned = PastedEntry & {
  relation: Relation
  isNew: boolean
  entry: AccessEntry
}

export type Plan = {
  all: Planned[]
  /** Added without approval. */
  direct: Planned[]
  /** Need approval. */
  wide: Planned[]
  /** Why they need approval; undefined: none does. */
  because: string | undefined
  /** Already on the list, so left out. */
  already: Planned[]
  bad: BadPiece[]
  repeated: number
  /** Why it can't be sent, by field. */
  problems: Partial<Record<'text' | 'comment' | 'endsAt', string>>
  /** Security groups to which the form's expiry can't apply. */
  endless: number
  onlyGroups: boolean
}

/** What the form will send. `gated`: why policy requires approval for every entry. `now` in milliseconds. */
export function planOf(
  pasted: Pasted,
  { comment, endsAt }: AllowValues,
  existing: readonly Entry[],
  now: number,
  gated?: string,
): Plan {
  const { entries, bad, repeated } = pasted
  const there = existing.map((e) => e.value)
  const listed = new Set(there)
  const relations = relationsOf([...there, ...entries.map((e) => e.value)])
  const isGroup = (value: string) => kindOfAddress(value) === 'security-group'
  const said = comment
  const all = entries.map((e): Planned => {
    const end = isGroup(e.value) ? undefined : e.end === undefined ? endsAt : e.end
    return {
      ...e,
      relation: relations.get(e.value) ?? { covers: 0 },
      isNew: !listed.has(e.value),
      entry: {
        address: e.value,
        comment: e.comment ?? said,
        ...(end ? { deleteAfterDate: end } : {}),
      },
    }
  })
  const fresh = all.filter((p) => p.isNew)
  const values = (some: readonly Planned[]) => some.map((p) => p.value)
  const narrow = fresh.filter((p) => !isWide(p.value))
  const inSum = (gated || whyWide(values(narrow))) ?? whyWideOnList(values(narrow), there)
  const wide = inSum === undefined ? fresh.filter((p) => isWide(p.value)) : fresh
  return {
    all,
    direct: inSum === undefined ? narrow : [],
    wide,
    because: wide.length === 0 ? undefined : (whyWide(values(wide)) ?? inSum),
    already: all.filter((p) => !p.isNew),
    bad,
    repeated,
    problems: problemsOf({ all, fresh, bad }, said, endsAt, now),
    endless: endsAt ? fresh.filter((p) => isGroup(p.value)).length : 0,
    onlyGroups: all.length > 0 && all.every((p) => isGroup(p.value)),
  }
}

function problemsOf(
  { all, fresh, bad }: Pick<Plan, 'all' | 'bad'> & { fresh: readonly Planned[] },
  said: string,
  endsAt: string | null | undefined,
  now: number,
): Plan['problems'] {
  const problems: Plan['problems'] = {}
  if (all.length === 0) problems.text = bad[0]?.why ?? 'Enter at least one address.'
  else if (fresh.length > MAX_ENTRIES)
    problems.text = `You can add at most ${MAX_ENTRIES} entries at once. You entered ${fresh.length}.`
  else if (fresh.length === 0)
    problems.text =
      all.length === 1
        ? `${all[0]?.value} is already on the list. Change it there.`
        : 'All of these are already on the list. Change them there.'
  const comment = whyNoComment(said)
  if (comment && (said !== '' || fresh.some((p) => p.comment === undefined)))
    problems.comment = comment
  const end = endsAt ? whyNoEnd(endsAt, now) : undefined
  if (end) problems.endsAt = end
  return problems
}

/** `203.0.113.8/32`, `12 addresses` */
export const whatOf = (planned: ReadonlyArray<{ value: string }>): string =>
  planned.length === 1 ? (planned[0]?.value ?? '') : count(planned.length, 'address', 'addresses')

/** `until 14:00`, `until 22 Nov 2026, 14:00 CET`, `with no expiry`; nothing where entries differ. */
export function untilOf(planned: readonly Planned[], now: number, timeZone = 'UTC'): string {
  const ends = new Set(planned.map((p) => millis(p.entry.deleteAfterDate)))
  const [end] = ends
  if (ends.size > 1) return ''
  if (end === undefined) return 'with no expiry'
  const [day, today] = [end, now].map((at) => inZone(at, { timeZone }).replace(/,.*/, ''))
  return `until ${day === today ? clockTime(end, timeZone) : inZone(end, { timeZone })}`
}

export const endlessOf = ({ endless }: Plan): string =>
  `${count(endless, 'security group')} never ${endless === 1 ? 'expires' : 'expire'}. ${SECURITY_GROUP_END}`

/** What a review must not hide: lines that are left out, entries that get no expiry. */
export const leftOutOf = (plan: Plan): string[] => [
  ...(plan.bad.length > 0 ? [`${count(plan.bad.length, 'invalid line')} won’t be added.`] : []),
  ...(plan.already.length > 0
    ? [`${count(plan.already.length, 'address is', 'addresses are')} already on the list.`]
    : []),
  ...(plan.endless > 0 ? [endlessOf(plan)] : []),
]
