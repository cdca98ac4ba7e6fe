'use client'
import { Ban } from 'lucide-react'
import { cancelRestore } from '@/lib/ops/backup-jobs'
import { ConfirmAction } from '../ops/confirm-action'
import type { JobRow } from './job-row'
import { ShowLinks } from './show-links'
import { kindSays, targetSays } from './words'

/** What can be done with a job: its links while they work, and cancelling where Atlas allows it. */
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
      {...(size ? { size, look: 'quiet' as const } : {})}
      label={
        size ? (
          'Cancel'
        ) : (
          <>
            <Ban aria-hidden /> {isDownload ? 'Take the download back' : 'Cancel the restore'}
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
      title={isDownload ? 'Take this download back?' : `Cancel the restore to ${targetSays(job)}?`}
      confirm={isDownload ? 'Take the download back' : 'Cancel the restore'}
      pending="Cancelling…"
      done={isDownload ? 'The download is taken back' : 'The restore is cancelled'}
    >
      <p className="text-sm">
        {isDownload
          ? 'Whoever has the links cannot fetch the snapshot with them any more.'
          : `${kindSays(job.deliveryType)}: Atlas has begun to remove what ${targetSays(job)} held. What it holds after this is not said by Atlas: restore again before you use it.`}
      </p>
    </ConfirmAction>
  )
}
