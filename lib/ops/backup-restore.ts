import { z } from 'zod'
import { inUtc } from '@/lib/format/time'
import { isMadeSince, linkFields, type RestoreJob, restoreJob, snapshotId } from './backup-shapes'
import { overwriteFriction, overwriteTarget, targetInWords, whyNotTarget } from './backup-target'
import { restoreStales, snapshotSays, targetProject } from './backup-words'
import { command, type PlaceNames } from './define'
import { downloadFriction } from './friction'
import { clusterName, page, projectId } from './shapes'

const FIRST_SECOND = 1_199_145_600

const moment = (missing: string) =>
  z
    .int(missing)
    .min(FIRST_SECOND, 'The time must be after 1 January 2008.')
    .refine((s) => s * 1000 <= Date.now(), 'The time must be in the past.')

/** One example of each kind: a schema can't say which fields belong together. */
function examples() {
  const source = { groupId: '6a1b2c3d4e5f60718293a4b5', clusterName: 'orders' }
  const snapshotId = '6a1b2c3d4e5f60718293a4b6'
  const onto = { targetGroupId: '6a1b2c3d4e5f60718293a4b7', targetClusterName: 'orders-test' }
  return [
    { ...source, ...onto, deliveryType: 'automated', snapshotId },
    { ...source, deliveryType: 'download', snapshotId },
    { ...source, ...onto, deliveryType: 'pointInTime', pointInTimeUTCSeconds: 1_750_000_000 },
    { ...source, ...onto, deliveryType: 'pointInTime', oplogTs: 1_750_000_000, oplogInc: 1 },
  ]
}

const restoreInput = z
  .strictObject({
    groupId: projectId,
    clusterName,
    deliveryType: z.enum(['automated', 'download', 'pointInTime'], 'Choose an action.'),
    snapshotId: snapshotId.optional(),
    targetGroupId: projectId.optional(),
    targetClusterName: clusterName.optional(),
    pointInTimeUTCSeconds: moment('Enter a time in UTC.').optional(),
    oplogTs: moment('Enter the timestamp of the oplog entry.').optional(),
    oplogInc: z
      .int('Enter a whole number.')
      .min(1, 'The increment must be at least 1.')
      .max(2 ** 31 - 1)
      .optional(),
  })
  .superRefine((i, { addIssue }) => {
    const say = (path: keyof typeof i, message: string) =>
      addIssue({ code: 'custom', path: [path], message })
    const isMoment = i.deliveryType === 'pointInTime'
    const isDownload = i.deliveryType === 'download'
    if (!isMoment && !i.snapshotId) say('snapshotId', 'Choose a snapshot.')
    if (isMoment && i.snapshotId)
      say('snapshotId', 'A point-in-time restore does not use a snapshot.')
    if (!isDownload && !i.targetGroupId) say('targetGroupId', 'Choose the target project.')
    if (!isDownload && !i.targetClusterName)
      say('targetClusterName', 'Choose the cluster to overwrite.')
    if (isDownload && (i.targetGroupId || i.targetClusterName))
      say('targetClusterName', 'A download has no target.')
    const byOplog = i.oplogTs !== undefined || i.oplogInc !== undefined
    if (!isMoment && (byOplog || i.pointInTimeUTCSeconds !== undefined))
      say('pointInTimeUTCSeconds', 'Only a point-in-time restore uses a time.')
    if (isMoment && !byOplog && i.pointInTimeUTCSeconds === undefined)
      say('pointInTimeUTCSeconds', 'Enter a time in UTC.')
    if (byOplog && i.pointInTimeUTCSeconds !== undefined)
      say('oplogTs', 'Enter either a time or an oplog entry.')
    if (i.oplogInc !== undefined && i.oplogTs === undefined)
      say('oplogTs', 'Enter the timestamp of the oplog entry.')
    if (i.oplogTs !== undefined && i.oplogInc === undefined)
      say('oplogInc', 'Enter the increment of the oplog entry.')
  })
  .meta({ examples: examples() })
export type RestoreInput = z.output<typeof restoreInput>

/** The cluster to overwrite; undefined for a download. */
const targetOf = (i: RestoreInput) =>
  i.targetGroupId && i.targetClusterName
    ? { groupId: i.targetGroupId, clusterName: i.targetClusterName }
    : undefined
const sourceOf = ({ groupId, clusterName }: { groupId: string; clusterName: string }) => ({
  groupId,
  clusterName,
})

const momentSays = (i: RestoreInput): string =>
  i.oplogTs === undefined
    ? inUtc((i.pointInTimeUTCSeconds ?? 0) * 1000, { seconds: true })
    : `${inUtc(i.oplogTs * 1000, { seconds: true })} (oplog entry ${i.oplogTs}:${i.oplogInc})`

