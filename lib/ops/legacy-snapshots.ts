import { z } from 'zod'
import { snapshotId } from './backup-shapes'
import { query } from './define'
import { clusterName, page, projectId } from './shapes'

const said = z.string().nullish()
const size = z.union([z.number(), z.string()]).nullish()

/** A snapshot of the legacy backup, which only clusters before MongoDB 4.2 have. */
export const legacySnapshot = z.looseObject({
  id: z.string(),
  complete: z.boolean().nullish(),
  created: z.looseObject({ date: said }).nullish(),
  doNotDelete: z.boolean().nullish(),
  expires: said,
  parts: z
    .array(z.looseObject({ storageSizeBytes: size, mongodVersion: said, replicaSetName: said }))
    .nullish(),
})
export type LegacySnapshot = z.output<typeof legacySnapshot>

const cluster = { groupId: projectId, clusterName }
const version = '2023-01-01'

export const listLegacySnapshots = query({
  id: 'legacyBackup.snapshots',
  title: 'List legacy snapshots',
  atlas: { op: 'listGroupClusterSnapshots', version },
  roles: ['viewer'],
  input: z.strictObject(cluster),
  query: () => ({ completed: 'all' }),
  output: page(legacySnapshot),
  allPages: true,
  maxAgeSeconds: 60,
  successor: 'backup.snapshots',
})

export const getLegacySnapshot = query({
  id: 'legacyBackup.snapshot',
  title: 'Read a legacy snapshot',
  atlas: { op: 'getGroupClusterSnapshot', version },
  roles: ['viewer'],
  input: z.strictObject({ ...cluster, snapshotId }),
  output: legacySnapshot,
  successor: 'backup.snapshot',
})
