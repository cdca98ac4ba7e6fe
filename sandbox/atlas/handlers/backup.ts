import { z } from 'zod'
import { backupsOf } from '../areas/backup'
import { policyBody, snapshotBody } from '../areas/backup/bodies'
import { days, newSnapshot } from '../areas/backup/build'
import { recordOn, snapshotIn, sourceOf } from '../areas/backup/find'
import type { Snapshot } from '../areas/backup/shapes'
import { snapshotStatus } from '../areas/backup/time'
import { bodyOf } from '../body'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { iso } from '../ids'
import { invalid, reject } from '../reject'

const newest = (all: Snapshot[]) => all.toSorted((a, b) => (a.id < b.id ? 1 : -1))

const listed = (input: HandlerInput, kind: Snapshot['kind']) =>
  rows(
    newest(sourceOf(input).snapshots.filter((s) => s.kind === kind)).map((s) =>
      snapshotBody(input, s),
    ),
  )

function one(input: HandlerInput) {
  const { cluster, snapshots } = sourceOf(input)
  return { cluster, snapshot: snapshotIn(snapshots, input.path.snapshotId, cluster) }
}

/** Whether the project's policy applies. One that is being disabled still does. */
const isHeldByPolicy = ({ world, path }: HandlerInput) =>
  backupsOf(world).policies[path.groupId ?? ''] !== undefined

const taken = z.strictObject({
  description: z.string().optional(),
  retentionInDays: z.int().min(1, 'must be at least 1').optional(),
})

const kept = z.strictObject({
  retentionUnit: z.enum(['DAYS', 'WEEKS', 'MONTHS', 'YEARS'], 'must be a unit of retention'),
  retentionValue: z.int().min(1, 'must be at least 1'),
})
const daysOf = { DAYS: 1, WEEKS: 7, MONTHS: 31, YEARS: 366 }

function take(input: HandlerInput) {
  const { world } = input
  const { cluster, snapshots } = sourceOf(input)
  const { description, retentionInDays = 7 } = bodyOf(taken, input.body ?? {})
  if (isHeldByPolicy(input) && retentionInDays < 14)
    throw reject(
      400,
      'BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS',
      'The retention is shorter than the Backup Compliance Policy of this project allows.',
    )
  const isRunning = snapshots.some(
    (s) =>
      s.snapshotType === 'onDemand' && ['queued', 'inProgress'].includes(snapshotStatus(world, s)),
  )
  if (isRunning)
    throw reject(
      400,
      'CONCURRENT_SNAPSHOTS_NOT_ALLOWED',
      `An on-demand snapshot of ${cluster.name} is already under way.`,
      cluster.name,
    )
  const made = newSnapshot(world, cluster, {
    seed: `taken ${world.clock()} ${snapshots.length}`,
    snapshotType: 'onDemand',
    frequencyType: 'ondemand',
    ...(description === undefined ? {} : { description }),
    expires: iso(Date.now() + days(retentionInDays)),
  })
  backupsOf(world).snapshots.push(made)
  recordOn(input, cluster, 'CPS_ON_DEMAND_SNAPSHOT_REQUESTED')
  return snapshotBody(input, made)
}

function keep(input: HandlerInput) {
  const { cluster, snapshot } = one(input)
  const { retentionUnit, retentionValue } = bodyOf(kept, input.body)
  const end = Date.parse(snapshot.created) + days(daysOf[retentionUnit] * retentionValue)
  if (end <= Date.now())
    throw invalid([{ field: 'retentionValue', description: 'must not end in the past' }])
  if (isHeldByPolicy(input) && end < Date.parse(snapshot.expires))
    throw reject(
      400,
      'CANNOT_DECREASE_RETENTION_WITH_BACKUP_COMPLIANCE_POLICY',
      'Cannot decrease the retention of a snapshot with a Backup Compliance Policy.',
    )
  snapshot.expires = iso(end)
  recordOn(input, cluster, 'CPS_SNAPSHOT_RETENTION_MODIFIED_AUDIT')
  return snapshotBody(input, snapshot)
}

function remove(input: HandlerInput) {
  const { cluster, snapshot } = one(input)
  if (isHeldByPolicy(input))
    throw reject(
      400,
      'CANNOT_DELETE_SNAPSHOT_WITH_BACKUP_COMPLIANCE_POLICY',
      'Cannot delete a snapshot of a project with a Backup Compliance Policy.',
    )
  const state = backupsOf(input.world)
  state.snapshots = state.snapshots.filter((s) => s !== snapshot)
  recordOn(input, cluster, 'CPS_SNAPSHOT_DELETED_AUDIT')
  return reply(204)
}

export const backup = {
  listGroupClusterBackupSnapshots: (input) => listed(input, 'replicaSet'),
  listGroupClusterBackupSnapshotShardedClusters: (input) => listed(input, 'shardedCluster'),
  getGroupClusterBackupSnapshot: (input) => snapshotBody(input, one(input).snapshot),
  getGroupClusterBackupSnapshotShardedCluster: (input) => snapshotBody(input, one(input).snapshot),
  takeGroupClusterBackupSnapshots: take,
  updateGroupClusterBackupSnapshot: keep,
  deleteGroupClusterBackupSnapshot: remove,
  deleteGroupClusterBackupSnapshotShardedCluster: remove,
  getGroupBackupCompliancePolicy: ({ world, path }) => {
    const { id } = world.project(path.groupId)
    return policyBody(id, backupsOf(world).policies[id])
  },
} satisfies SandboxFile
