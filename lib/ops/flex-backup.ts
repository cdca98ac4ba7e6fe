import { z } from 'zod'
import { millis } from '@/lib/format/time'
import { linksShown, NO_JOB } from './backup-jobs'
import { isMadeSince, linkFields, restoreJobId, snapshotId } from './backup-shapes'
import { overwriteFriction, overwriteTarget, targetInWords, whyNotTarget } from './backup-target'
import { snapshotSays, targetProject } from './backup-words'
import { command, query } from './define'
import { downloadFriction } from './friction'
import { clusterName, page, projectId } from './shapes'

const cluster = { groupId: projectId, clusterName }
/** Atlas calls a flex cluster `name` in these paths. */
const path = ({ groupId, clusterName, ...rest }: Record<string, unknown>) => ({
  groupId: String(groupId),
  name: String(clusterName),
  ...(rest.restoreJobId ? { restoreJobId: String(rest.restoreJobId) } : {}),
})

const flexSnapshot = z.looseObject({
  id: z.string(),
  status: z.string().nullish(),
  scheduledTime: z.string().nullish(),
  startTime: z.string().nullish(),
  finishTime: z.string().nullish(),
  expiration: z.string().nullish(),
  mongoDBVersion: z.string().nullish(),
})
export type FlexSnapshot = z.output<typeof flexSnapshot>

const flexJob = z.looseObject({
  id: z.string(),
  status: z.string().nullish(),
  deliveryType: z.string().nullish(),
  snapshotId: z.string().nullish(),
  snapshotUrl: z.string().nullish(),
  restoreScheduledDate: z.string().nullish(),
  restoreFinishedDate: z.string().nullish(),
  snapshotFinishedDate: z.string().nullish(),
  expirationDate: z.string().nullish(),
  targetDeploymentItemName: z.string().nullish(),
  targetProjectId: z.string().nullish(),
})
export type FlexJob = z.output<typeof flexJob>

const over = ['COMPLETED', 'FAILED']
const isMoving = (rows: Array<{ status?: string | null | undefined }>) =>
  rows.some((row) => !over.includes(row.status ?? ''))

/** Whether the link of a download works. `now` in ms. */
export const isFetchable = (job: FlexJob, now: number = Date.now()): boolean =>
  Boolean(job.snapshotUrl) && (millis(job.expirationDate) ?? now + 1) > now

export const listFlexSnapshots = query({
  id: 'flexBackup.snapshots',
  title: 'List flex snapshots',
  atlas: { op: 'listGroupFlexClusterBackupSnapshots', version: '2024-11-13' },
  roles: ['viewer'],
  input: z.strictObject(cluster),
  path,
  output: page(flexSnapshot),
  allPages: true,
  refetchInterval: ({ results }) => (isMoving(results) ? 5_000 : 25_000),
})

export const listFlexRestoreJobs = query({
  id: 'flexBackup.restoreJobs',
  title: 'List flex restore jobs',
  atlas: { op: 'listGroupFlexClusterBackupRestoreJobs', version: '2024-11-13' },
  roles: ['viewer'],
  input: z.strictObject(cluster),
  path,
  output: page(flexJob),
  allPages: true,
  hiddenFields: linkFields,
  refetchInterval: ({ results }) => (isMoving(results) ? 5_000 : 25_000),
})

export const getFlexRestoreJob = query({
  id: 'flexBackup.restoreJob',
  title: 'Read a flex restore job',
  atlas: { op: 'getGroupFlexClusterBackupRestoreJob', version: '2024-11-13' },
  roles: ['viewer'],
  input: z.strictObject({ ...cluster, restoreJobId }),
  path,
  output: flexJob,
  hiddenFields: linkFields,
  refetchInterval: (job) => (isMoving([job]) ? 5_000 : isFetchable(job) ? 25_000 : false),
})

const invalidates = [
  'flexBackup.restoreJobs',
  'flexBackup.restoreJob',
  'flexClusters.list',
] as const

const readJobs = ({ groupId, clusterName }: { groupId: string; clusterName: string }) => ({
  id: 'flexBackup.restoreJobs',
  input: { groupId, clusterName },
})

/** The jobs of that snapshot that Atlas created since `sentAt`. */
const newJobs = (answer: unknown, i: { snapshotId: string }, sentAt: Date | undefined): FlexJob[] =>
  (page(flexJob).safeParse(answer).data?.results ?? []).filter(
    (job) => isMadeSince(job.id, sentAt) && job.snapshotId === i.snapshotId,
  )

const refusals = {
  ATLAS_CLUSTER_RESTORE_IN_PROGRESS:
    'The target is already being changed or restored. Wait until that has finished.',
  TENANT_SNAPSHOT_NOT_FOUND: 'The snapshot no longer exists. Choose another one.',
  CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT: 'The snapshot is not complete. Choose another one.',
  CLUSTER_NOT_FOUND: 'The target project has no cluster with this name.',
}

