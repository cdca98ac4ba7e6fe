import { z } from 'zod'
import { isSharded, restoreState } from './backup'
import { type RestoreJob, restoreJob, restoreJobId } from './backup-shapes'
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
const NO_JOB = 'Atlas does not know this restore job, or not any more.'

export const SHARDED_CANCEL =
  'Atlas does not cancel a restore of a sharded cluster: its parts run on each shard for themselves. Let it end, then restore again.'

/** Why Atlas will not cancel a job now: a sentence, or undefined. */
export function whyNotCancel(job: RestoreJob): string | undefined {
  const state = restoreState(job)
  if (state !== 'running' && state !== 'ready') return `The job has ended: it is ${state}.`
  return isSharded(job) ? SHARDED_CANCEL : undefined
}

/** With what it overwrites, as it was shown: whoever cancels must be allowed there, and Atlas names it only to a reader. */
const cancelInput = jobInput.extend({
  targetGroupId: projectId.nullable().default(null),
  targetClusterName: clusterName.nullable().default(null),
})
type CancelInput = z.output<typeof cancelInput>

const targetIn = ({ targetGroupId, targetClusterName }: CancelInput) =>
  targetGroupId && targetClusterName
    ? { groupId: targetGroupId, clusterName: targetClusterName }
    : undefined

/** Why the job of an input is not the one that was shown. */
const whyNotThis = (job: RestoreJob, i: CancelInput): string | undefined =>
  (job.targetGroupId ?? null) === i.targetGroupId &&
  (job.targetClusterName ?? null) === i.targetClusterName
    ? undefined
    : `This job goes to ${job.targetClusterName ?? 'no cluster'}, not to what was shown. Load the page again.`

export const cancelRestore = command({
  id: 'backup.cancelRestore',
  title: 'Cancel a restore job',
  atlas: { op: 'cancelGroupClusterBackupRestoreJob', version: '2023-01-01' },
  needs: ['operator'],
  input: cancelInput,
  output: z.unknown(),
  alsoIn: (i) => {
    const target = targetIn(i)
    return target ? [{ kind: 'cluster', ...target }] : []
  },
  says: (i) =>
    `Cancel a restore of ${i.clusterName}${i.targetClusterName ? ` to ${i.targetClusterName}` : ''}`,
  target: jobTarget,
  friction: (i, environment) =>
    oneUp(
      {
        level: 'confirm',
        because:
          'A restore that is cancelled half-way can leave its target without its data. The links of a download stop working.',
      },
      environment,
      i.clusterName,
    ),
  stales: restoreStales,
  first: {
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

/** A read that is recorded as a command is: the answer goes to the one who asked, and is kept nowhere. */
export const showLinks = command({
  id: 'backup.showLinks',
  title: 'Show download links',
  atlas: { op: 'getGroupClusterBackupRestoreJob', version: '2023-01-01' },
  needs: ['operator'],
  input: jobInput,
  output: restoreJob,
  says: (i) => `Show the download links of a backup of ${i.clusterName}`,
  target: (i) => `${jobTarget(i)} / download links`,
  body: () => undefined,
  friction: (i, environment) => oneUp({ level: 'none' }, environment, i.clusterName),
  first: {
    read: readJob,
    whyNot: (answer) => {
      if (answer === undefined) return NO_JOB
      const job = restoreJob.safeParse(answer).data
      const state = job && restoreState(job)
      if (!state || state === 'ready') return undefined
      return state === 'running'
        ? 'The download is not ready yet: its links come when Atlas has prepared it.'
        : `There is no link: the job is ${state}.`
    },
  },
})
