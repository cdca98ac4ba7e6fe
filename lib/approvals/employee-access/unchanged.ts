import { type Sql, underWay } from '../rows'
import type { SeenCluster } from './observer'

/**
 * Records a reading of clusters that have no grant and are as they were last seen, in one statement: nearly all clusters at
 * nearly all times. `readAt` is the database's time before the read. Returns the names of the recorded ones. `noteCluster`
 * decides about the others.
 */
export async function noteUnchanged(
  sql: Sql,
  seen: readonly SeenCluster[],
  readAt: Date,
): Promise<ReadonlySet<string>> {
  const rows = seen
    .filter(({ grant }) => !grant)
    .map((one) => ({
      org_id: one.orgId,
      group_id: one.groupId,
      cluster_name: one.clusterName,
      kind: one.kind,
      state_name: one.stateName,
      detail: one.detail,
      tags: one.tags,
    }))
  if (rows.length === 0) return new Set()
  const noted = await sql<{ name: string }[]>`
    update slot set seen_at = ${readAt}, observed_at = ${readAt}
    from jsonb_to_recordset(${sql.json(rows)})
      as x(org_id text, group_id text, cluster_name text, kind text, state_name text, detail text, tags jsonb)
    where slot.group_id = x.group_id and slot.cluster_name = x.cluster_name
      and (slot.org_id, slot.kind, slot.detail, slot.tags) = (x.org_id, x.kind, x.detail, x.tags)
      and slot.state_name is not distinct from x.state_name
      and slot.seen_at <= ${readAt} and coalesce(slot.observed_at, '-infinity') <= ${readAt}
      and slot.observed_type is null and slot.observed_end is null and slot.drift_since is null
      and not exists (select 1 from request r
        where r.group_id = slot.group_id and r.cluster_name = slot.cluster_name and r.state = 'approved')
      and not exists (select 1 from effect e
        where e.group_id = slot.group_id and e.cluster_name = slot.cluster_name
          and (e.state = any(${[...underWay]}) or e.changed_at >= ${readAt}))
    returning slot.cluster_name as name`
  return new Set(noted.map(({ name }) => name))
}
