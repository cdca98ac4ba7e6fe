import { inUtc } from '@/lib/format/time'
import type { RestoreJob, Snapshot } from '@/lib/ops/backup-shapes'
import { madeAt } from '@/lib/ops/backup-shapes'

const kinds: Record<string, string> = {
  automated: 'Snapshot restore',
  pointInTime: 'Point in time',
  download: 'Download',
  RESTORE: 'Snapshot restore',
  DOWNLOAD: 'Download',
}
/** A delivery type in words; an unknown one unchanged. */
export const kindSays = (type: string | null | undefined): string =>
  (type && kinds[type]) ?? type ?? 'Unknown type'

const schedules: Record<string, string> = {
  hourly: 'Hourly',
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
  yearly: 'Yearly',
  ondemand: 'On demand',
}

/** Why a snapshot was taken: on schedule, on demand, or in place of a failed one. */
export function snapshotKind({ snapshotType, frequencyType }: Snapshot): string {
  if (snapshotType === 'onDemand') return 'On demand'
  const every = frequencyType ? (schedules[frequencyType] ?? frequencyType) : undefined
  if (snapshotType === 'fallback') return every ? `Fallback (${every.toLowerCase()})` : 'Fallback'
  return every ?? snapshotType ?? 'Unknown'
}

/** When a snapshot was taken, as ISO text; from its ID while Atlas gives no time. */
export const takenAt = (s: Pick<Snapshot, 'createdAt' | 'id'>): string | undefined =>
  s.createdAt ?? madeAt(s.id)

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']
/** `99.2 GB`; also for digits that are too many for a number. */
export function bytesSay(bytes: number | string | null | undefined): string | null {
  const n = typeof bytes === 'string' ? Number(bytes) : bytes
  if (n === null || n === undefined || !Number.isFinite(n) || n <= 0) return null
  const step = Math.min(units.length - 1, Math.floor(Math.log2(n) / 10))
  const value = n / 1024 ** step
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${units[step]}`
}

/** The time of the data that a job restores, as ISO text. */
export function momentOf(job: RestoreJob): string | undefined {
  const seconds = job.pointInTimeUTCSeconds ?? job.oplogTs
  if (seconds) return new Date(seconds * 1000).toISOString()
  return job.desiredTimestamp?.date ?? job.timestamp ?? madeAt(job.snapshotId)
}

/** `staging-replay`, or that nothing is overwritten. */
export const targetSays = (job: Pick<RestoreJob, 'deliveryType' | 'targetClusterName'>): string =>
  job.targetClusterName ?? (job.deliveryType === 'download' ? 'Nothing' : 'Unknown cluster')

/** `21 Nov 2026, 16:00 UTC · Daily · 99 GB`, for a list to choose from. */
export const snapshotSays = (s: Snapshot): string =>
  [inUtc(takenAt(s) ?? s.id), snapshotKind(s), bytesSay(s.storageSizeBytes)]
    .filter(Boolean)
    .join(' · ')
