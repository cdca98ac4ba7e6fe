import { inUtc } from '@/lib/format/time'
import { madeAt } from './backup-shapes'

/** `the snapshot of 21 Nov 2026, 16:00 UTC`, by the moment in its id. */
export const snapshotSays = (id: string | undefined): string => {
  const made = madeAt(id)
  return made ? `the snapshot of ${inUtc(made)}` : 'a snapshot'
}

/** What a change of restore jobs makes stale: the target's state moves with them. */
export const restoreStales = [
  'backup.restoreJobs',
  'backup.restoreJob',
  'clusters.get',
  'clusters.list',
] as const
