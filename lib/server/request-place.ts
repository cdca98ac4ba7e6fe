import { knownRequest } from '@/lib/approvals/decide-request'
import type { RequestRow } from '@/lib/approvals/rows'
import { sql } from './database'
import { notInScope, type Place, placeOf } from './decide'

/** The place of a request; unknown ones and those outside the person's scope are the same 'not-found'. */
export async function requestAt(id: string): Promise<{ r: RequestRow; place: Place }> {
  const r = await knownRequest(sql(), id)
  const place = await placeOfRequest(r)
  if (!place) throw notInScope()
  return { r, place }
}

/** Where a request's cluster or project is; undefined when no connection knows it any more. */
export const placeOfRequest = (r: RequestRow) =>
  placeOf(
    r.cluster_name === null
      ? { kind: 'project', groupId: r.group_id }
      : { kind: 'cluster', groupId: r.group_id, clusterName: r.cluster_name },
  )
