'use client'
import { CopyProof } from '../ops/copy-proof'
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

/** One row: formatted, and as the exact text that is hashed. */
export function AuditRowDialog({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={`Row ${row.seq}: ${row.type}`}
      description="Personal text is stored as a salted hash, so it can be erased without breaking the log."
    >
      <div className="grid grid-cols-1 gap-3">
        <div className="flex flex-wrap items-center gap-3">
          <CopyProof seq={row.seq} />
          <p className="min-w-0 flex-1 basis-64 text-muted text-sm">
            A text that proves this row is in the signed log. Anyone with the public key can check
            it:{' '}
            <code className="font-mono text-xs">
              node audit-verify.mjs --proof FILE --pubkey KEY
            </code>
          </p>
        </div>
        <CodeBlock code={pretty(row.body)} label="Formatted" />
        <h3 className="font-medium text-sm">Exact text, as hashed</h3>
        <CodeBlock code={row.body} label="Exact text" wrap />
        <h3 className="font-medium text-sm">Hash</h3>
        <CodeBlock code={row.hash} label="Hash" wrap />
      </div>
    </Dialog>
  )
}
