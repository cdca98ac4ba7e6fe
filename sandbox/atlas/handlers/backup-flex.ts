import { z } from 'zod'
import { backupsOf } from '../areas/backup'
import { flexJobBody, flexSnapshotBody } from '../areas/backup/bodies'
import { newFlexJob } from '../areas/backup/build'
import { flexOf, isOf, recordOn } from '../areas/backup/find'
import type { FlexJob, Snapshot } from '../areas/backup/shapes'
import { snapshotStatus } from '../areas/backup/time'
import { bodyOf } from '../body'
import { type HandlerInput, rows, type SandboxFile } from '../define'
import { reject } from '../reject'

const id = z.string().regex(/^[a-f0-9]{24}$/, 'must be 24 hexadecimal digits')
const wantedDownload = z.strictObject({ snapshotId: id })
const wantedRestore = z.strictObject({
  snapshotId: id,
  targetDeploymentItemName: z.string().min(1, 'must not be empty'),
  targetProjectId: id.optional(),
})

const newest = <T extends { id: string }>(all: T[]) =>
  all.toSorted((a, b) => (a.id < b.id ? 1 : -1))

const snapshotsOf = (input: HandlerInput): Snapshot[] => {
  const cluster = flexOf(input)
  return newest(backupsOf(input.world).snapshots.filter((s) => isOf(s, cluster)))
}
const jobsOf = (input: HandlerInput): FlexJob[] => {
  const cluster = flexOf(input)
  return newest(backupsOf(input.world).flexJobs.filter((j) => isOf(j, cluster)))
}

function found<T extends { id: string }>(all: T[], id: string | undefined, errorCode: string): T {
  const one = all.find((s) => s.id === id)
  if (one) return one
  throw reject(404, errorCode, `Nothing with ID ${id} exists for this cluster.`, id)
}

function usable(input: HandlerInput, snapshotId: string): Snapshot {
  const one = found(snapshotsOf(input), snapshotId, 'TENANT_SNAPSHOT_NOT_FOUND')
  if (snapshotStatus(input.world, one) === 'completed') return one
  throw reject(
    409,
    'CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT',
    'Cannot use an incomplete snapshot.',
    snapshotId,
  )
}

function begin(
  input: HandlerInput,
  snapshot: Snapshot,
  more: Pick<FlexJob, 'deliveryType' | 'target'>,
) {
  const { world } = input
  const state = backupsOf(world)
  const seed = `${world.clock()} ${state.flexJobs.length}`
  const job = newFlexJob(world, flexOf(input), snapshot, { seed, ...more })
  state.flexJobs.push(job)
  return job
}

function restore(input: HandlerInput) {
  const { world, path } = input
  const source = flexOf(input)
  const w = bodyOf(wantedRestore, input.body)
  const snapshot = usable(input, w.snapshotId)
  const target = world.anyCluster(w.targetProjectId ?? path.groupId, w.targetDeploymentItemName)
  const held = backupsOf(world).flexJobs.some(
    (j) => !j.held && !j.finished && j.target && isOf(j.target, target),
  )
  if (held || target.state !== 'IDLE')
    throw reject(
      409,
      'ATLAS_CLUSTER_RESTORE_IN_PROGRESS',
      `The cluster ${target.name} cannot take a restore now: it is ${target.state} or being restored.`,
      target.name,
    )
  const to = { groupId: target.groupId, clusterName: target.name }
  const job = begin(input, snapshot, { deliveryType: 'RESTORE', target: to })
  Object.assign(target, { state: 'UPDATING', next: { state: 'IDLE', at: job.doneAt } })
  recordOn(input, source, 'TENANT_RESTORE_REQUESTED_AUDIT')
  return flexJobBody(input, job)
}

export const backupFlex = {
  listGroupFlexClusterBackupSnapshots: (input) =>
    rows(snapshotsOf(input).map((s) => flexSnapshotBody(input, s))),
  listGroupFlexClusterBackupRestoreJobs: (input) =>
    rows(jobsOf(input).map((j) => flexJobBody(input, j))),
  getGroupFlexClusterBackupRestoreJob: (input) =>
    flexJobBody(input, found(jobsOf(input), input.path.restoreJobId, 'TENANT_RESTORE_NOT_FOUND')),
  createGroupFlexClusterBackupRestoreJob: restore,
  downloadGroupFlexClusterBackup: (input) => {
    const snapshot = usable(input, bodyOf(wantedDownload, input.body).snapshotId)
    const job = begin(input, snapshot, { deliveryType: 'DOWNLOAD', target: undefined })
    recordOn(input, flexOf(input), 'TENANT_SNAPSHOT_DOWNLOAD_REQUESTED_AUDIT')
    return flexJobBody(input, job)
  },
} satisfies SandboxFile
