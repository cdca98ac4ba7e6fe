import { createExportBucket } from '@/lib/ops/export-buckets'
import { startExport } from '@/lib/ops/export-jobs'
import { roleIdOf } from '@/sandbox/atlas/collections/cloud-roles'
import type { TestConsole } from '@/scripts/testing/console'
import { withBackups } from '../backup'
import { type Examples, plus, project, sent } from './made'

const azure = {
  cloudProvider: 'AZURE' as const,
  roleId: roleIdOf('atlas-export-azure'),
  serviceUrl: 'https://contosobackups.blob.core.windows.net/exports',
}

const aws = {
  cloudProvider: 'AWS' as const,
  roleId: roleIdOf('atlas-snapshot-export'),
  bucketName: 'contoso-exports',
  requirePrivateNetworking: true,
}

async function bucket(world: TestConsole) {
  const place = await project(world)
  const { _id } = await sent(createExportBucket, { ...place, ...azure })
  return { ...place, exportBucketId: _id }
}

async function exportable(world: TestConsole) {
  const { place, snapshot } = await withBackups(world)
  const { _id } = await sent(createExportBucket, { groupId: place.groupId, ...azure })
  return { ...place, snapshotId: snapshot('onDemand'), exportBucketId: _id }
}

async function exported(world: TestConsole) {
  const one = await exportable(world)
  const { id } = await sent(startExport, one)
  return { groupId: one.groupId, clusterName: one.clusterName, exportId: id }
}

/** Backup exports. */
export const exportExamples: Examples = {
  'exportBuckets.list': bucket,
  'exportBuckets.get': bucket,
  'exportBuckets.create': plus(project, aws),
  'exportBuckets.setNetworking': async (world) => {
    const place = await project(world)
    const { _id } = await sent(createExportBucket, { ...place, ...aws })
    return { ...place, exportBucketId: _id, requirePrivateNetworking: false }
  },
  'exportBuckets.delete': bucket,
  'exportJobs.list': exported,
  'exportJobs.get': exported,
  'exportJobs.start': plus(exportable, { customData: [{ key: 'requested-by', value: 'finance' }] }),
}
