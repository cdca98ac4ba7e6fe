import { bytesInWords } from '@/lib/format/bytes'
import { inUtc } from '@/lib/format/time'
import { madeAt, type Snapshot } from './backup-shapes'
import type { PlaceNames } from './define'

/** `the snapshot of 21 Nov 2026, 16:00 UTC`, from its ID. */
export const snapshotSays = (id: string | undefined): string => {
  const made = madeAt(id)
  return made ? `the snapshot of ${inUtc(made)}` : 'a snapshot'
}

/** ` in project shop`, where a restore goes to another project. */
export const targetProject = (isSame: boolean, where: PlaceNames | undefined): string =>
  isSame ? '' : where?.project ? ` in project ${where.project}` : ' in another project'

/** What a change of restore jobs makes stale: the target's state changes with them. */
export const restoreStales = [
  'backup.restoreJobs',
  'backup.restoreJob',
  'clusters.get',
  'clusters.list',
] as const

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

/** `99.2 GiB`, of a number or digits; null while Atlas gives no size. */
export const sizeSays = (bytes: number | string | null | undefined): string | null =>
  /^[1-9]\d*$/.test(String(bytes)) ? bytesInWords(String(bytes)) : null
