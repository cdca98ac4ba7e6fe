import { hasLinks, isSharded, type RestoreState, restoreState } from '@/lib/ops/backup'
import { whyNotCancel } from '@/lib/ops/backup-jobs'
import { madeAt, type RestoreJob } from '@/lib/ops/backup-shapes'

/** A restore job as a table row, with the state that its flags give. */
export type JobRow = {
  job: RestoreJob
  id: string
  place: { groupId: string; clusterName: string }
  state: RestoreState
  /** When it started, from its ID. */
  started: string | undefined
  /** When it ended, or when its links expire. */
  end: string | undefined
  parts: number
  canShowLinks: boolean
  whyNotCancel: string | undefined
}

/** `now` in ms: the links of a download expire with time. */
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
