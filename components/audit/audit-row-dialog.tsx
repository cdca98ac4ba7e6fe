'use client'
import { CodeBlock } from '../ui/code'
import { Dialog } from '../ui/dialog'
import type { AuditRow } from './audit-columns'

const pretty = (body: string) => {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2)
  } catch {
    return body
  }
}

/** One row: readable, and as the exact text that is under the hash. */
export function AuditRowDialog({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={`Row ${row.seq}: ${row.type}`}
      description="Personal text stands in the chain as a salted commitment, so that it can be erased without breaking it."
    >
      <div className="grid gap-3">
        <CodeBlock code={pretty(row.body)} label="Readable" />
        <h3 className="font-medium text-sm">The exact text under the hash</h3>
        <CodeBlock code={row.body} label="Exact text" wrap />
        <CodeBlock code={row.hash} label="Hash" wrap />
      </div>
    </Dialog>
  )
}
