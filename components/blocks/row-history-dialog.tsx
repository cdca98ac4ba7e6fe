'use client'
import { historyOfRow } from '@/lib/client/history-of-row'
import type { Op } from '@/lib/ops/define'
import { Dialog } from '../ui/dialog'
import { PageTitle } from '../ui/page-title'
import { History } from './history'
import type { RowAction } from './row-actions'

/** A row with the list that it is in. */
export type ListedRow<R, P> = {
  op: Pick<Op, 'id'>
  actions: ReadonlyArray<RowAction<R, P>>
  place: P
  row: R
  rowId: (row: R) => string
  rowName: (row: R) => string
}

/** Who changed one row of a list, and when. */
export function RowHistoryDialog({
  listed: { op, actions, place, row, rowId, rowName },
  onClose,
}: {
  listed: ListedRow<unknown, Readonly<Record<string, unknown>>>
  onClose: () => void
}) {
  const input = historyOfRow({
    ops: [op.id, ...actions.map((one) => one.op.id)],
    place,
    row,
    names: [rowId(row), rowName(row)],
    inputs: actions.flatMap(({ bulk }) => (bulk ? [bulk.input(row, place, {})] : [])),
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={`History of ${rowName(row)}`}
      description="Changes that name it, made with Gatehouse or outside it."
    >
      {input && (
        <PageTitle title="Changes">
          <History input={input} title="Changes" />
        </PageTitle>
      )}
    </Dialog>
  )
}
