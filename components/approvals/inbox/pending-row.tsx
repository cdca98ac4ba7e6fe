'use client'
import { useState } from 'react'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { Button } from '../../ui/button'
import { Countdown, CountdownBar } from '../../ui/countdown'
import { later } from '../../ui/later'
import { Reason, RowFrame } from './row-frame'

// Loaded when someone decides from the list.
const DecideDialog = later(() => import('./decide-dialog').then((m) => m.DecideDialog))

/** A pending request, with decision buttons if allowed. */
export function PendingRow({ request }: { request: RequestSummary }) {
  const [opened, setOpened] = useState<'approve' | 'deny'>()
  const may = request.mayApprove === null
  return (
    <RowFrame
      request={request}
      aside={
        <>
          <div className="w-28">
            <Countdown to={request.decideBy} what={`The time to decide ${request.says}`} />
            <div className="mt-1">
              <CountdownBar from={request.createdAt} to={request.decideBy} />
            </div>
          </div>
          {may && (
            <span className="flex gap-2">
              <Button
                aria-keyshortcuts="d"
                aria-haspopup="dialog"
                aria-label={`Deny: ${request.says}`}
                onClick={() => setOpened('deny')}
              >
                Deny…
              </Button>
              <Button
                look="primary"
                aria-keyshortcuts="a"
                aria-haspopup="dialog"
                aria-label={`Review: ${request.says}`}
                onClick={() => setOpened('approve')}
              >
                Review…
              </Button>
            </span>
          )}
        </>
      }
    >
      <Reason text={request.reason} />
      {opened && (
        <DecideDialog
          requestId={request.id}
          says={request.says}
          start={opened}
          onClose={() => setOpened(undefined)}
        />
      )}
    </RowFrame>
  )
}
