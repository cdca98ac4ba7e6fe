'use client'
import type { StreamConnection } from '@/lib/ops/stream-connections'
import { JsonView } from '../data/json-view'
import { Dialog } from '../ui/dialog'

/** A connection as Atlas shows it. */
export const ConnectionDialog = ({
  connection,
  onOpenChange,
}: {
  connection: StreamConnection
  onOpenChange: (open: boolean) => void
}) => (
  <Dialog
    open
    size="lg"
    onOpenChange={onOpenChange}
    title={connection.name}
    description="Raw Atlas response, without secrets and headers."
  >
    <JsonView value={connection} label="Connection" />
  </Dialog>
)
