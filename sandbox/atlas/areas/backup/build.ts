import { idFrom, iso } from '../../ids'
import type { World } from '../../world'
import type { Cluster } from '../../world/shapes'
import type { FlexJob, RestoreJob, Snapshot } from './shapes'
import { inSeconds, takes } from './time'

const day = 86_400_000
export const ago = (ms: number) => Date.now() - ms
export const hours = (n: number) => n * 3_600_000
export const days = (n: number) => n * day

const isSharded = (c: Cluster) => c.kind === 'SHARDED' || c.kind === 'GEOSHARDED'
/** Replica sets of a cluster in a restore, with the config servers. */
const partsOf = (c: Cluster) => (isSharded(c) ? c.shards + 1 : 0)

/** An on-demand snapshot that starts now; `more` overrides its fields. */
export function newSnapshot(
  world: World,
  cluster: Cluster,
  more: Partial<Snapshot> & { seed: string },
): Snapshot {
  const { seed, ...rest } = more
  const created = rest.created ?? iso(Date.now())
  const isPast = rest.created !== undefined && !rest.held
  const now = world.clock()
  return {
    id: idFrom(`snapshot ${cluster.id} ${seed}`, created),
    groupId: cluster.groupId,
    clusterName: cluster.name,
    kind: cluster.kind === 'FLEX' ? 'flex' : isSharded(cluster) ? 'shardedCluster' : 'replicaSet',
    created,
    beginsAt: isPast ? now - 1 : now + takes.queue * 1000,
    doneAt: isPast ? now - 1 : now + takes.snapshot * 1000,
    ...(isPast ? { finished: iso(Date.parse(created) + takes.snapshot * 1000) } : {}),
    fails: false,
    snapshotType: 'scheduled',
    frequencyType: 'daily',
    sizeBytes: Math.round(cluster.diskGB * 0.31 * 1024 ** 3),
    expires: iso(Date.parse(created) + days(30)),
    version: cluster.version,
    shards: partsOf(cluster),
    ...rest,
  }
}

/** A restore job that starts now; `more` overrides its fields. */
export function newJob(
  world: World,
  cluster: Cluster,
  more: Partial<RestoreJob> & Pick<RestoreJob, 'deliveryType'> & { seed: string; created?: string },
): RestoreJob {
  const { seed, created = iso(Date.now()), ...rest } = more
  const seconds = rest.deliveryType === 'download' ? takes.download : takes.automated
  return {
    id: idFrom(`restore ${cluster.id} ${seed}`, created),
    groupId: cluster.groupId,
    clusterName: cluster.name,
    timestamp: created,
    doneAt: inSeconds(world, seconds),
    fails: false,
    held: false,
    shards: partsOf(cluster),
    privateEndpoint: false,
    ...rest,
  }
}

/** A flex restore or download that starts now. */
export function newFlexJob(
  world: World,
  cluster: Cluster,
  snapshot: Snapshot,
  more: Partial<FlexJob> & Pick<FlexJob, 'deliveryType'> & { seed: string },
): FlexJob {
  const { seed, ...rest } = more
  const scheduled = rest.scheduled ?? iso(Date.now())
  return {
    id: idFrom(`flex restore ${cluster.id} ${seed}`, scheduled),
    groupId: cluster.groupId,
    clusterName: cluster.name,
    snapshotId: snapshot.id,
    snapshotFinished: snapshot.finished ?? snapshot.created,
    scheduled,
    runsAt: inSeconds(world, takes.flexQueue),
    doneAt: inSeconds(world, takes.flex),
    fails: false,
    lapsesAt: inSeconds(world, takes.flexRecord),
    ...rest,
  }
}

/** The fields of something that has ended; `at` is the real time. */
export const ended = (as: NonNullable<RestoreJob['ended']>['as'], at: number) => ({
  ended: { as, at: iso(at) },
  doneAt: 0,
})
