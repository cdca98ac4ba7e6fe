import type { HandlerInput } from '../../define'
import { reject } from '../../reject'
import type { Cluster } from '../../world/shapes'
import { backupsOf } from '../backup'
import type { RestoreJob, Snapshot } from './shapes'

/** The cluster of the path and its snapshots. */
export function sourceOf({ world, path }: HandlerInput): {
  cluster: Cluster
  snapshots: Snapshot[]
} {
  const cluster = world.cluster(path.groupId, path.clusterName)
  if (!cluster.backup)
    throw reject(400, 'BACKUPS_NOT_ENABLED', `Backup is not on for ${cluster.name}.`, cluster.name)
  return { cluster, snapshots: backupsOf(world).snapshots.filter((s) => isOf(s, cluster)) }
}

/** The flex cluster of the path. Throws 400 for another kind. */
export function flexOf({ world, path }: HandlerInput): Cluster {
  const cluster = world.anyCluster(path.groupId, path.name)
  if (cluster.kind === 'FLEX') return cluster
  throw reject(
    400,
    'CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API',
    `Cannot use non-flex cluster ${cluster.name} in the flex API.`,
    cluster.name,
  )
}

export const isOf = (one: { groupId: string; clusterName: string }, cluster: Cluster) =>
  one.groupId === cluster.groupId && one.clusterName === cluster.name

export function snapshotIn(all: Snapshot[], id: string | undefined, cluster: Cluster): Snapshot {
  const found = all.find((s) => s.id === id)
  if (found) return found
  throw reject(
    404,
    'SNAPSHOT_NOT_FOUND',
    `No snapshot with ID ${id} exists for cluster ${cluster.name}.`,
    id,
    cluster.name,
  )
}

export function jobOf(input: HandlerInput): RestoreJob {
  const cluster = input.world.cluster(input.path.groupId, input.path.clusterName)
  const id = input.path.restoreJobId
  const found = backupsOf(input.world).jobs.find((j) => j.id === id && isOf(j, cluster))
  if (found) return found
  throw reject(
    404,
    'RESTORE_JOB_NOT_FOUND',
    `No restore job with ID ${id} exists for cluster ${cluster.name}.`,
    id,
    cluster.name,
  )
}

/** Records an event of a cluster by the caller. */
export function recordOn({ world, origin }: HandlerInput, cluster: Cluster, eventTypeName: string) {
  const { orgId } = world.project(cluster.groupId)
  world.record(
    { orgId, groupId: cluster.groupId, clusterName: cluster.name, eventTypeName },
    origin,
  )
}
