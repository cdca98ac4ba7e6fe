import { hasLinks, isSharded, type RestoreState, restoreState } from '@/lib/ops/backup'
import { whyNotCancel } from '@/lib/ops/backup-jobs'
import { madeAt, type RestoreJob } from '@/lib/ops/backup-shapes'

/** A restore job as a row: with the state that follows from its flags, and where it stands. */
export type JobRow = {
  job: RestoreJob
  id: string
  place: { groupId: string; clusterName: string }
  state: RestoreState
  /** When it began, by its id. */
  started: string | undefined
  /** When it ended, lapsed or will lapse. */
  end: string | undefined
  parts: number
  canShowLinks: boolean
  whyNotCancel: string | undefined
}

/** `now` in ms: the links of a download lapse by the clock. */
export function toJobRow(
  job: RestoreJob,
  place: { groupId: string; clusterName: string },
  now: number,
): JobRow {
  const state = restoreState(job, now)
  return {
    job,
    id: job.id,
    place,
    state,
    started: madeAt(job.id),
    end: (state === 'ready' || state === 'expired' ? job.expiresAt : job.finishedAt) ?? undefined,
    parts: isSharded(job) ? (job.components ?? []).length : 0,
    canShowLinks: state === 'ready' && hasLinks(job),
    whyNotCancel: whyNotCancel(job),
  }
}
