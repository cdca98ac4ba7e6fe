import { z } from 'zod'
import { isSharded, restoreState } from './backup'
import { linkFields, type RestoreJob, restoreJob, restoreJobId } from './backup-shapes'
import { restoreStales } from './backup-words'
import { command } from './define'
import { oneUp } from './friction'
import { clusterName, projectId } from './shapes'

const jobInput = z.strictObject({ groupId: projectId, clusterName, restoreJobId })
type JobInput = z.output<typeof jobInput>

const readJob = ({ groupId, clusterName, restoreJobId }: JobInput) => ({
  id: 'backup.restoreJob',
  input: { groupId, clusterName, restoreJobId },
})
const jobTarget = (i: JobInput) =>
  `project ${i.groupId} / cluster ${i.clusterName} / restore job ${i.restoreJobId}`
const NO_JOB = 'This restore job no longer exists in Atlas.'

export const SHARDED_CANCEL =
  'Atlas can’t cancel the restore of a sharded cluster. Let it finish, then restore again.'

/** Why a job can't be canceled now, as a sentence. */
export function whyNotCancel(job: RestoreJob): string | undefined {
  const state = restoreState(job)
  if (state !== 'running' && state !== 'ready') return `The job is already ${state}.`
  return isSharded(job) ? SHARDED_CANCEL : undefined
}

/** With its target as it was shown: canceling needs the role there too. */
const cancelInput = jobInput.extend({
  targetGroupId: projectId.nullable().default(null),
  targetClusterName: clusterName.nullable().default(null),
})
type CancelInput = z.output<typeof cancelInput>

const targetIn = ({ targetGroupId, targetClusterName }: CancelInput) =>
  targetGroupId && targetClusterName
    ? { groupId: targetGroupId, clusterName: targetClusterName }
    : undefined

/** Why the job is not the one that was shown. */
const whyNotThis = (job: RestoreJob, i: CancelInput): string | undefined =>
  (job.targetGroupId ?? null) === i.targetGroupId &&
  (job.targetClusterName ?? null) === i.targetClusterName
    ? undefined
    : `This job restores to ${job.targetClusterName ?? 'no cluster'}, not to the cluster that was shown. Reload the page.`

export const cancelRestore = command({
  id: 'backup.cancelRestore',
  title: 'Cancel a restore job',
  atlas: { op: 'cancelGroupClusterBackupRestoreJob', version: '2023-01-01' },
  roles: ['operator'],
  input: cancelInput,
  output: z.unknown(),
  otherScopes: (i) => {
    const target = targetIn(i)
    return target ? [{ kind: 'cluster', ...target }] : []
  },
  summary: (i) =>
    `Cancel a restore of ${i.clusterName}${i.targetClusterName ? ` to ${i.targetClusterName}` : ''}`,
  target: jobTarget,
  friction: (i, environment) =>
    oneUp(
      {
        level: 'confirm',
        because:
          'Canceling a restore can leave its target without data. The links of a download stop working.',
      },
      environment,
      i.clusterName,
    ),
  invalidates: restoreStales,
  precondition: {
    read: readJob,
    whyNot: (answer, i) => {
      if (answer === undefined) return NO_JOB
      const job = restoreJob.safeParse(answer).data
      return job && (whyNotThis(job, i) ?? whyNotCancel(job))
    },
  },
  readBack: {
    read: readJob,
    verdict: (answer) => {
      const job = restoreJob.safeParse(answer).data
      if (job?.cancelled) return 'done'
      return job && restoreState(job) !== 'running' && restoreState(job) !== 'ready'
        ? 'other'
        : 'absent'
    },
  },
  refusals: {
    ATLAS_BACKUP_CANCEL_SHARD_RESTORE_JOB_NOT_ALLOWED: SHARDED_CANCEL,
  },
})

/** A read that is recorded like a command. The answer goes to the person who asked and is not stored. */
export const showLinks = command({
  id: 'backup.showLinks',
  title: 'Show download links',
  atlas: { op: 'getGroupClusterBackupRestoreJob', version: '2023-01-01' },
  roles: ['operator'],
  input: jobInput,
  output: restoreJob,
  shownOnce: linkFields,
  summary: (i) => `Show the download links of a backup of ${i.clusterName}`,
  target: (i) => `${jobTarget(i)} / download links`,
  body: () => undefined,
  friction: (i, environment) => oneUp({ level: 'none' }, environment, i.clusterName),
  precondition: {
    read: readJob,
    whyNot: (answer) => {
      if (answer === undefined) return NO_JOB
      const job = restoreJob.safeParse(answer).data
      const state = job && restoreState(job)
      if (!state || state === 'ready') return undefined
      return state === 'running'
        ? 'The download is not ready yet.'
        : `There are no links: the job is ${state}.`
    },
  },
})
