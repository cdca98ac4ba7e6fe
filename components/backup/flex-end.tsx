'use client'
import { useNow } from '@/lib/client/use-now'
import { madeAt } from '@/lib/ops/backup-shapes'
import { type FlexJob, isFetchable } from '@/lib/ops/flex-backup'
import { Elapsed } from '../data/elapsed'
import { Countdown } from '../ui/countdown'
import { Time } from '../ui/time'

const isOver = ({ status }: FlexJob) => status === 'COMPLETED' || status === 'FAILED'

/** When a flex job started, as ISO text. */
export const startedAt = (job: FlexJob) => job.restoreScheduledDate ?? madeAt(job.id)

/** How long it has run, how long its link works, or when it ended. */
export function FlexEnd({ job }: { job: FlexJob }) {
  const now = useNow(5000)
  if (!isOver(job))
    return (
      <span className="whitespace-nowrap">
        <span className="text-muted">running</span> <Elapsed since={startedAt(job)} />
      </span>
    )
  if (isFetchable(job, now) && job.expirationDate)
    return (
      <span className="inline-flex flex-wrap items-center gap-x-1.5">
        <span className="text-muted">link expires in</span>
        <Countdown to={job.expirationDate} what="The download" over="expired" />
      </span>
    )
  return (
    <span className="whitespace-nowrap">
      <span className="text-muted">ended</span>{' '}
      <Time at={job.restoreFinishedDate ?? job.expirationDate} />
    </span>
  )
}
