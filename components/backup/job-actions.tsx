'use client'
import { Ban } from 'lucide-react'
import { cancelRestore } from '@/lib/ops/backup-jobs'
import { ConfirmAction } from '../ops/confirm-action'
import type { JobRow } from './job-row'
import { ShowLinks } from './show-links'
import { targetSays } from './words'

/** The links of a download while they work, and canceling where Atlas allows it. */
export function JobActions({ row, size }: { row: JobRow; size?: 'sm' }) {
  const isOpen = row.state === 'running' || row.state === 'ready'
  return (
    <span className={size ? 'inline-flex gap-1' : 'inline-flex flex-wrap gap-2'}>
      {row.canShowLinks && <ShowLinks row={row} {...(size ? { size } : {})} />}
      {isOpen && <CancelJob row={row} {...(size ? { size } : {})} />}
    </span>
  )
}

function CancelJob({ row, size }: { row: JobRow; size?: 'sm' }) {
  const { job, place } = row
  const isDownload = job.deliveryType === 'download'
  return (
    <ConfirmAction
      op={cancelRestore}
      input={{
        ...place,
        restoreJobId: row.id,
        targetGroupId: job.targetGroupId ?? null,
        targetClusterName: job.targetClusterName ?? null,
      }}
      whyNot={row.whyNotCancel ?? null}
      {...(size ? { size, variant: 'quiet' as const } : {})}
      label={
        size ? (
          'Cancel'
        ) : (
          <>
            <Ban aria-hidden /> {isDownload ? 'Cancel download' : 'Cancel restore'}
          </>
        )
      }
      {...(size
        ? {
            ariaLabel: isDownload
              ? `Cancel the download of ${place.clusterName}`
              : `Cancel the restore to ${targetSays(job)}`,
          }
        : {})}
      title={isDownload ? 'Cancel this download?' : `Cancel the restore to ${targetSays(job)}?`}
      confirm={isDownload ? 'Cancel download' : 'Cancel restore'}
      pending="Canceling…"
      done={isDownload ? 'Download canceled' : 'Restore canceled'}
    >
      <p className="text-sm">
        {isDownload
          ? 'The links stop working.'
          : `Atlas has already started to remove the data of ${targetSays(job)}, and doesn’t say what is left after canceling. Restore it again before you use it.`}
      </p>
    </ConfirmAction>
  )
}
