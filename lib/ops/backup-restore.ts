import { z } from 'zod'
import { inUtc } from '@/lib/format/time'
import { isMadeSince, linkFields, type RestoreJob, restoreJob, snapshotId } from './backup-shapes'
import { targetInWords, whyNotTarget } from './backup-target'
import { restoreStales, snapshotSays } from './backup-words'
import { command } from './define'
import { downloadFriction } from './friction'
import { clusterName, page, projectId } from './shapes'

const FIRST_SECOND = 1_199_145_600

const moment = (missing: string) =>
  z
    .int(missing)
    .min(FIRST_SECOND, 'That is before Atlas keeps any moment (1 January 2008)')
    .refine((s) => s * 1000 <= Date.now(), 'The moment must be in the past')

/** One of each kind: which fields belong together a schema cannot say. */
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
    deliveryType: z.enum(['automated', 'download', 'pointInTime'], 'Choose what is to happen'),
    snapshotId: snapshotId.optional(),
    targetGroupId: projectId.optional(),
    targetClusterName: clusterName.optional(),
    pointInTimeUTCSeconds: moment('Give a moment, in UTC').optional(),
    oplogTs: moment('Give the second of the oplog entry').optional(),
    oplogInc: z
      .int('A whole number')
      .min(1, 'Counted from 1 within its second')
      .max(2 ** 31 - 1)
      .optional(),
  })
  .superRefine((i, { addIssue }) => {
    const say = (path: keyof typeof i, message: string) =>
      addIssue({ code: 'custom', path: [path], message })
    const isMoment = i.deliveryType === 'pointInTime'
    const isDownload = i.deliveryType === 'download'
    if (!isMoment && !i.snapshotId) say('snapshotId', 'Choose a snapshot')
    if (isMoment && i.snapshotId) say('snapshotId', 'A point in time takes no snapshot')
    if (!isDownload && !i.targetGroupId) say('targetGroupId', 'Choose the project to restore to')
    if (!isDownload && !i.targetClusterName)
      say('targetClusterName', 'Choose the cluster that is overwritten')
    if (isDownload && (i.targetGroupId || i.targetClusterName))
      say('targetClusterName', 'A download has no target')
    const byOplog = i.oplogTs !== undefined || i.oplogInc !== undefined
    if (!isMoment && (byOplog || i.pointInTimeUTCSeconds !== undefined))
      say('pointInTimeUTCSeconds', 'Only a restore to a point in time takes a moment')
    if (isMoment && !byOplog && i.pointInTimeUTCSeconds === undefined)
      say('pointInTimeUTCSeconds', 'Give the moment to go back to, in UTC')
    if (byOplog && i.pointInTimeUTCSeconds !== undefined)
      say('oplogTs', 'Give either a moment or an oplog entry')
    if (i.oplogInc !== undefined && i.oplogTs === undefined)
      say('oplogTs', 'An ordinal needs the second of its oplog entry')
    if (i.oplogTs !== undefined && i.oplogInc === undefined)
      say('oplogInc', 'An oplog entry is named by its second and its ordinal')
  })
  .meta({ examples: examples() })
export type RestoreInput = z.output<typeof restoreInput>

/** What is overwritten; undefined for a download. */
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

function restoreSays(i: RestoreInput): string {
  const target = targetOf(i)
  if (!target) return `Make ${snapshotSays(i.snapshotId)} of ${i.clusterName} ready to download`
  const isSame = target.groupId === i.groupId && target.clusterName === i.clusterName
  const from =
    i.deliveryType === 'pointInTime'
      ? `what ${isSame ? 'it' : i.clusterName} held at ${momentSays(i)}`
      : `${snapshotSays(i.snapshotId)}${isSame ? '' : ` of ${i.clusterName}`}`
  const where = target.groupId === i.groupId ? '' : ' in another project'
  return `Overwrite ${target.clusterName}${where} with ${from}`
}

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
  needs: ['operator'],
  input: restoreInput,
  output: restoreJob,
  hides: linkFields,
  // What is overwritten decides who may, and who approves; the source gives its data away.
  scope: (i) => ({ kind: 'cluster', ...(targetOf(i) ?? sourceOf(i)) }),
  alsoIn: (i) => (targetOf(i) ? [{ kind: 'cluster', ...sourceOf(i) }] : []),
  path: sourceOf,
  says: restoreSays,
  target: (i) => {
    const { groupId, clusterName } = targetOf(i) ?? i
    return `project ${groupId} / cluster ${clusterName} / ${
      i.deliveryType === 'download'
        ? 'backup download'
        : `restore from ${i.groupId === groupId ? '' : `project ${i.groupId} / `}cluster ${i.clusterName}`
    }`
  },
  body: ({ groupId: _groupId, clusterName: _clusterName, ...body }) => body,
  friction: (i, environment) => {
    const target = targetOf(i)
    if (!target)
      return downloadFriction(
        `Whoever holds the link can then download everything ${i.clusterName} held, for about an hour.`,
        environment,
        i.clusterName,
      )
    const lost = `Atlas removes everything that ${target.clusterName} holds now before it restores. This cannot be undone.`
    if (environment !== 'production')
      return { level: 'type', phrase: target.clusterName, because: lost }
    const isWithin = target.groupId === i.groupId
    return {
      level: 'approval',
      phrase: target.clusterName,
      because: isWithin
        ? `${target.clusterName} is a production cluster. ${lost}`
        : `The target or the source is production. ${lost}`,
    }
  },
  stales: restoreStales,
  begins: true,
  oneAtATime: (i) => {
    const target = targetOf(i)
    return target && `restore:${target.groupId}/${target.clusterName}`
  },
  tells: {
    read: (i) => ({ id: 'clusters.get', input: targetOf(i) ?? sourceOf(i) }),
    says: (answer, i) => {
      const target = targetOf(i)
      return target ? targetInWords(answer, target.groupId, target.clusterName) : []
    },
  },
  first: {
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
      'The target is being restored already. Wait until that job has ended, or cancel it.',
    CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT:
      'The snapshot is not complete: it is still being taken, or it failed. Choose another.',
    CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT:
      'The snapshot is not complete: it is still being taken, or it failed. Choose another.',
    CANNOT_START_RESTORE_JOB_FOR_DELETED_SNAPSHOT: 'The snapshot has been deleted. Choose another.',
    SNAPSHOT_NOT_FOUND: 'Atlas has no such snapshot of this cluster any more. Choose another.',
    // Spelt as Atlas spells it.
    UNABLE_T0_FIND_SNAPSHOT_PRIOR_TO_PIT_RESTORE_OPTIME:
      'The moment lies before the oldest snapshot, or outside the restore window. Choose a later one.',
    NO_CHECKPOINT_FOR_PIT_RESTORE:
      'Atlas cannot go back to that moment: continuous backup was not on, or the moment lies outside the restore window.',
    CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API:
      'The target is a flex cluster: it takes flex snapshots only. Choose a dedicated cluster.',
    CANNOT_UPDATE_PAUSED_CLUSTER: 'The target is paused. Resume it in Atlas first.',
    CANNOT_RESTORE_TO_TARGET:
      "Gatehouse's own credential may not restore there: it needs rights on both the snapshot's project and the target's.",
  },
})
