import { z } from 'zod'
import { isSharded, restoreState } from './backup'
import { linkFields, type RestoreJob, restoreJob, restoreJobId } from './backup-shapes'
import { restoreStales } from './backup-words'
import { type Command, command } from './define'
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
export const NO_JOB = 'This restore job no longer exists in Atlas.'

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
    : `This job restores to ${job.targetClusterName ?? 'no cluster'}, not to the cluster shown. Reload the page.`

export const cancelRestore = command({
  id: 'backup.cancelRestore',
  title: 'Cancel a restore job',
  atlas: { op: 'cancelGroupClusterBackupRestoreJob', version: '2023-01-01' },
  roles: ['operator'],
  input: cancelInput,
  verbs: {
    do: 'Cancel job',
    doing: 'Canceling…',
    done: (i) => (targetIn(i) ? 'Restore canceled' : 'Download canceled'),
  },
  otherScopes: (i) => {
    const target = targetIn(i)
    return target ? [{ kind: 'cluster', ...target }] : []
  },
  summary: (i) =>
    i.targetClusterName
      ? `Cancel the restore of ${i.clusterName} to ${i.targetClusterName}`
      : `Cancel the download of ${i.clusterName}`,
  target: jobTarget,
  friction: (i, environment) =>
    oneUp(
      {
        level: 'confirm',
        because: targetIn(i)
          ? `Atlas may already have deleted data of ${i.targetClusterName}. Restore it again before you use it.`
          : 'The download links stop working.',
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

/** What both kinds of cluster share: a read that is recorded like a command, and stored nowhere. */
export const linksShown = {
  roles: ['operator'],
  input: jobInput,
  shownOnce: linkFields,
  verbs: { do: 'Show links', doing: 'Loading…', done: () => 'Links shown' },
  summary: (i) => `Show the download links of a backup of ${i.clusterName}`,
  target: (i) => `${jobTarget(i)} / download links`,
  body: () => undefined,
  friction: (i, environment) => oneUp({ level: 'none' }, environment, i.clusterName),
} satisfies Partial<Command<typeof jobInput>>

export const showLinks = command({
  id: 'backup.showLinks',
  title: 'Show download links',
  atlas: { op: 'getGroupClusterBackupRestoreJob', version: '2023-01-01' },
  ...linksShown,
  output: restoreJob,
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