const clustersIn = page(z.looseObject({ name: z.string() }))

type Target = { targetGroupId: string; targetClusterName: string }
const sourceOf = (i: { groupId: string; clusterName: string }) => ({
  groupId: i.groupId,
  clusterName: i.clusterName,
})
const targetOf = (i: Target) => ({ groupId: i.targetGroupId, clusterName: i.targetClusterName })
const readTargets = (i: Target) => ({
  id: 'flexClusters.list',
  input: { groupId: i.targetGroupId },
})
const targetIn = (answer: unknown, { targetClusterName }: Target) =>
  clustersIn.safeParse(answer).data?.results.find((c) => c.name === targetClusterName)

export const startFlexRestore = command({
  id: 'flexBackup.restore',
  title: 'Restore a flex backup',
  atlas: { op: 'createGroupFlexClusterBackupRestoreJob', version: '2024-11-13' },
  roles: ['operator'],
  input: z.strictObject({
    ...cluster,
    snapshotId,
    targetGroupId: projectId,
    targetClusterName: clusterName,
  }),
  output: flexJob,
  hiddenFields: linkFields,
  verbs: { do: 'Start restore', doing: 'Starting…', done: () => 'Restore started' },
  // The button that opens the form knows only the source.
  scope: (i) => ({ kind: 'cluster', ...(i.targetGroupId ? targetOf(i) : sourceOf(i)) }),
  otherScopes: (i) => [{ kind: 'cluster', ...sourceOf(i) }],
  path,
  summary: (i, where) => {
    const isSame = i.targetClusterName === i.clusterName && i.targetGroupId === i.groupId
    return `Overwrite ${i.targetClusterName}${targetProject(i.targetGroupId === i.groupId, where)} with ${snapshotSays(i.snapshotId)}${isSame ? '' : ` of ${i.clusterName}`}`
  },
  target: (i) => overwriteTarget(i, targetOf(i)),
  body: (i) => ({
    snapshotId: i.snapshotId,
    targetDeploymentItemName: i.targetClusterName,
    targetProjectId: i.targetGroupId,
  }),
  friction: (i, environment) => overwriteFriction(i, targetOf(i), environment),
  invalidates,
  accepted: true,
  concurrencyKey: (i) => `restore:${i.targetGroupId}/${i.targetClusterName}`,
  impact: {
    read: readTargets,
    sentences: (answer, i) =>
      targetInWords(targetIn(answer, i), i.targetGroupId, i.targetClusterName),
  },
  precondition: {
    read: readTargets,
    whyNot: (answer, i) => whyNotTarget(targetIn(answer, i), i.targetClusterName),
  },
  readBack: {
    read: readJobs,
    verdict: (answer, i, _sent, sentAt) =>
      newJobs(answer, i, sentAt).some(
        (job) =>
          job.deliveryType === 'RESTORE' && job.targetDeploymentItemName === i.targetClusterName,
      )
        ? 'done'
        : 'absent',
  },
  refusals,
})

export const downloadFlexBackup = command({
  id: 'flexBackup.download',
  title: 'Download a flex snapshot',
  atlas: { op: 'downloadGroupFlexClusterBackup', version: '2024-11-13' },
  roles: ['operator'],
  input: z.strictObject({ ...cluster, snapshotId }),
  output: flexJob,
  hiddenFields: linkFields,
  path,
  verbs: { do: 'Prepare download', doing: 'Preparing…', done: () => 'Preparing the download' },
  summary: (i) => `Download ${snapshotSays(i.snapshotId)} of ${i.clusterName}`,
  target: (i) => `project ${i.groupId} / cluster ${i.clusterName} / backup download`,
  body: (i) => ({ snapshotId: i.snapshotId }),
  friction: (i, environment) =>
    downloadFriction(
      `Anyone with the link can download all data of ${i.clusterName} for about six hours. Preparing it takes about a minute.`,
      environment,
      i.clusterName,
    ),
  invalidates,
  accepted: true,
  readBack: {
    read: readJobs,
    verdict: (answer, i, _sent, sentAt) =>
      newJobs(answer, i, sentAt).some((job) => job.deliveryType === 'DOWNLOAD') ? 'done' : 'absent',
  },
  refusals,
})

export const showFlexLink = command({
  id: 'flexBackup.showLink',
  title: 'Show the download link of a flex backup',
  atlas: { op: 'getGroupFlexClusterBackupRestoreJob', version: '2024-11-13' },
  ...linksShown,
  output: flexJob,
  path,
  precondition: {
    read: (i) => ({ id: 'flexBackup.restoreJob', input: { ...i } }),
    whyNot: (answer) => {
      const job = flexJob.safeParse(answer).data
      if (!job) return NO_JOB
      return isFetchable(job) ? undefined : 'There is no link: it is not ready yet or has expired.'
    },
  },
})
