import { z } from 'zod'
import { isSharded, restoreState } from './backup'
import { type RestoreJob, restoreJob, restoreJobId } from './backup-shapes'
import { restoreStales } from './backup-words'
import { command } from './define'
import { oneUp } from './friction'
import { clusterName, projectId } from './shapes'

const jobInput = z.strictObject({ groupId: projectId, clusterName, restoreJobId })
type JobInput = z.output<typeof jobInput>

const readJob = (i: JobInput) => ({ id: 'backup.restoreJob', input: { ...i } })
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

export const cancelRestore = command({
  id: 'backup.cancelRestore',
  title: 'Cancel a restore job',
  atlas: { op: 'cancelGroupClusterBackupRestoreJob', version: '2023-01-01' },
  needs: ['operator'],
  input: jobInput,
  output: z.unknown(),
  says: (i) => `Cancel a restore of ${i.clusterName}`,
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
    whyNot: (answer) => {
      if (answer === undefined) return NO_JOB
      const job = restoreJob.safeParse(answer).data
      return job && whyNotCancel(job)
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
