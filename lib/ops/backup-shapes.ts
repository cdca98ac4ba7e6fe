import { z } from 'zod'

const hex24 = /^[a-f0-9]{24}$/
export const restoreJobId = z.string().regex(hex24, 'A restore job ID is 24 hexadecimal digits.')
export const snapshotId = z.string().regex(hex24, 'A snapshot ID is 24 hexadecimal digits.')

/** The fields that hold download links of a whole database: secrets, hidden everywhere. */
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
  // Atlas sends it with three nulls.
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

/** Serverless instances had no shards and no private endpoints. */
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
  /** Bytes; as digits where a double can't hold them. */
  storageSizeBytes: z.union([z.number(), z.string()]).nullish(),
  type: z.string().nullish(),
}
/** The fields that both kinds share; also Atlas's answer when one is taken. */
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

/** Without a policy Atlas answers an empty object, not 404. */
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

/** When an object was created, from its ObjectId, as ISO text. */
export function madeAt(id: string | null | undefined): string | undefined {
  if (!id || !hex24.test(id)) return undefined
  return new Date(Number.parseInt(id.slice(0, 8), 16) * 1000).toISOString()
}

/**
 * Whether an object was created by a call that was sent at `sentAt`, from its ObjectId. A minute of slack covers clocks that
 * differ; an equal job from that minute does the same.
 */
export function isMadeSince(id: string, sentAt: Date | undefined): boolean {
  const made = madeAt(id)
  return sentAt !== undefined && made !== undefined && Date.parse(made) >= +sentAt - 60_000
}
