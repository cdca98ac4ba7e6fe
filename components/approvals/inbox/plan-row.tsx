'use client'
import { count } from '@/lib/format/words'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { routes } from '@/lib/routes'
import { EnvironmentBadge } from '../../ui/badge'
import { ButtonLink } from '../../ui/button'
import { Countdown } from '../../ui/countdown'
import { Time } from '../../ui/time'
import { MachineBadge } from '../card/machine-badge'
import { PendingRow } from './pending-row'
import { InboxRow } from './row-frame'

/** How many calls of a plan the list names. */
const NAMED = 3

/** A waiting request, or those of a plan as one row. `total`: how many wait, of which `requests` are the first. */
export function PlanRow({
  requests,
  total = requests.length,
}: {
  requests: [RequestSummary, ...RequestSummary[]]
  total?: number | undefined
}) {
  const [first, ...others] = requests
  if (others.length === 0) return <PendingRow request={first} />
  const more = total - Math.min(NAMED, requests.length)
  const isProduction = requests.some(
    ({ groupId, environment }) => groupId !== null && environment === 'production',
  )
  const isOnePlace =
    first.groupId !== null && others.every(({ groupId }) => groupId === first.groupId)
  return (
    <InboxRow
      href={routes.requestPlan(first.plan ?? first.id)}
      title={`${count(total, first.client ? 'call' : 'request')} from ${first.requester.name}`}
      facts={
        <>
          {isProduction && <EnvironmentBadge environment="production" />}
          <span className="min-w-0 break-words">
            {isOnePlace && `${first.groupName} · `}
            {first.orgName}
          </span>
          <Time at={first.createdAt} />
          <MachineBadge client={first.client} />
        </>
      }
      aside={
        <>
          <Countdown to={first.decideBy} what="The time to decide" />
          {requests.some(({ mayApprove }) => mayApprove === null) && (
            <ButtonLink variant="primary" href={routes.requestPlan(first.plan ?? first.id)}>
              Review
            </ButtonLink>
          )}
        </>
      }
    >
      <ul className="mt-1 list-disc pl-5 text-sm">
        {requests.slice(0, NAMED).map((one) => (
          <li key={one.id} className="break-words">
            {one.summary}
          </li>
        ))}
        {more > 0 && <li>{more} more</li>}
      </ul>
    </InboxRow>
  )
}
