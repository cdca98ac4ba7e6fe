'use client'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { Button } from '../../ui/button'
import { Countdown, CountdownBar } from '../../ui/countdown'
import { lazyComponent } from '../../ui/lazy-component'
import { useNamedForm } from '../../ui/use-panel'
import { approvalsInWords } from '../approvals-in-words'
import { Reason, RowFrame } from './row-frame'

// Loaded when someone decides from the list.
const DecideDialog = lazyComponent(() => import('./decide-dialog').then((m) => m.DecideDialog))

/** A pending request, with decision buttons if allowed. */
export function PendingRow({ request }: { request: RequestSummary }) {
  const approving = useNamedForm(`approve:${request.id}`)
  const denying = useNamedForm(`deny:${request.id}`)
  const opened = approving.isOpen ? 'approve' : denying.isOpen ? 'deny' : undefined
  const may = request.mayApprove === null
  return (
    <RowFrame
      request={request}
      aside={
        <>
          <div className="w-28">
            <Countdown to={request.decideBy} what={`The time to decide ${request.summary}`} />
            <div className="mt-1">
              <CountdownBar from={request.createdAt} to={request.decideBy} />
            </div>
          </div>
          {may && (
            <span className="flex gap-2">
              <Button
                aria-keyshortcuts="d"
                aria-haspopup="dialog"
                aria-label={`Deny: ${request.summary}`}
                onClick={denying.open}
              >
                Deny…
              </Button>
              <Button
                variant="primary"
                aria-keyshortcuts="a"
                aria-haspopup="dialog"
                aria-label={`Review: ${request.summary}`}
                onClick={approving.open}
              >
                Review…
              </Button>
            </span>
          )}
        </>
      }
    >
      <Reason text={request.reason} />
      {request.approvals && (
        <p className="mt-1 text-muted text-xs">{approvalsInWords(request.approvals)}</p>
      )}
      {opened && may && (
        <DecideDialog
          requestId={request.id}
          summary={request.summary}
          start={opened}
          onClose={opened === 'approve' ? approving.close : denying.close}
        />
      )}
    </RowFrame>
  )
}
