import { z } from 'zod'
import { inUtc } from '@/lib/format/time'
import { count, upperFirst } from '@/lib/format/words'
import { isMadeSince, type Snapshot, snapshotId, takenSnapshot } from './backup-shapes'
import { sizeSays, snapshotKind, snapshotSays } from './backup-words'
import { command } from './define'
import type { Environment } from './environment'
import { type Friction, lossFriction, oneUp } from './friction'
import { clusterName, page, projectId } from './shapes'
import { line } from './text'
import { resource } from './verbs'

export const snapshotStales = [
  'backup.snapshots',
  'backup.shardedSnapshots',
  'backup.snapshot',
  'backup.shardedSnapshot',
] as const

/** Sharded clusters have operations of their own. */
export const sharded = z.boolean().default(false)

const COMPLIANCE = 'The backup compliance policy does not allow this.'

export const snapshotRefusals = {
  CANNOT_DELETE_SNAPSHOT_WITH_BACKUP_COMPLIANCE_POLICY: COMPLIANCE,
  CANNOT_DECREASE_RETENTION_WITH_BACKUP_COMPLIANCE_POLICY: COMPLIANCE,
  BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS: COMPLIANCE,
  SNAPSHOT_NOT_FOUND: 'The snapshot no longer exists.',
  CONCURRENT_SNAPSHOTS_NOT_ALLOWED:
    'A snapshot of this cluster is already being taken. Atlas takes one on-demand snapshot at a time.',
}

const snapshotsIn = (answer: unknown): Snapshot[] =>
  page(takenSnapshot).safeParse(answer).data?.results ?? []

const listOf = (i: { groupId: string; clusterName: string; sharded: boolean }) => ({
  id: i.sharded ? 'backup.shardedSnapshots' : 'backup.snapshots',
  input: { groupId: i.groupId, clusterName: i.clusterName },
})

export type OneSnapshot = { groupId: string; clusterName: string; snapshotId: string }
export const oneOf = ({ groupId, clusterName, snapshotId }: OneSnapshot, isSharded: boolean) => ({
  id: isSharded ? 'backup.shardedSnapshot' : 'backup.snapshot',
  input: { groupId, clusterName, snapshotId },
})
export const snapshotTarget = (i: OneSnapshot) =>
  `project ${i.groupId} / cluster ${i.clusterName} / snapshot ${i.snapshotId}`

export const isBeingTaken = ({ status }: Pick<Snapshot, 'status'>) =>
  status === 'queued' || status === 'inProgress'

/** Why no snapshot can be taken now: Atlas takes one on demand at a time. */
export function whyNotTake(all: readonly Snapshot[]): string | undefined {
  const running = all.find((s) => s.snapshotType === 'onDemand' && isBeingTaken(s))
  return (
    running &&
    `${upperFirst(snapshotSays(running.id))} is still being taken. Atlas takes one on-demand snapshot at a time.`
  )
}

export const takeSnapshot = command({
  id: 'backup.takeSnapshot',
  title: 'Take a snapshot',
  atlas: { op: 'takeGroupClusterBackupSnapshots', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({
    groupId: projectId,
    clusterName,
    sharded,
    description: line()
      .min(3, 'Enter a description of at least 3 characters.')
      .max(300, 'At most 300 characters.')
      .meta({ label: 'Description', hint: 'Helps to find it when you restore.' }),
    retentionInDays: z
      .int('Enter a whole number of days.')
      .min(1, 'At least one day.')
      .max(3650, 'At most 3650 days.')
      .meta({ label: 'Retention in days', hint: 'Atlas deletes the snapshot after that.' }),
  }),
  output: takenSnapshot,
  verbs: { do: 'Take snapshot', doing: 'Starting…', done: () => 'Snapshot started' },
  summary: (i) =>
    `Take a snapshot of ${i.clusterName} and keep it for ${count(i.retentionInDays, 'day')}`,
  target: (i) => `project ${i.groupId} / cluster ${i.clusterName} / snapshots`,
  body: ({ description, retentionInDays }) => ({ description, retentionInDays }),
  friction: (i, environment) => oneUp({ level: 'none' }, environment, i.clusterName),
  invalidates: snapshotStales,
  accepted: true,
  concurrencyKey: (i) => `snapshot:${i.groupId}/${i.clusterName}`,
  precondition: { read: listOf, whyNot: (answer) => whyNotTake(snapshotsIn(answer)) },
  readBack: {
    read: listOf,
    verdict: (answer, i, _sent, sentAt) =>
      snapshotsIn(answer).some(
        (s) => isMadeSince(s.id, sentAt) && (s.description ?? '') === i.description,
      )
        ? 'done'
        : 'absent',
  },
  refusals: snapshotRefusals,
})

const deleteInput = z.strictObject({ groupId: projectId, clusterName, snapshotId })

const deletedSays = (s: Snapshot): string =>
  [
    `Type: ${snapshotKind(s).toLowerCase()}`,
    sizeSays(s.storageSizeBytes),
    s.description && `“${s.description}”`,
    s.expiresAt && `expires ${inUtc(s.expiresAt)}`,
  ]
    .filter(Boolean)
    .join(', ')

/** What both kinds share: they differ in Atlas's operation only. */
const deletion = (isSharded: boolean) => ({
  roles: ['operator'] as const,
  input: deleteInput,
  verbs: {
    do: 'Delete snapshot',
    doing: 'Deleting…',
    done: (i: OneSnapshot) => `${upperFirst(snapshotSays(i.snapshotId))} deleted`,
  },
  summary: (i: OneSnapshot) => `Delete ${snapshotSays(i.snapshotId)} of ${i.clusterName}`,
  target: snapshotTarget,
  friction: (i: OneSnapshot, environment: Environment): Friction =>
    lossFriction(
      'type',
      `${upperFirst(snapshotSays(i.snapshotId))} of ${i.clusterName} is permanently deleted.`,
      environment,
      i.clusterName,
    ),
  invalidates: snapshotStales,
  impact: {
    read: (i: OneSnapshot) => oneOf(i, isSharded),
    sentences: (answer: unknown) => {
      const one = takenSnapshot.safeParse(answer).data
      return one ? [deletedSays(one)] : []
    },
  },
  ...resource({
    read: (i: OneSnapshot) => oneOf(i, isSharded),
    answer: z.unknown(),
    gone: snapshotRefusals.SNAPSHOT_NOT_FOUND,
  }).removes(),
  refusals: snapshotRefusals,
})

export const deleteSnapshot = command({
  id: 'backup.deleteSnapshot',
  title: 'Delete a snapshot',
  atlas: { op: 'deleteGroupClusterBackupSnapshot', version: '2023-01-01' },
  ...deletion(false),
})

export const deleteShardedSnapshot = command({
  id: 'backup.deleteShardedSnapshot',
  title: 'Delete a snapshot of a sharded cluster',
  atlas: { op: 'deleteGroupClusterBackupSnapshotShardedCluster', version: '2023-01-01' },
  ...deletion(true),
})
