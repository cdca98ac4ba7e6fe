import { z } from 'zod'

const hex24 = /^[a-f0-9]{24}$/
export const restoreJobId = z.string().regex(hex24, 'A restore job id is 24 hexadecimal digits')
export const snapshotId = z.string().regex(hex24, 'A snapshot id is 24 hexadecimal digits')

/** The fields that hold a one-time download link of a whole database: secrets, hidden wherever they turn up. */
export const linkFields = ['deliveryUrl', 'deliveryUrls', 'downloadUrl', 'snapshotUrl'] as const

const privateLink = z.looseObject({
  deliveryUrl: z.string().nullish(),
  endpointId: z.string().nullish(),
})

const plainJob = {
  id: z.string(),
  deliveryType: z.string().nullish(),
  cancelled: z.boolean().nullish(),
  failed: z.boolean().nullish(),
  expired: z.boolean().nullish(),
  finishedAt: z.string().nullish(),
  expiresAt: z.string().nullish(),
  timestamp: z.string().nullish(),
  snapshotId: z.string().nullish(),
  deliveryUrl: z.array(z.string().nullish()).nullish(),
  targetClusterName: z.string().nullish(),
  targetGroupId: z.string().nullish(),
  pointInTimeUTCSeconds: z.number().nullish(),
  oplogTs: z.number().nullish(),
  oplogInc: z.number().nullish(),
  // Live it comes with three nulls; the increment is an ordinal, whatever the specification says of its least value.
  desiredTimestamp: z
    .looseObject({ date: z.string().nullish(), increment: z.number().nullish() })
    .nullish(),
}

export const restoreJob = z.looseObject({
  ...plainJob,
  privateDownloadDeliveryUrls: z.array(privateLink).nullish(),
  components: z
    .array(
      z.looseObject({
        replicaSetName: z.string().nullish(),
        downloadUrl: z.string().nullish(),
        privateDownloadDeliveryUrls: z.array(privateLink).nullish(),
      }),
    )
    .nullish(),
})
export type RestoreJob = z.output<typeof restoreJob>

/** What was serverless had no shards and no private endpoints. */
export const serverlessJob = z.looseObject(plainJob)

const plainSnapshot = {
  id: z.string(),
  status: z.string().nullish(),
  snapshotType: z.string().nullish(),
  frequencyType: z.string().nullish(),
  description: z.string().nullish(),
  createdAt: z.string().nullish(),
  expiresAt: z.string().nullish(),
  mongodVersion: z.string().nullish(),
  /** Bytes; a number too large for a double comes as its digits. */
  storageSizeBytes: z.union([z.number(), z.string()]).nullish(),
  type: z.string().nullish(),
}
/** What both kinds share, and what taking one answers. */
export const takenSnapshot = z.looseObject(plainSnapshot)

export const snapshot = z.looseObject({
  ...plainSnapshot,
  cloudProvider: z.string().nullish(),
  replicaSetName: z.string().nullish(),
  copyRegions: z.array(z.string()).nullish(),
})

export const shardedSnapshot = z.looseObject({
  ...plainSnapshot,
  members: z
    .array(
      z.looseObject({ replicaSetName: z.string().nullish(), cloudProvider: z.string().nullish() }),
    )
    .nullish(),
})
/** A row of either list. */
export type Snapshot = z.output<typeof takenSnapshot> &
  Partial<Pick<z.output<typeof snapshot>, 'cloudProvider' | 'copyRegions'>> &
  Partial<Pick<z.output<typeof shardedSnapshot>, 'members'>>

const retention = z.looseObject({
  frequencyType: z.string().nullish(),
  retentionUnit: z.string().nullish(),
  retentionValue: z.number().nullish(),
})

/** Without a policy Atlas answers an empty object, not 404 (the Atlas Kubernetes operator relies on it). */
export const compliancePolicy = z.looseObject({
  state: z.string().nullish(),
  onDemandPolicyItem: retention.nullish(),
  scheduledPolicyItems: z.array(retention).nullish(),
  restoreWindowDays: z.number().nullish(),
  pitEnabled: z.boolean().nullish(),
  copyProtectionEnabled: z.boolean().nullish(),
  authorizedEmail: z.string().nullish(),
  updatedDate: z.string().nullish(),
})
export type CompliancePolicy = z.output<typeof compliancePolicy>

/** When a thing of Atlas was made, by the first 8 digits of its ObjectId (seconds), as ISO text. */
export function madeAt(id: string | null | undefined): string | undefined {
  if (!id || !hex24.test(id)) return undefined
  return new Date(Number.parseInt(id.slice(0, 8), 16) * 1000).toISOString()
}

/**
 * Whether a thing was made by a call that left at `sentAt`: the id's second against our clock. A minute of slack covers
 * clocks that differ; an equal order from within that minute does what was asked for as well.
 */
export function isMadeSince(id: string, sentAt: Date | undefined): boolean {
  const made = madeAt(id)
  return sentAt !== undefined && made !== undefined && Date.parse(made) >= +sentAt - 60_000
}
