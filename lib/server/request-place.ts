import { knownRequest } from '@/lib/approvals/decide-request'
import type { RequestRow } from '@/lib/approvals/rows'
import { scopeOf } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import { sql } from './database'
import { notInScope, type Place, placesOf } from './decide'

/** The place of a request; unknown ones and those outside the person's scope are the same 'not-found'. */
export async function requestAt(id: string): Promise<{ r: RequestRow; place: Place }> {
  const r = await knownRequest(sql(), id)
  const place = await placeOfRequest(r)
  if (!place) throw notInScope()
  return { r, place }
}

/** Where what a request asks for is; undefined when no connection knows it any more. */
export const placeOfRequest = async (r: RequestRow): Promise<Place | undefined> =>
  (await placesOfRequest(r))[0]

/** Every place in which a request has to be approved: each organization of a federation, one place for all others. */
export async function placesOfRequest(r: RequestRow): Promise<Place[]> {
  const op = ops.get(r.op)
  if (!op) return []
  const scope = scopeOf(op, JSON.parse(r.input))
  const places = await placesOf(scope)
  // What a request deletes is gone once it is done: a federation is then found by the organization it was filed for.
  return places.length === 0 && scope.kind === 'federation'
    ? placesOf({ kind: 'organization', orgId: r.org_id })
    : places
}
