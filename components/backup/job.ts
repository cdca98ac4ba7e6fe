import { millis } from '@/lib/format/time'
import { hasLinks, isSharded, restoreState } from '@/lib/ops/backup'
import { whyNotCancel } from '@/lib/ops/backup-jobs'
import { madeAt, type RestoreJob } from '@/lib/ops/backup-shapes'
import { type FlexJob, isFetchable } from '@/lib/ops/flex-backup'

/** A restore job of any kind of cluster, as pages show it. */
export type Job = {
  id: string
  /** One of `restoreStates`, or Atlas's own. */
  state: string | null
  isRunning: boolean
  isDownload: boolean
  type: string
  /** The cluster that it overwrites. Atlas can leave its names out. */
  target: { groupId: string | null; clusterName: string | null } | undefined
  /** When the data is from; this and the following times are ISO texts. */
  moment: string | undefined
  started: string | undefined
  /** When it ended, or when its links expire. */
  end: string | undefined
  snapshotId: string | null
  oplogEntry: string | undefined
  canShowLinks: boolean
  /** Absent: it can be canceled. */
  whyNotCancel: string | undefined
  /** One part per shard of a sharded cluster. */
  parts: NonNullable<RestoreJob['components']>
}

const types: Record<string, string> = {
  automated: 'Snapshot restore',
  pointInTime: 'Point in time',
  download: 'Download',
  RESTORE: 'Snapshot restore',
  DOWNLOAD: 'Download',
}
/** A delivery type in words; an unknown one unchanged. */
export const typeInWords = (type: string | null | undefined): string =>
  (type && types[type]) ?? type ?? 'Unknown type'

/** The time of the data that a job restores, as ISO text. */
export function momentOf(job: RestoreJob): string | undefined {
  const seconds = job.pointInTimeUTCSeconds ?? job.oplogTs
  if (seconds) return new Date(seconds * 1000).toISOString()
  return job.desiredTimestamp?.date ?? job.timestamp ?? madeAt(job.snapshotId)
}

/** `now` in ms, because the links of a download expire. */
export function jobOf(job: RestoreJob, now: number): Job {
  const state = restoreState(job, now)
  const isDownload = job.deliveryType === 'download'
  const isOfLinks = state === 'ready' || state === 'expired'
  return {
    id: job.id,
    state,
    isRunning: state === 'running',
    isDownload,
    type: typeInWords(job.deliveryType),
    target: isDownload
      ? undefined
      : { groupId: job.targetGroupId ?? null, clusterName: job.targetClusterName ?? null },
    moment: momentOf(job),
    started: madeAt(job.id),
    end: (isOfLinks ? job.expiresAt : job.finishedAt) ?? undefined,
    snapshotId: job.snapshotId ?? null,
    oplogEntry: job.oplogTs ? `${job.oplogTs}:${job.oplogInc ?? '?'}` : undefined,
    canShowLinks: state === 'ready' && hasLinks(job),
    whyNotCancel: whyNotCancel(job),
    parts: isSharded(job) ? (job.components ?? []) : [],
  }
}

function flexState({ status, deliveryType }: FlexJob, canShowLinks: boolean): string | null {
  if (status === 'FAILED') return 'failed'
  if (status !== 'COMPLETED') return status ?? null
  if (deliveryType !== 'DOWNLOAD') return 'finished'
  return canShowLinks ? 'ready' : 'expired'
}

/** The same of a flex cluster. */
export function flexJobOf(job: FlexJob, now: number): Job {
  const isDownload = job.deliveryType === 'DOWNLOAD'
  const canShowLinks = isFetchable(job, now)
  const state = flexState(job, canShowLinks)
  return {
    id: job.id,
    state,
    isRunning: job.status != null && !['COMPLETED', 'FAILED'].includes(job.status),
    isDownload,
    type: typeInWords(job.deliveryType),
    target: isDownload
      ? undefined
      : {
          groupId: job.targetProjectId ?? null,
          clusterName: job.targetDeploymentItemName ?? null,
        },
    moment: job.snapshotFinishedDate ?? madeAt(job.snapshotId),
    started: job.restoreScheduledDate ?? madeAt(job.id),
    end: (isDownload ? job.expirationDate : job.restoreFinishedDate) ?? undefined,
    snapshotId: job.snapshotId ?? null,
    oplogEntry: undefined,
    canShowLinks,
    whyNotCancel: 'Atlas can’t cancel the jobs of flex clusters.',
    parts: [],
  }
}

/** `staging-replay`, or that nothing is overwritten. */
export const targetInWords = ({ target }: Pick<Job, 'target'>): string =>
  target ? (target.clusterName ?? 'Unknown cluster') : 'Nothing'

/** For sorting by how long it took or takes. */
export const endOf = ({ end }: Job): number | null => millis(end) ?? null
