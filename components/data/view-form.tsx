'use client'
import { type SavedView, saveView } from '@/lib/ops/views'
import { OpFields } from '../form/op-fields'
import { OpForm } from '../form/op-form'
import { Dialog } from '../ui/dialog'

/** Asks for the name of a view: of the current filters, or a new one of `view`. */
export function ViewForm({
  page,
  search,
  view,
  onClose,
}: {
  page: string
  search: string
  view?: SavedView
  onClose: () => void
}) {
  const start = view
    ? { id: view.id, page, name: view.name, search: view.search }
    : { page, name: '', search }
  return (
    <Dialog
      open
      size="sm"
      title={view ? 'Rename view' : 'Save view'}
      onOpenChange={(open) => !open && onClose()}
    >
      <OpForm
        op={saveView}
        start={start}
        submit={view ? 'Rename' : 'Save view'}
        onCancel={onClose}
        onDone={onClose}
      >
        <OpFields input={saveView.input} />
      </OpForm>
    </Dialog>
  )
}
