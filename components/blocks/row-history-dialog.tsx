'use client'
import { historyOfRow, type RowHistory } from '@/lib/client/history-of-row'
import { Dialog } from '../ui/dialog'
import { History } from './history'

/** Who changed one row of a list, and when. */
export function RowHistoryDialog({
  name,
  about,
  onClose,
}: {
  name: string
  about: RowHistory
  onClose: () => void
}) {
  const input = historyOfRow(about)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={`History of ${name}`}
      description="Changes that name it, made with Gatehouse and outside."
    >
      {input && <History input={input} title="Changes" />}
    </Dialog>
  )
}
