'use client'
import { useState } from 'react'
import type { RowHistory as About } from '@/lib/client/history-of-row'
import { Button } from '../ui/button'
import { lazyComponent } from '../ui/lazy-component'

const RowHistoryDialog = lazyComponent(() =>
  import('./row-history-dialog').then((m) => m.RowHistoryDialog),
)

/** Shows who changed a row of a list, read when a person opens it. `about` is asked then. */
export function RowHistory({ name, about }: { name: string; about: () => About }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        aria-label={`History of ${name}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <svg aria-hidden className="icon-[rotate-ccw-clock]" />
      </Button>
      {isOpen && <RowHistoryDialog name={name} about={about()} onClose={() => setOpen(false)} />}
    </>
  )
}