function restoreSays(i: RestoreInput, where?: PlaceNames): string {
  const target = targetOf(i)
  if (!target) return `Download ${snapshotSays(i.snapshotId)} of ${i.clusterName}`
  const isSame = target.groupId === i.groupId && target.clusterName === i.clusterName
  const from =
    i.deliveryType === 'pointInTime'
      ? `${isSame ? 'its' : `${i.clusterName}’s`} data of ${momentSays(i)}`
      : `${snapshotSays(i.snapshotId)}${isSame ? '' : ` of ${i.clusterName}`}`
  return `Overwrite ${target.clusterName}${targetProject(target.groupId === i.groupId, where)} with ${from}`
}

const startedSays = (i: RestoreInput): string =>
  targetOf(i) ? 'Restore started' : 'Preparing the download'

const jobsIn = (answer: unknown): RestoreJob[] =>
  page(restoreJob).safeParse(answer).data?.results ?? []

const isAsAsked = (job: RestoreJob, i: RestoreInput): boolean =>
  job.deliveryType === i.deliveryType &&
  (job.snapshotId ?? undefined) === i.snapshotId &&
  (job.targetGroupId ?? undefined) === i.targetGroupId &&
  (job.targetClusterName ?? undefined) === i.targetClusterName &&
  (job.pointInTimeUTCSeconds ?? i.pointInTimeUTCSeconds) === i.pointInTimeUTCSeconds &&
  (job.oplogTs ?? i.oplogTs) === i.oplogTs

export const startRestore = command({
  id: 'backup.restore',
  title: 'Restore a backup',
  atlas: { op: 'createGroupClusterBackupRestoreJob', version: '2023-01-01' },
  roles: ['operator'],
  input: restoreInput,
  output: restoreJob,
  hiddenFields: linkFields,
  verbs: { do: 'Start restore', doing: 'Starting…', done: startedSays },
  // The target decides who may and who approves; the role is needed at the source too, which gives its data away.
  scope: (i) => ({ kind: 'cluster', ...(targetOf(i) ?? sourceOf(i)) }),
  otherScopes: (i) => (targetOf(i) ? [{ kind: 'cluster', ...sourceOf(i) }] : []),
  path: sourceOf,
  summary: restoreSays,
  target: (i) => {
    const target = targetOf(i)
    return target
      ? overwriteTarget(i, target)
      : `project ${i.groupId} / cluster ${i.clusterName} / backup download`
  },
  body: ({ groupId: _groupId, clusterName: _clusterName, ...body }) => body,
  friction: (i, environment) => {
    const target = targetOf(i)
    return target
      ? overwriteFriction(i, target, environment)
      : downloadFriction(
          `Anyone with the link can download all data of ${i.clusterName} for about an hour.`,
          environment,
          i.clusterName,
        )
  },
  invalidates: restoreStales,
  accepted: true,
  concurrencyKey: (i) => {
    const target = targetOf(i)
    return target && `restore:${target.groupId}/${target.clusterName}`
  },
  impact: {
    read: (i) => ({ id: 'clusters.get', input: targetOf(i) ?? sourceOf(i) }),
    sentences: (answer, i) => {
      const target = targetOf(i)
      return target ? targetInWords(answer, target.groupId, target.clusterName) : []
    },
  },
  precondition: {
    read: (i) => ({ id: 'clusters.get', input: targetOf(i) ?? sourceOf(i) }),
    whyNot: (answer, i) =>
      targetOf(i) ? whyNotTarget(answer, i.targetClusterName ?? '') : undefined,
  },
  readBack: {
    read: (i) => ({ id: 'backup.restoreJobs', input: sourceOf(i) }),
    verdict: (answer, i, _sent, sentAt) =>
      jobsIn(answer).some((job) => isMadeSince(job.id, sentAt) && isAsAsked(job, i))
        ? 'done'
        : 'absent',
  },
  refusals: {
    ATLAS_CLUSTER_RESTORE_IN_PROGRESS:
      'The target is already being restored. Wait for that job, or cancel it.',
    CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT:
      'The snapshot is not complete. Choose another one.',
    CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT: 'The snapshot is not complete. Choose another one.',
    CANNOT_START_RESTORE_JOB_FOR_DELETED_SNAPSHOT: 'The snapshot was deleted. Choose another one.',
    SNAPSHOT_NOT_FOUND: 'The snapshot no longer exists. Choose another one.',
    // Atlas's own spelling.
    UNABLE_T0_FIND_SNAPSHOT_PRIOR_TO_PIT_RESTORE_OPTIME:
      'This time is before the oldest snapshot or outside the restore window. Choose a later one.',
    NO_CHECKPOINT_FOR_PIT_RESTORE:
      'Continuous backup was off at this time, or the time is outside the restore window.',
    CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API:
      'The target is a flex cluster, which only accepts flex snapshots. Choose a dedicated cluster.',
    CANNOT_UPDATE_PAUSED_CLUSTER: 'The target is paused. Resume it in Atlas first.',
    CANNOT_RESTORE_TO_TARGET:
      'Gatehouse’s credential can’t restore there. It needs a role in both the source project and the target project.',
  },
})
