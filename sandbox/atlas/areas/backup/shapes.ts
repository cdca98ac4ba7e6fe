import { z } from 'zod'

/** The data of the area. Dates are real time; numbers named `…At` are milliseconds of the sandbox clock. */

const snapshot = z.object({
  id: z.string(),
  groupId: z.string(),
  clusterName: z.string(),
  kind: z.enum(['replicaSet', 'shardedCluster', 'flex']),
  created: z.string(),
  /** When the snapshot starts, and when it ends. */
  beginsAt: z.number(),
  doneAt: z.number(),
  /** Set when it ended. */
  finished: z.string().optional(),
  fails: z.boolean(),
  /** Does not change with the clock. */
  held: z.enum(['queued', 'inProgress']).optional(),
  description: z.string().optional(),
  snapshotType: z.enum(['onDemand', 'scheduled', 'fallback']),
  frequencyType: z.string(),
  sizeBytes: z.number(),
  expires: z.string(),
  version: z.string(),
  shards: z.number(),
})

const target = z.object({ groupId: z.string(), clusterName: z.string() })

const job = z.object({
  id: z.string(),
  groupId: z.string(),
  clusterName: z.string(),
  deliveryType: z.enum(['automated', 'download', 'pointInTime']),
  snapshotId: z.string().optional(),
  target: target.optional(),
  moment: z
    .object({
      seconds: z.number().optional(),
      ts: z.number().optional(),
      inc: z.number().optional(),
    })
    .optional(),
  /** The time of the restored data. */
  timestamp: z.string(),
  doneAt: z.number(),
  fails: z.boolean(),
  held: z.boolean(),
  /** The final state and its time; a download ends as ready and expires later. */
  ended: z
    .object({
      as: z.enum(['finished', 'failed', 'cancelled', 'ready', 'expired']),
      at: z.string(),
    })
    .optional(),
  lapsesAt: z.number().optional(),
  /** Shards of the source; 0 for a replica set. */
  shards: z.number(),
  privateEndpoint: z.boolean(),
})

const flexJob = z.object({
  id: z.string(),
  groupId: z.string(),
  clusterName: z.string(),
  deliveryType: z.enum(['RESTORE', 'DOWNLOAD']),
  snapshotId: z.string(),
  snapshotFinished: z.string(),
  target: target.optional(),
  scheduled: z.string(),
  runsAt: z.number(),
  doneAt: z.number(),
  finished: z.string().optional(),
  fails: z.boolean(),
  held: z.enum(['PENDING', 'QUEUED', 'RUNNING']).optional(),
  lapsesAt: z.number(),
})

const collectionJob = z.looseObject({
  id: z.string(),
  groupId: z.string(),
  clusterName: z.string(),
})

export const backupState = z.object({
  snapshots: z.array(snapshot),
  jobs: z.array(job),
  flexJobs: z.array(flexJob),
  /** Rows of the serverless operations, which answer only in a project of `stillAnswers`. */
  serverlessJobs: z.array(job),
  collectionJobs: z.array(collectionJob),
  /** Projects with a backup compliance policy, and its state. */
  policies: z.record(z.string(), z.string()),
})

export type BackupState = z.output<typeof backupState>
export type Snapshot = z.output<typeof snapshot>
export type RestoreJob = z.output<typeof job>
export type FlexJob = z.output<typeof flexJob>
