import { observedGrant, type SlotRow } from '@/lib/approvals/employee-access/observer'
import type { RequestRow } from '@/lib/approvals/rows'
import { layoutFacts } from '@/lib/ops/cluster-layout'
import { rolesAt } from '../bindings'
import type { readCluster } from '../cluster-facts'
import { sql } from '../database'
import type { Place } from '../decide'
import type { Directory } from '../directory'
import { readRestriction } from '../employee-access/facts'
import type { Person } from '../person'
import { standing } from '../request-view'
import { summaries } from './summaries'

/** The cluster a request is for, as far as Atlas describes it. Null for a request without one. */
export async function blast(
  r: RequestRow,
  place: Place,
  cluster: Awaited<ReturnType<typeof readCluster>> | undefined,
  clustersInProject: number,
  requestId: string,
) {
  if (r.cluster_name === null) return null
  const body = cluster?.kind === 'cluster' ? cluster.body : undefined
  return {
    kind: body?.clusterType ?? 'cluster',
    ...layoutFacts(body),
    mongoDBVersion: body?.mongoDBVersion ?? null,
    stateName: body?.stateName ?? null,
    clustersInProject,
    restrictEmployeeAccess: await readRestriction(place, requestId),
  }
}

/** Live access elsewhere in the same organization, from Gatehouse and from outside. */
export async function otherLive(r: RequestRow, person: Person, known: Directory) {
  const slots = await sql()<SlotRow[]>`
    select * from slot where org_id = ${r.org_id} and observed_end > clock_timestamp()
      and not (group_id = ${r.group_id} and cluster_name = ${r.cluster_name ?? ''}) order by observed_end limit 50`
  const running = await sql()<{ id: string; group_id: string; cluster_name: string }[]>`
    select id, group_id, cluster_name from request where org_id = ${r.org_id} and state = 'approved' and slot is not null`
  return slots.flatMap((slot) => {
    const at = standing(slot, known, slot)
    const grant = observedGrant(slot)
    if (!grant?.expirationTime || rolesAt(person, at).length === 0) return []
    const ours = running.find(
      (one) => one.group_id === slot.group_id && one.cluster_name === slot.cluster_name,
    )
    return [
      {
        clusterName: slot.cluster_name,
        groupName: at.groupName,
        endsAt: grant.expirationTime,
        id: ours?.id ?? null,
      },
    ]
  })
}

/** The requester's latest requests in the reader's scope. */
export async function recordOf(r: RequestRow, person: Person) {
  const rows = await sql()<RequestRow[]>`
    select * from request where requester_iss = ${r.requester_iss} and requester_sub = ${r.requester_sub} and id <> ${r.id}
      and part_of is null
    order by created_at desc limit 10`
  return (await summaries(rows, person)).map((one) => ({
    id: one.id,
    summary: one.summary,
    state: one.state,
    how: one.how,
    createdAt: one.createdAt,
    sameCluster: one.groupId === r.group_id && one.clusterName === r.cluster_name,
  }))
}
