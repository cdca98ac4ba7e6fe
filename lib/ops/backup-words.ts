import { inUtc } from '@/lib/format/time'
import { madeAt } from './backup-shapes'
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
