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
  return op ? placesOf(scopeOf(op, JSON.parse(r.input))) : []
}
