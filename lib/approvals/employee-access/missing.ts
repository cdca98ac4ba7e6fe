import type { Sql } from '../rows'
import type { SeenCluster, SlotRow } from './observer'

/** Slots with a known or expected grant. Only the cluster's own read decides that it is gone. */
export const matters = (
  sql: Sql,
) => sql`(slot.observed_type is not null or slot.drift_since is not null
  or exists (select 1 from request r where r.group_id = slot.group_id and r.cluster_name = slot.cluster_name and r.state = 'approved'))`

type Kinds = readonly SeenCluster['kind'][]

/** Clusters of these kinds with a grant that are missing from the full list that was read at `readAt`. */
export const missingClusters = (sql: Sql, groupId: string, kinds: Kinds, readAt: Date) => sql<
  SlotRow[]
>`
  select * from slot where group_id = ${groupId} and kind = any(${[...kinds]}) and seen_at < ${readAt} and ${matters(sql)}`

/** Removes clusters of these kinds without a grant that are missing from the full list that was read at `readAt`. */
export const forgetClusters = (sql: Sql, groupId: string, kinds: Kinds, readAt: Date) => sql`
  delete from slot where group_id = ${groupId} and kind = any(${[...kinds]}) and seen_at < ${readAt} and not ${matters(sql)}`
