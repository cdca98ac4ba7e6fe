import type { SlotRow } from '@/lib/approvals/employee-access/observer'
import type { RequestRow } from '@/lib/approvals/rows'
import { findOp } from '@/lib/atlas/find-op'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { rolesAt } from '../bindings'
import { sql } from '../database'
import type { Place } from '../decide'
import { directory } from '../directory'
import { electorateOf } from '../electorate'
import type { Loaded } from '../loaded'
import type { Person } from '../person'
import { placesOfRequest } from '../request-place'
import { isInvolved, standing, summaryOf, withEffects } from '../request-view'
import { twinsOf } from '../twins'

/** Summaries of the requests that this person may see, in the given order. */
export async function summaries(
  rows: readonly RequestRow[],
  person: Person,
): Promise<RequestSummary[]> {
  const known = await directory()
  const all = await withEffects(sql(), rows)
  const ofParts = all.flatMap(({ parts }) => parts.map(({ r }) => r))
  const [slots, isTwin] = await Promise.all([slotsOf([...rows, ...ofParts]), twinsOf(person)])
  const judged = all.filter((one) => one.glass !== undefined || needsPeople(one))
  const votes = judged.flatMap((one) => one.votes)
  const involved = judged.map(({ r }) => r)
  const electorate = await electorateOf(sql(), involved, votes, [person])
  const shown = all.map(async (loaded) => {
    const { r, parts } = loaded
    const stands = (one: RequestRow) =>
      standing(one, known, slots.get(`${one.group_id}/${one.cluster_name}`))
    const at = stands(r)
    const isOwn = isInvolved(r, person)
    if (parts.length > 0) {
      const places = parts.map((part) => stands(part.r))
      if (!isOwn && places.some((place) => rolesAt(person, place).length === 0)) return []
      return [summaryOf(loaded, person, at, isTwin, places, electorate)]
    }
    const wider = needsPeople(loaded) && isWider(r) ? await widerPlaces(r) : []
    const isSeen = isOwn || [at, ...wider].some((place) => rolesAt(person, place).length > 0)
    if (!isSeen) return []
    const places = wider.length > 0 ? wider : [at]
    return [summaryOf(loaded, person, at, isTwin, places, electorate)]
  })
  return (await Promise.all(shown)).flat()
}

/** Whether a request waits for a decision or a review. */
const needsPeople = ({ r, glass }: Loaded) =>
  r.state === 'pending' || (glass !== undefined && glass.reviewed_at === null)

/** Whether a request may touch more than its row says: the organizations of a federation, a second cluster. */
const isWider = (r: RequestRow) => r.group_id === null || findOp(r.op)?.otherScopes !== undefined

/** Every place of a request; none while Atlas can't be read. The decision checks again. */
const widerPlaces = (r: RequestRow): Promise<Place[]> => placesOfRequest(r).catch(() => [])

async function slotsOf(rows: readonly RequestRow[]): Promise<Map<string, SlotRow>> {
  const groups = [...new Set(rows.flatMap((r) => r.group_id ?? []))]
  if (groups.length === 0) return new Map()
  const found = await sql()<SlotRow[]>`select * from slot where group_id in ${sql()(groups)}`
  return new Map(found.map((s) => [`${s.group_id}/${s.cluster_name}`, s]))
}
