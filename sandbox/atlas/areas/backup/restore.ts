import { z } from 'zod'
import { bodyOf } from '../../body'
import type { HandlerInput } from '../../define'
import { iso } from '../../ids'
import { invalid, reject } from '../../reject'
import type { World } from '../../world'
import type { Cluster } from '../../world/shapes'
import { backupsOf } from '../backup'
import { newJob } from './build'
import { snapshotIn, sourceOf } from './find'
import type { RestoreJob, Snapshot } from './shapes'
import { snapshotStatus } from './time'

const id = z.string().regex(/^[a-f0-9]{24}$/, 'must be 24 hexadecimal digits')
const second = z.int().min(1_199_145_600, 'must be at least 1199145600')

const wanted = z.strictObject({
  deliveryType: z.enum(['automated', 'download', 'pointInTime'], 'must be a delivery type'),
  snapshotId: id.optional(),
  targetClusterName: z.string().optional(),
  targetGroupId: id.optional(),
  oplogTs: second.optional(),
  oplogInc: z.int().min(1, 'must be at least 1').optional(),
  pointInTimeUTCSeconds: second.optional(),
})
type Wanted = z.output<typeof wanted>

const missing = (field: string) => ({ field, description: 'must be given for this deliveryType' })
const extra = (field: string) => ({ field, description: 'must not be given for this deliveryType' })

/** The fields of each delivery type. Throws 400. */
function checkFields(w: Wanted): void {
  const needsTarget = w.deliveryType !== 'download'
  const byOplog = w.oplogTs !== undefined || w.oplogInc !== undefined
  const isMoment = w.deliveryType === 'pointInTime'
  const wrong = [
    ...(isMoment || w.snapshotId ? [] : [missing('snapshotId')]),
    ...(isMoment && w.snapshotId ? [extra('snapshotId')] : []),
    ...(needsTarget && !w.targetClusterName ? [missing('targetClusterName')] : []),
    ...(needsTarget && !w.targetGroupId ? [missing('targetGroupId')] : []),
    ...(!needsTarget && w.targetClusterName ? [extra('targetClusterName')] : []),
    ...(!needsTarget && w.targetGroupId ? [extra('targetGroupId')] : []),
    ...(isMoment && !byOplog && w.pointInTimeUTCSeconds === undefined
      ? [missing('pointInTimeUTCSeconds')]
      : []),
    ...(byOplog && (w.oplogTs === undefined || w.oplogInc === undefined)
      ? [{ field: 'oplogInc', description: 'must be given together with oplogTs' }]
      : []),
    ...(byOplog && w.pointInTimeUTCSeconds !== undefined ? [extra('pointInTimeUTCSeconds')] : []),
    ...(!isMoment && (byOplog || w.pointInTimeUTCSeconds !== undefined)
      ? [extra('pointInTimeUTCSeconds')]
      : []),
  ]
  if (wrong.length) throw invalid(wrong)
}

function targetOf(world: World, w: Wanted): Cluster {
  const target = world.cluster(w.targetGroupId, w.targetClusterName)
  const refuse = (errorCode: string, detail: string) => reject(409, errorCode, detail, target.name)
  if (target.paused)
    throw refuse(
      'CANNOT_UPDATE_PAUSED_CLUSTER',
      `Cannot update cluster ${target.name} while it is paused or being paused.`,
    )
  if (target.state === 'DELETING')
    throw refuse(
      'CLUSTER_ALREADY_REQUESTED_DELETION',
      `The cluster ${target.name} has already been requested for deletion.`,
    )
  const isHeld = backupsOf(world).jobs.some(
    (j) => !j.ended && j.target?.groupId === target.groupId && j.target.clusterName === target.name,
  )
  if (isHeld)
    throw refuse('ATLAS_CLUSTER_RESTORE_IN_PROGRESS', 'Cluster restore already in progress.')
  return target
}

function checkSnapshot(world: World, s: Snapshot, isDownload: boolean): void {
  if (snapshotStatus(world, s) === 'completed') return
  throw isDownload
    ? reject(409, 'CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT', 'Cannot download incomplete snapshot.')
    : reject(
        409,
        'CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT',
        'Cannot start restore job for incomplete cluster snapshot.',
      )
}

/** A point-in-time restore needs an earlier snapshot and a time in the past. */
function checkMoment(snapshots: Snapshot[], seconds: number): void {
  if (seconds * 1000 > Date.now())
    throw invalid([{ field: 'pointInTimeUTCSeconds', description: 'must be in the past' }])
  const first = Math.min(...snapshots.map((s) => Date.parse(s.created)))
  if (seconds * 1000 >= first) return
  throw reject(
    404,
    // Spelt as Atlas spells it.
    'UNABLE_T0_FIND_SNAPSHOT_PRIOR_TO_PIT_RESTORE_OPTIME',
    'Unable to find snapshot prior to pit restore optime.',
  )
}

/** The job of a POST, validated like Atlas. Its target cluster is UPDATING until it ends. */
export function startRestore(input: HandlerInput): { job: RestoreJob; cluster: Cluster } {
  const { world } = input
  const { cluster, snapshots } = sourceOf(input)
  const w = bodyOf(wanted, input.body)
  checkFields(w)
  const seconds = w.oplogTs ?? w.pointInTimeUTCSeconds
  const snapshot = w.snapshotId ? snapshotIn(snapshots, w.snapshotId, cluster) : undefined
  if (snapshot) checkSnapshot(world, snapshot, w.deliveryType === 'download')
  if (seconds !== undefined) checkMoment(snapshots, seconds)
  const target = w.deliveryType === 'download' ? undefined : targetOf(world, w)
  const job = newJob(world, cluster, {
    seed: `${world.clock()} ${backupsOf(world).jobs.length}`,
    deliveryType: w.deliveryType,
    ...(snapshot ? { snapshotId: snapshot.id } : {}),
    timestamp: snapshot?.created ?? iso((seconds ?? 0) * 1000),
    ...(target ? { target: { groupId: target.groupId, clusterName: target.name } } : {}),
    ...(seconds === undefined
      ? {}
      : {
          moment: w.oplogTs === undefined ? { seconds } : { ts: w.oplogTs, inc: w.oplogInc ?? 1 },
        }),
  })
  if (target) Object.assign(target, { state: 'UPDATING', next: { state: 'IDLE', at: job.doneAt } })
  return { job, cluster }
}

/** Cancels a job. Throws 405 for a sharded cluster, and 400 (documented, not recorded) for a job that has ended. */
export function cancelRestore({ world }: HandlerInput, job: RestoreJob): void {
  if (job.shards > 0)
    throw reject(
      405,
      'ATLAS_BACKUP_CANCEL_SHARD_RESTORE_JOB_NOT_ALLOWED',
      'A restore job of a sharded cluster cannot be cancelled.',
    )
  if (job.ended && job.ended.as !== 'ready')
    throw reject(400, 'CANNOT_CANCEL_RESTORE_JOB', `The restore job ${job.id} has ended.`, job.id)
  job.ended = { as: 'cancelled', at: iso(Date.now()) }
  const target = world
    .clusters(job.target?.groupId)
    .find((c) => c.groupId === job.target?.groupId && c.name === job.target?.clusterName)
  if (target?.state === 'UPDATING') target.next = { state: 'IDLE', at: world.clock() + 20_000 }
}
