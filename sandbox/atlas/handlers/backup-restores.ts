import { backupsOf } from '../areas/backup'
import { jobBody } from '../areas/backup/bodies'
import { isOf, jobOf, recordOn } from '../areas/backup/find'
import { cancelRestore, startRestore } from '../areas/backup/restore'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'

const newest = <T extends { id: string }>(all: T[]) =>
  all.toSorted((a, b) => (a.id < b.id ? 1 : -1))

const clusterOf = ({ world, path }: HandlerInput) => world.cluster(path.groupId, path.clusterName)

function collections(input: HandlerInput) {
  const cluster = clusterOf(input)
  return backupsOf(input.world).collectionJobs.filter((j) => isOf(j, cluster))
}

export const backupRestores = {
  listGroupClusterBackupRestoreJobs: (input) => {
    const cluster = clusterOf(input)
    const own = backupsOf(input.world).jobs.filter((j) => isOf(j, cluster))
    return rows(newest(own).map((j) => jobBody(input, j)))
  },
  getGroupClusterBackupRestoreJob: (input) => jobBody(input, jobOf(input)),
  createGroupClusterBackupRestoreJob: (input) => {
    const { job, cluster } = startRestore(input)
    backupsOf(input.world).jobs.push(job)
    recordOn(input, cluster, 'CPS_RESTORE_REQUESTED_AUDIT')
    return jobBody(input, job)
  },
  cancelGroupClusterBackupRestoreJob: (input) => {
    cancelRestore(input, jobOf(input))
    input.world.changed()
    return reply(204)
  },
  listGroupClusterCollectionRestoreJobs: (input) => rows(newest(collections(input))),
  /** Answers only in projects where the `stillAnswers` switch is on; elsewhere the version check answers 410 first. */
  listGroupServerlessBackupRestoreJobs: (input) => {
    const { world, path } = input
    const cluster = world.anyCluster(path.groupId, path.clusterName)
    const own = backupsOf(world).serverlessJobs.filter((j) => isOf(j, cluster))
    return rows(newest(own).map((j) => jobBody(input, j)))
  },
} satisfies SandboxFile
