import { knownRequest } from '@/lib/approvals/decide-request'
import type { RequestRow } from '@/lib/approvals/rows'
import { partsOf } from '@/lib/approvals/targets'
import { findOp } from '@/lib/atlas/find-op'
import { scopeOf } from '@/lib/ops/define'
import { getRequest } from '@/lib/ops/requests'
import { sql } from './database'
import { decideAt, notInScope, type Place, placesOf } from './decide'
import type { Person } from './person'
import { isInvolved } from './request-view'

/** The place of a request. Unknown and out of scope both give 'not-found'. */
export async function requestAt(id: string): Promise<{ r: RequestRow; place: Place }> {
  const r = await knownRequest(sql(), id)
  const place = (await placeOfRequest(r).catch(() => undefined)) ?? (await lastKnownPlace(r))
  if (!place) throw notInScope()
  return { r, place }
}

/**
 * A request, if the person can see it: their own always, so that they can end it. One for several targets needs a role at
 * each of them, so that it names none out of their scope. @throws OpError 'not-found'
 */
export async function visibleRequest(
  id: string,
  person: Person,
): Promise<{ r: RequestRow; place: Place }> {
  const found = await requestAt(id)
  if (isInvolved(found.r, person)) return found
  const places = found.r.targets === null ? [found.place] : await placesOfRequest(found.r)
  for (const place of places) decideAt(getRequest, person, place)
  return found
}

/** The place from the request's own row: its project may be gone, and its grant must still be revocable. */
async function lastKnownPlace(r: RequestRow): Promise<Place | undefined> {
  const [first] = r.targets === null ? [] : await partsOf(sql(), r)
  if (first) return lastKnownPlace(first)
  if (r.group_id === null) return undefined
  const [org] = await placesOf({ kind: 'organization', orgId: r.org_id })
  const [slot] = await sql()<Pick<Place, 'tags'>[]>`
    select tags from slot where group_id = ${r.group_id} and cluster_name = ${r.cluster_name}`
  return (
    org && {
      ...org,
      groupId: r.group_id,
      groupName: r.group_id,
      ...(r.cluster_name === null ? {} : { clusterName: r.cluster_name }),
      tags: slot?.tags ?? [],
      environment: r.environment,
    }
  )
}

/** The place that a request is about. Undefined when no connection has it. */
const placeOfRequest = async (r: RequestRow): Promise<Place | undefined> => (await mainPlaces(r))[0]

/**
 * Every place in which a request must be approved: its main place, each organization of a federation, and other places
 * that it touches. Empty when one of them is unknown.
 */
export async function placesOfRequest(r: RequestRow): Promise<Place[]> {
  if (r.targets !== null) return placesOfParts(r)
  const main = await mainPlaces(r)
  const also = findOp(r.op)?.otherScopes?.(JSON.parse(r.input)) ?? []
  const others = await Promise.all(also.map((scope) => placesOf(scope)))
  return others.some((some) => some.length === 0) ? [] : [...main, ...others.flat()]
}

/** The place of each target. One that Atlas no longer has keeps its last known place, so that it stays revocable. */
async function placesOfParts(r: RequestRow): Promise<Place[]> {
  const parts = await partsOf(sql(), r)
  const places = await Promise.all(
    parts.map(async (part) => (await placeOfRequest(part)) ?? (await lastKnownPlace(part))),
  )
  return places.some((one) => one === undefined) ? [] : places.flatMap((one) => one ?? [])
}

/** Whether Atlas no longer has the project, organization or federation of a request. False while that can't be read. */
export async function isPlaceGone(r: RequestRow): Promise<boolean> {
  const op = findOp(r.op)
  if (!op || r.targets !== null) return false
  const places = await placesOf(scopeOf(op, JSON.parse(r.input))).catch(() => undefined)
  return places?.length === 0
}

async function mainPlaces(r: RequestRow): Promise<Place[]> {
  if (r.targets !== null) return placesOfParts(r)
  const op = findOp(r.op)
  if (!op) return []
  const scope = scopeOf(op, JSON.parse(r.input))
  const places = await placesOf(scope)
  // A deleted federation is found by the organization that the request was filed for.
  return places.length === 0 && scope.kind === 'federation'
    ? placesOf({ kind: 'organization', orgId: r.org_id })
    : places
}
