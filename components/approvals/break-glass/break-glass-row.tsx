'use client'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { routes } from '@/lib/routes'
import { PhaseBadge } from '../../ops/phase-badge'
import { ButtonLink } from '../../ui/button'
import { Countdown } from '../../ui/countdown'
import { Reason, RowFrame } from '../inbox/row-frame'

/** A break-glass that waits for its review. */
export const BreakGlassRow = ({ request }: { request: RequestSummary }) =>
  request.breakGlass && (
    <RowFrame
      request={request}
      aside={
        <>
          <PhaseBadge request={request} />
          <span className="text-muted text-sm">
            {!request.breakGlass.isOverdue && 'Due in '}
            <Countdown
              to={request.breakGlass.reviewDue}
              what={`The time to review ${request.summary}`}
              over="Overdue"
              icon={false}
            />
          </span>
          <ButtonLink href={routes.request(request.id)}>Review…</ButtonLink>
        </>
      }
    >
      <Reason text={request.breakGlass.reason} />
    </RowFrame>
  )
