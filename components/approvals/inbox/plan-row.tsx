'use client'
import Link from 'next/link'
import { count } from '@/lib/format/words'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { routes } from '@/lib/routes'
import { EnvironmentBadge } from '../../ui/badge'
import { ButtonLink } from '../../ui/button'
import { Countdown } from '../../ui/countdown'
import { Time } from '../../ui/time'
import { MachineBadge } from '../card/machine-badge'
import { PendingRow } from './pending-row'

type Some = [RequestSummary, ...RequestSummary[]]

/** Requests by plan, each where its first one is. A request without a plan is alone. */
export function byPlan(requests: readonly RequestSummary[]): Some[] {
  const groups = new Map<string, Some>()
  for (const one of requests) {
    const key = one.client?.plan ?? one.id
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()]
}

/** How many calls of a plan the list names. */
const NAMED = 3

/** A waiting request, or those of a plan as one row that opens the first of them. */
export function PlanRow({ requests }: { requests: Some }) {
  const [first, ...others] = requests
  if (others.length === 0) return <PendingRow request={first} />
  const more = requests.length - NAMED
  const isProduction = requests.some(
    ({ groupId, environment }) => groupId !== null && environment === 'production',
  )
  const isOnePlace =
    first.groupId !== null && others.every(({ groupId }) => groupId === first.groupId)
  return (
    <li
      data-inbox-row
      // biome-ignore lint/a11y/noNoninteractiveTabindex: j and k move here
      tabIndex={0}
      className="relative px-4 py-3 hover:bg-hover focus-visible:z-1 focus-visible:outline-offset-[-2px]"
    >
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2.5">
        <div className="min-w-0 flex-1 basis-80">
          <p className="text-base">
            <Link
              href={routes.request(first.id)}
              className="after:absolute after:inset-0 hover:text-accent"
            >
              {count(requests.length, 'call')} from {first.requester.name}
            </Link>
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
            {isProduction && <EnvironmentBadge environment="production" />}
            <span className="min-w-0 break-words">
              {isOnePlace && `${first.groupName} · `}
              {first.orgName}
            </span>
            <span className="relative z-1">
              <Time at={first.createdAt} />
            </span>
            <MachineBadge client={first.client} />
          </p>
          <ul className="mt-1 list-disc pl-5 text-sm">
            {requests.slice(0, NAMED).map((one) => (
              <li key={one.id} className="break-words">
                {one.summary}
              </li>
            ))}
            {more > 0 && <li>{more} more</li>}
          </ul>
        </div>
        <div className="flex items-center gap-3 max-sm:w-full max-sm:justify-between">
          <Countdown to={first.decideBy} what="The time to decide" />
          {requests.some(({ mayApprove }) => mayApprove === null) && (
            <span className="relative z-1">
              <ButtonLink variant="primary" href={routes.request(first.id)}>
                Review
              </ButtonLink>
            </span>
          )}
        </div>
      </div>
    </li>
  )
}
