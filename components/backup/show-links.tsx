'use client'
import { Link2 } from 'lucide-react'
import { useState } from 'react'
import { showLinks } from '@/lib/ops/backup-jobs'
import { ActionButton } from '../ops/action-button'
import { lazyComponent } from '../ui/lazy-component'
import type { JobRow } from './job-row'
import { linksOf } from './links'

// `later` drops the type parameters.
const LinksDialog = lazyComponent(() =>
  import('./links-dialog').then((m) => m.LinksDialog),
) as typeof import('./links-dialog').LinksDialog

/** A button that fetches the download links. */
export function ShowLinks({ row, size }: { row: JobRow; size?: 'sm' }) {
  const [isOpen, setOpen] = useState(false)
  const { groupId, clusterName } = row.place
  return (
    <>
      <ActionButton
        op={showLinks}
        scope={{ kind: 'cluster', groupId, clusterName }}
        variant={size ? 'quiet' : 'primary'}
        {...(size ? { size } : {})}
        aria-haspopup="dialog"
        {...(size ? { 'aria-label': `Show the download links of ${clusterName}` } : {})}
        onPress={() => setOpen(true)}
      >
        {size ? (
          'Links'
        ) : (
          <>
            <Link2 aria-hidden /> Show download links
          </>
        )}
      </ActionButton>
      {isOpen && (
        <LinksDialog
          op={showLinks}
          input={{ ...row.place, restoreJobId: row.id }}
          what={clusterName}
          links={linksOf}
          expiresAt={row.end}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
