'use client'
import { useState } from 'react'
import { Button } from '../ui/button'
import { lazyComponent } from '../ui/lazy-component'
import type { ListedRow } from './row-history-dialog'

const RowHistoryDialog = lazyComponent(() =>
  import('./row-history-dialog').then((m) => m.RowHistoryDialog),
)

/** Shows who changed a row of a list, read when a person opens it. Nothing for a list of the whole console. */
export function RowHistory<R, P>(listed: ListedRow<R, P>) {
  const [isOpen, setOpen] = useState(false)
  const { groupId, orgId } = listed.place as { groupId?: string; orgId?: string }
  if (!groupId && !orgId) return null
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        aria-label={`History of ${listed.rowName(listed.row)}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <svg aria-hidden className="icon-[rotate-ccw-clock]" />
      </Button>
      {isOpen && <RowHistoryDialog listed={listed as never} onClose={() => setOpen(false)} />}
    </>
  )
}
