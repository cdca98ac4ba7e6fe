import { z } from 'zod'
import type { Fill } from '../area'
import { iso } from '../ids'
import type { Area, World } from '../world'
import type { Cluster } from '../world/shapes'
import { ago, days, ended, newJob, newSnapshot } from './backup/build'
import {
  endedSnapshots,
  everyFlex,
  everyJob,
  heldSnapshots,
  makeBackups,
  someCollectionJobs,
} from './backup/make'
import { type BackupState, backupState } from './backup/shapes'
import { flexJobStatus, settle, snapshotStatus } from './backup/time'

export const backupArea: Area<BackupState> = {
  name: 'backup',
  shape: backupState,
  make: makeBackups,
}

/** The backups, after the transitions that are due. */
export const backupsOf = (world: World): BackupState => settle(world, world.area(backupArea))

const wanted = z.strictObject({
  groupId: z.string(),
  clusterName: z.string(),
  /** The target of the restore jobs; by default the cluster itself. */
  target: z.object({ groupId: z.string(), clusterName: z.string() }).optional(),
  /** False makes the project only what the switches below say. */
  each: z.boolean().default(true),
  /** The number of further finished jobs. */
  jobs: z.int().min(0).max(2000).default(0),
  /** The number of further completed snapshots. */
  snapshots: z.int().min(0).max(2000).default(0),
  /** State of the project's backup compliance policy. */
  policy: z.enum(['ACTIVE', 'ENABLING', 'UPDATING', 'DISABLING']).optional(),
  /** The old serverless operations answer in this project, with rows, as if they had not ended. */
  serverless: z.boolean().default(false),
  collections: z.boolean().default(false),
})
type Wanted = z.output<typeof wanted>

const byState = <T extends { id: string }>(all: T[], stateOf: (one: T) => string) =>
  Object.fromEntries(all.map((one) => [stateOf(one), one.id]))

function fillFlex(world: World, state: BackupState, cluster: Cluster) {
  const { snapshots, jobs } = everyFlex(world, cluster)
  state.snapshots.push(...snapshots)
  state.flexJobs.push(...jobs)
  return {
    snapshots: byState(snapshots, (s) => snapshotStatus(world, s)),
    jobs: {
      ...byState(jobs, (j) => flexJobStatus(world, j)),
      download: jobs.find((j) => j.deliveryType === 'DOWNLOAD' && j.lapsesAt > world.clock())?.id,
    },
  }
}

function fillCluster(world: World, state: BackupState, cluster: Cluster, want: Wanted) {
  const target = want.target ?? { groupId: cluster.groupId, clusterName: cluster.name }
  const snapshots = [...endedSnapshots(world, cluster), ...heldSnapshots(world, cluster)]
  const source = snapshots.find((s) => s.finished && !s.fails)
  const jobs = everyJob(world, cluster, target, source)
  state.snapshots.push(...snapshots)
  state.jobs.push(...jobs)
  return {
    snapshots: {
      ...byState(snapshots, (s) => snapshotStatus(world, s)),
      onDemand: snapshots[0]?.id,
    },
    jobs: byState(jobs, (j) => j.ended?.as ?? 'running'),
  }
}

function addPlain(world: World, state: BackupState, cluster: Cluster, want: Wanted): void {
  for (let n = 0; n < want.snapshots; n += 1)
    state.snapshots.push(
      newSnapshot(world, cluster, {
        seed: `plain ${n}`,
        created: iso(ago(days(1 + n / 24))),
        expires: iso(ago(-days(7 + n))),
      }),
    )
  for (let n = 0; n < want.jobs; n += 1) {
    const at = ago(days(2 + n / 3))
    state.jobs.push(
      newJob(world, cluster, {
        seed: `plain ${n}`,
        deliveryType: 'automated',
        created: iso(at),
        snapshotId: state.snapshots.at(-1)?.id,
        target: { groupId: cluster.groupId, clusterName: cluster.name },
        ...ended(n % 9 === 4 ? 'failed' : 'finished', at + 230_000),
      }),
    )
  }
}

export const fill: Fill = (world, body) => {
  const want = wanted.parse(body)
  const state = backupsOf(world)
  const cluster = world.anyCluster(want.groupId, want.clusterName)
  addPlain(world, state, cluster, want)
  const made = !want.each
    ? { snapshots: {}, jobs: {} }
    : cluster.kind === 'FLEX'
      ? fillFlex(world, state, cluster)
      : fillCluster(world, state, cluster, want)
  if (want.collections) state.collectionJobs.push(...someCollectionJobs(cluster))
  if (want.policy) state.policies[cluster.groupId] = want.policy
  if (want.serverless) {
    const target = { groupId: cluster.groupId, clusterName: cluster.name }
    state.serverlessJobs.push(...everyJob(world, cluster, target, undefined).slice(0, 3))
    world.switches.stillAnswers = [...(world.switches.stillAnswers ?? []), cluster.groupId]
  }
  return made
}
