import type { z } from 'zod'
import {
  databaseClock,
  noteCluster,
  observedGrant,
  occupant,
  type SlotRow,
} from '@/lib/approvals/employee-access/observer'
import { revokeForeign } from '@/lib/approvals/employee-access/revoke-foreign'
import { type RequestRow, underWay } from '@/lib/approvals/rows'
import { FLEX_REASON } from '@/lib/ops/employee'
import { OpError } from '@/lib/ops/failure'
import { sameGrant, slotOf } from '@/lib/ops/grant'
import { type getSlot, type listSlots, revokeSlot } from '@/lib/ops/slots'
import { whyNot } from '@/lib/ops/why-not'
import { byOf } from '../actor'
import { type FoundCluster, readCluster } from '../cluster-facts'
import type { ConsoleContext } from '../console-ops/context'
import { summaries } from '../console-ops/summaries'
import { sql } from '../database'
import { directory } from '../directory'
import { mayRevoke, standing } from '../request-view'
import { stuckAt, stuckIn } from '../stuck'
import { wakeExecutor } from '../wake-executor'
import { driftOf, mayFile, readRestriction, revoking } from './facts'
import { seenCluster } from './observe'

/**
 * `slots.get`: the cluster's access now. A difference from what was approved is recorded as an incident. If Atlas can't be
 * read, the last known state is returned, so that it can still be revoked.
 */
export async function read(
  { groupId, clusterName }: z.output<typeof getSlot.input>,
  { person, decision, requestId }: ConsoleContext,
): Promise<z.output<typeof getSlot.output>> {
  const place = decision.place!
  const [before] = await slotRow(groupId, clusterName)
  let cluster = readable(await readCluster(place, clusterName, requestId), before)
  if (
    cluster.kind === 'cluster' &&
    (!before?.observed_at || !sameGrant(observedGrant(before), slotOf(cluster.body)))
  ) {
    // Does not record a cached answer. A change is read again first.
    const readAt = await databaseClock(sql())
    cluster = readable(await readCluster(place, clusterName, requestId, true), before)
    const seen = cluster.kind === 'cluster' && seenCluster(place.orgId, groupId, cluster.body)
    if (seen) await noteCluster(sql(), seen, readAt)
  }
  const now = cluster.kind === 'cluster' ? slotOf(cluster.body) : observedGrant(before)
  const [slot] = await slotRow(groupId, clusterName)
  const at = standing({ org_id: place.orgId, group_id: groupId }, await directory(), slot)
  const rows = await sql()<RequestRow[]>`
    select * from request where group_id = ${groupId} and cluster_name = ${clusterName}
    order by created_at desc limit 12`
  const all = await summaries(rows, person)
  const open = all.find((r) => r.state === 'pending' || r.state === 'approved') ?? null
  const drift = slot ? driftOf(slot, person, at, undefined) : null
  const openRow = rows.find((r) => r.id === open?.id)
  return {
    now: now ?? null,
    asOf: cluster.kind === 'cluster' ? cluster.asOf : cluster.seenAt,
    unread: cluster.kind === 'unread' ? cluster.why : null,
    stuck: await stuckAt(groupId, clusterName, person),
    request: open,
    drift,
    restrictEmployeeAccess: await readRestriction(place, requestId),
    past: all.filter((r) => r.id !== open?.id).slice(0, 10),
    mayFile:
      mayFile(person, at) ??
      (open
        ? open.state === 'pending'
          ? 'A request for this cluster is waiting for a decision.'
          : 'Access is already live. A cluster can have one grant at a time.'
        : null),
    mayRevoke: openRow
      ? (open?.mayRevoke ?? mayRevoke(openRow, person, at))
      : (whyNot(revokeSlot, decision.roles) ?? null),
  }
}

/** The cluster, or why it can't be read and when it was last seen. Throws OpError if there is nothing to show. */
function readable(cluster: FoundCluster, before: SlotRow | undefined) {
  if (cluster.kind === 'flex') throw OpError.of('invalid', FLEX_REASON)
  if (cluster.kind === 'unknown')
    throw OpError.of('not-found', 'This project has no cluster with this name in Atlas.')
  if (cluster.kind === 'cluster') return cluster
  if (!before) throw OpError.of('atlas-down', cluster.why)
  return { ...cluster, seenAt: (before.observed_at ?? before.seen_at).toISOString() }
}

const slotRow = (groupId: string, clusterName: string) => sql()<SlotRow[]>`
  select s.*, ${revoking(sql())} from slot s where group_id = ${groupId} and cluster_name = ${clusterName}`

/** `slots.list` */
export async function list(
  { groupId }: z.output<typeof listSlots.input>,
  { person, decision, requestId }: ConsoleContext,
): Promise<z.output<typeof listSlots.output>> {
  const drifts = await sql()<{ cluster_name: string }[]>`
    select cluster_name from slot where group_id = ${groupId} and drift_since is not null and observed_type is not null`
  return {
    restrictEmployeeAccess: await readRestriction(decision.place!, requestId),
    drift: drifts.map((row) => row.cluster_name),
    stuck: (await stuckIn(groupId, person)).flatMap((one) => one.clusterName ?? []),
  }
}

/** `slots.revoke`: revokes a grant made outside Gatehouse. A grant made by a request is revoked on the request. */
export async function revoke(
  { groupId, clusterName, expected, reason }: z.output<typeof revokeSlot.input>,
  { person, decision, requestId }: ConsoleContext,
): Promise<z.output<typeof revokeSlot.output>> {
  const [open] = await sql()<RequestRow[]>`
    select r.* from request r join effect e on e.request_id = r.id and e.kind = 'begin' and e.state in ${sql()([...underWay, 'confirmed'])}
    where r.group_id = ${groupId} and r.cluster_name = ${clusterName} and r.state = 'approved'`
  const ours = await occupant(sql(), groupId, clusterName)
  if (open && (!ours || sameGrant(ours.grant, expected)))
    throw OpError.of('conflict', 'A request granted this access. Revoke it on that request.')
  const slot = { orgId: decision.place!.orgId, groupId, clusterName, expected }
  const effectId = await revokeForeign(sql(), slot, reason, byOf(person, decision), requestId)
  wakeExecutor()
  return { effectId }
}
