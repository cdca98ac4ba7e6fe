import { z } from 'zod'
import { millis } from '@/lib/format/time'
import {
  compliancePolicy,
  linkFields,
  type RestoreJob,
  restoreJob,
  restoreJobId,
  serverlessJob,
  shardedSnapshot,
  snapshot,
  snapshotId,
} from './backup-shapes'
import { query } from './define'
import { clusterName, page, projectId } from './shapes'

const cluster = { groupId: projectId, clusterName }

export const restoreStates = [
  'running',
  'ready',
  'finished',
  'failed',
  'expired',
  'cancelled',
] as const
export type RestoreState = (typeof restoreStates)[number]

/** Whether a job has a download link: of the whole, a shard or a private endpoint. */
export const hasLinks = (job: RestoreJob): boolean =>
  [job, ...(job.components ?? [])].some(
    (part) =>
      ('deliveryUrl' in part && (job.deliveryUrl ?? []).some(Boolean)) ||
      ('downloadUrl' in part && Boolean(part.downloadUrl)) ||
      (part.privateDownloadDeliveryUrls ?? []).some((link) => link.deliveryUrl),
  )

/**
 * Atlas gives restore jobs no state: it follows from the flags, in the order that the Atlas CLI uses. A download never gets a
 * finishedAt; its links work until expiresAt, whatever the flag says. `now` in ms.
 */
export function restoreState(job: RestoreJob, now: number = Date.now()): RestoreState {
  if (job.cancelled) return 'cancelled'
  if (job.failed) return 'failed'
  if (job.expired) return 'expired'
  if (job.finishedAt) return 'finished'
  // Unknown types too: what has a link can be downloaded.
  if (!['automated', 'pointInTime'].includes(job.deliveryType ?? '') && hasLinks(job)) {
    const end = millis(job.expiresAt)
    return end !== undefined && end <= now ? 'expired' : 'ready'
  }
  return 'running'
}

/** A job of a sharded cluster has several parts. */
export const isSharded = (job: RestoreJob): boolean => (job.components ?? []).length > 0

/** Below the age at which the page calls data stale (30 s). */
const QUIET_MS = 25_000
const MOVING_MS = 5_000

export const listRestoreJobs = query({
  id: 'backup.restoreJobs',
  title: 'List restore jobs',
  atlas: { op: 'listGroupClusterBackupRestoreJobs', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(cluster),
  output: page(restoreJob),
  allPages: true,
  hiddenFields: linkFields,
  refetchInterval: ({ results }) =>
    results.some((job) => restoreState(job) === 'running') ? MOVING_MS : QUIET_MS,
})

export const getRestoreJob = query({
  id: 'backup.restoreJob',
  title: 'Read a restore job',
  atlas: { op: 'getGroupClusterBackupRestoreJob', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ ...cluster, restoreJobId }),
  output: restoreJob,
  hiddenFields: linkFields,
  refetchInterval: (job) => {
    const state = restoreState(job)
    return state === 'running' ? MOVING_MS : state === 'ready' ? QUIET_MS : false
  },
})

const isUnderWay = (status: string | null | undefined) =>
  status === 'queued' || status === 'inProgress'

export const listSnapshots = query({
  id: 'backup.snapshots',
  title: 'List snapshots',
  atlas: { op: 'listGroupClusterBackupSnapshots', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(cluster),
  output: page(snapshot),
  allPages: true,
  refetchInterval: ({ results }) =>
    results.some((s) => isUnderWay(s.status)) ? MOVING_MS : QUIET_MS,
})

/** Sharded clusters have a list of their own, without pages. */
export const listShardedSnapshots = query({
  id: 'backup.shardedSnapshots',
  title: 'List snapshots of a sharded cluster',
  atlas: { op: 'listGroupClusterBackupSnapshotShardedClusters', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(cluster),
  output: page(shardedSnapshot),
  refetchInterval: ({ results }) =>
    results.some((s) => isUnderWay(s.status)) ? MOVING_MS : QUIET_MS,
})

export const getSnapshot = query({
  id: 'backup.snapshot',
  title: 'Read a snapshot',
  atlas: { op: 'getGroupClusterBackupSnapshot', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ ...cluster, snapshotId }),
  output: snapshot,
})

export const getShardedSnapshot = query({
  id: 'backup.shardedSnapshot',
  title: 'Read a snapshot of a sharded cluster',
  atlas: { op: 'getGroupClusterBackupSnapshotShardedCluster', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ ...cluster, snapshotId }),
  output: shardedSnapshot,
})

export const getCompliancePolicy = query({
  id: 'backup.policy',
  title: 'Read the backup compliance policy',
  atlas: { op: 'getGroupBackupCompliancePolicy', version: '2023-10-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: compliancePolicy,
  maxAgeSeconds: 60,
})

const namespace = z.looseObject({
  sourceNamespace: z.string().nullish(),
  targetNamespace: z.string().nullish(),
})

const collectionRestore = z.looseObject({
  id: z.string(),
  state: z.string().nullish(),
  createdAt: z.string().nullish(),
  finishedAt: z.string().nullish(),
  errorMessage: z.string().nullish(),
  collections: z.array(namespace).nullish(),
  databases: z.array(namespace).nullish(),
  restoredDocuments: z.union([z.number(), z.string()]).nullish(),
  totalDocuments: z.union([z.number(), z.string()]).nullish(),
  targetClusterName: z.string().nullish(),
  writeStrategy: z.string().nullish(),
})
export type CollectionRestore = z.output<typeof collectionRestore>

const settled = ['SUCCESSFUL', 'FAILED', 'CANCELED']

export const listCollectionRestores = query({
  id: 'backup.collectionRestores',
  title: 'List collection restores',
  atlas: { op: 'listGroupClusterCollectionRestoreJobs', version: '2025-03-12' },
  roles: ['viewer'],
  input: z.strictObject(cluster),
  output: page(collectionRestore),
  allPages: true,
  refetchInterval: ({ results }) =>
    results.some((job) => !settled.includes(job.state ?? '')) ? MOVING_MS : false,
})

const SERVERLESS_GONE =
  'Atlas removed serverless restore jobs on 22 August 2026. Serverless instances are flex clusters now; see the flex restore jobs.'

/** Serverless instances are flex clusters now; some Atlas deployments still answer the old list. */
export const listServerlessRestoreJobs = query({
  id: 'backup.serverlessRestoreJobs',
  title: 'List serverless restore jobs',
  atlas: { op: 'listGroupServerlessBackupRestoreJobs', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(cluster),
  output: page(serverlessJob),
  allPages: true,
  hiddenFields: linkFields,
  maxAgeSeconds: 60,
  successor: 'flexBackup.restoreJobs',
  refusals: { VERSION_GONE: SERVERLESS_GONE, RESOURCE_NOT_FOUND: SERVERLESS_GONE },
})
