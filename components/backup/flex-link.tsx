'use client'
import { Link2 } from 'lucide-react'
import { useState } from 'react'
import { useNow } from '@/lib/client/use-now'
import { type FlexJob, isFetchable, showFlexLink } from '@/lib/ops/flex-backup'
import { ActionButton } from '../ops/action-button'
import { lazyComponent } from '../ui/lazy-component'
import type { DownloadLink } from './links'

const LinksDialog = lazyComponent(() =>
  import('./links-dialog').then((m) => m.LinksDialog),
) as typeof import('./links-dialog').LinksDialog

const linksOf = ({ snapshotUrl }: FlexJob): DownloadLink[] =>
  snapshotUrl ? [{ url: snapshotUrl, what: 'the snapshot' }] : []

/** A button that fetches the download link; nothing while there is none. */
export function ShowFlexLink({
  job,
  place,
  size,
}: {
  job: FlexJob
  place: { groupId: string; clusterName: string }
  size?: 'sm'
}) {
  const now = useNow(5000)
  const [isOpen, setOpen] = useState(false)
  if (!isFetchable(job, now)) return null
  return (
    <>
      <ActionButton
        op={showFlexLink}
        scope={{ kind: 'cluster', ...place }}
        variant={size ? 'quiet' : 'primary'}
        {...(size ? { size } : {})}
        aria-haspopup="dialog"
        {...(size ? { 'aria-label': `Show the download link of ${place.clusterName}` } : {})}
        onPress={() => setOpen(true)}
      >
        {size ? (
          'Link'
        ) : (
          <>
            <Link2 aria-hidden /> Show download link
          </>
        )}
      </ActionButton>
      {isOpen && (
        <LinksDialog
          op={showFlexLink}
          input={{ ...place, restoreJobId: job.id }}
          what={place.clusterName}
          links={linksOf}
          expiresAt={job.expirationDate}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
