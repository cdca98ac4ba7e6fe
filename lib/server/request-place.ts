import { knownRequest } from '@/lib/approvals/decide-request'
import type { RequestRow } from '@/lib/approvals/rows'
import { scopeOf } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import { approveRequest } from '@/lib/ops/requests'
import { whyNot } from '@/lib/ops/why-not'
import { rolesAt } from './bindings'
import { sql } from './database'
import { notInScope, type Place, placesOf } from './decide'
import type { Person } from './person'

/** The place of a request; unknown ones and those outside the person's scope are the same 'not-found'. */
export async function requestAt(id: string): Promise<{ r: RequestRow; place: Place }> {
  const r = await knownRequest(sql(), id)
  const place = (await placeOfRequest(r).catch(() => undefined)) ?? (await lastKnownPlace(r))
  if (!place) throw notInScope()
  return { r, place }
}

/** Where a request was, by what it says itself: its project may have been deleted, and its grant can still be revoked. */
async function lastKnownPlace(r: RequestRow): Promise<Place | undefined> {
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

/** Where what a request asks for is; undefined when no connection knows it any more. */
export const placeOfRequest = async (r: RequestRow): Promise<Place | undefined> =>
  (await mainPlaces(r))[0]

/**
 * Every place in which a request has to be approved: what it is about, each organization of a federation, and what else
 * it touches. None when one of them is not known.
 */
export async function placesOfRequest(r: RequestRow): Promise<Place[]> {
  const main = await mainPlaces(r)
  const also = ops.get(r.op)?.alsoIn?.(JSON.parse(r.input)) ?? []
  const others = await Promise.all(also.map((scope) => placesOf(scope)))
  return others.some((some) => some.length === 0) ? [] : [...main, ...others.flat()]
}

/** Why this person may not approve a request in one of the places beside the first; undefined: they may. */
export function whyNotElsewhere(person: Person, [, ...others]: readonly Place[]) {
  const isAll = others.every((one) => whyNot(approveRequest, rolesAt(person, one)) === undefined)
  return isAll
    ? undefined
    : 'It touches another project or organization as well, in which you do not approve: somebody who does in both has to decide.'
}

async function mainPlaces(r: RequestRow): Promise<Place[]> {
  const op = ops.get(r.op)
  if (!op) return []
  const scope = scopeOf(op, JSON.parse(r.input))
  const places = await placesOf(scope)
  // What a request deletes is gone once it is done: a federation is then found by the organization it was filed for.
  return places.length === 0 && scope.kind === 'federation'
    ? placesOf({ kind: 'organization', orgId: r.org_id })
    : places
}
