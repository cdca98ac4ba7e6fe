import { backupsOf } from '../areas/backup'
import { roleIdOf } from '../collections/cloud-roles'
import { idFrom, iso } from '../ids'
import type { World } from '../world'
import { projectIdOf } from './projects'

type Provider = 'AWS' | 'AZURE' | 'GCP'

export const exportBucketOf = (
  cloudProvider: Provider,
  bucketName: string,
  more: Record<string, unknown>,
  created: Date | string = '2025-02-11T09:00:00Z',
) => ({
  _id: idFrom(`export bucket ${cloudProvider} ${bucketName}`, created),
  bucketName,
  cloudProvider,
  ...(cloudProvider === 'AWS' ? { region: 'EU_WEST_1', requirePrivateNetworking: false } : {}),
  ...more,
})

const place = { groupId: projectIdOf('analytics') }

const aws = exportBucketOf('AWS', 'contoso-snapshots', {
  iamRoleId: roleIdOf('atlas-snapshot-export'),
})

const all = [
  aws,
  exportBucketOf('AZURE', 'snapshots', {
    roleId: roleIdOf('atlas-export-azure'),
    serviceUrl: 'https://contosobackups.blob.core.windows.net/snapshots',
    tenantId: '91402384-d71e-42f5-92dd-759e272cdc1c',
  }),
  exportBucketOf('GCP', 'contoso-snapshots-eu', { roleId: roleIdOf('atlas-export-gcp') }),
  exportBucketOf('AWS', 'contoso-archive', { iamRoleId: roleIdOf('atlas-lake') }),
]

const reasons = {
  Failed: { errorCode: 'ACCESS_DENIED', message: 'The role may not write to the bucket.' },
  Cancelled: { errorCode: 'EXPORT_CANCELLED', message: 'The cluster was paused.' },
}

/** The buckets of three clouds, the cluster that exports on its own, and jobs in every state. */
export const exportSeeds = {
  buckets: all.map((item) => ({ place, item })),
  autoExport: { clusterName: 'warehouse', exportBucketId: aws._id, frequencyType: 'daily' },
  jobs: (world: World) => {
    const snapshots = backupsOf(world).snapshots.filter(
      (s) => s.clusterName === 'reports' && s.groupId === place.groupId,
    )
    const states = ['Successful', 'Failed', 'Cancelled', 'InProgress', 'Queued'] as const
    return states.map((state, i) => {
      const createdAt = iso(Date.now() - [96, 72, 48, 0.1, 0.02][i]! * 3_600_000)
      const reason = state === 'Failed' || state === 'Cancelled' ? reasons[state] : undefined
      return {
        place: { ...place, clusterName: 'reports' },
        item: {
          id: idFrom(`export job ${state}`, createdAt),
          createdAt,
          exportBucketId: all[i % 3]?._id ?? '',
          snapshotId: snapshots[i]?.id ?? idFrom('export snapshot', createdAt),
          state,
          customData: [{ key: 'requested-by', value: 'finance' }],
          ...(reason ? { stateReason: reason } : {}),
        },
      }
    })
  },
}
