'use client'
import { useNow } from '@/lib/client/use-now'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { isEnding, phaseOf } from '../../ops/phase'
import { PhaseBadge } from '../../ops/phase-badge'
import { Countdown, CountdownBar } from '../../ui/countdown'
import { RevokeGrant } from '../employee-access/revoke'
import { Reason, RowFrame } from './row-frame'

/** Live access, also while it starts or ends, with its revoke button. */
export function LiveRow({ request, short = false }: { request: RequestSummary; short?: boolean }) {
  const now = useNow()
  const phase = phaseOf(request, now)
  const isRevoking = isEnding(phase) && phase !== 'ending'
  return (
    <RowFrame
      request={request}
      aside={
        <>
          <PhaseBadge request={request} />
          {request.endsAt && !isRevoking && (
            <Countdown
              to={request.endsAt}
              what={`The grant on ${request.clusterName ?? request.groupName}`}
              className="min-w-24 justify-end text-base"
            />
          )}
          {request.clusterName !== null && !isEnding(phase) && <RevokeGrant request={request} />}
        </>
      }
      footer={
        request.endsAt &&
        !isRevoking && (
          <div className="mt-2.5">
            <CountdownBar from={request.effect?.sentAt ?? request.createdAt} to={request.endsAt} />
          </div>
        )
      }
    >
      {!short && <Reason text={request.reason} />}
      {request.targets && request.state !== 'approved' && (
        <p className="mt-1 text-sm">{request.targets.says}</p>
      )}
      {(phase === 'checking' || isRevoking) && request.effect?.note && (
        <p className="mt-1 text-sm text-warn">{request.effect.note}</p>
      )}
    </RowFrame>
  )
}
