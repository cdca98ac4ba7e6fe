import { createExportBucket } from '@/lib/ops/export-buckets'
import { roleIdOf } from '@/sandbox/atlas/collections/cloud-roles'
import type { TestConsole } from '@/scripts/testing/console'
import { type Examples, project, sent } from './made'

const azure = {
  cloudProvider: 'AZURE' as const,
  roleId: roleIdOf('atlas-export-azure'),
  serviceUrl: 'https://contosobackups.blob.core.windows.net/exports',
}

async function bucket(world: TestConsole) {
  const place = await project(world)
  const { _id } = await sent(createExportBucket, { ...place, ...azure })
  return { ...place, exportBucketId: _id }
}

/** Backup exports. */
export const exportExamples: Examples = {
  'exportBuckets.roles': project,
  'exportBuckets.list': async (world) => ({ groupId: (await bucket(world)).groupId }),
  'exportBuckets.get': bucket,
  'exportBuckets.create': async (world) => ({
    ...(await project(world)),
    cloudProvider: 'AWS',
    roleId: roleIdOf('atlas-snapshot-export'),
    bucketName: 'contoso-exports',
    requirePrivateNetworking: true,
  }),
  'exportBuckets.delete': bucket,
}
