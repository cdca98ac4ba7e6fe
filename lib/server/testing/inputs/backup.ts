import type { About } from './about'

/** Inputs of the operations in lib/ops that are about backup, where `plainInputs` cannot derive them. */
export const backupInputs = ({ groupId, clusterName }: About): Record<string, unknown> => {
  const cluster = { groupId, clusterName }
  const snapshotId = '6'.repeat(24)
  const restoreJobId = '7'.repeat(24)
  const onto = { targetGroupId: groupId, targetClusterName: clusterName }
  const pipeline = { groupId, pipelineName: 'orders-daily' }
  const job = { ...cluster, restoreJobId }
  const one = { ...cluster, snapshotId }
  return {
    'backup.restoreJob': job,
    'backup.snapshot': one,
    'backup.shardedSnapshot': one,
    'backup.restore': { ...one, deliveryType: 'automated', ...onto },
    'backup.cancelRestore': job,
    'backup.showLinks': job,
    'backup.takeSnapshot': { ...cluster, description: 'Before the release', retentionInDays: 3 },
    'backup.keepSnapshot': {
      ...one,
      retentionUnit: 'YEARS',
      retentionValue: 5,
      opened: { createdAt: '2026-01-01T00:00:00Z', expiresAt: '2027-01-01T00:00:00Z' },
    },
    'backup.deleteSnapshot': one,
    'backup.deleteShardedSnapshot': one,
    'pipelines.get': pipeline,
    'pipelines.pause': pipeline,
    'pipelines.resume': pipeline,
    'exportJobs.get': { ...cluster, exportId: '8'.repeat(24) },
    'exportJobs.start': { ...one, exportBucketId: '9'.repeat(24) },
    'legacyBackup.snapshot': one,
    'legacyBackup.setExpiry': {
      ...one,
      doNotDelete: true,
      opened: { doNotDelete: false, expires: '2040-01-01T00:00:00Z' },
    },
    'flexBackup.restoreJob': job,
    'flexBackup.restore': { ...one, ...onto },
    'flexBackup.download': one,
    'flexBackup.showLink': job,
  }
}
