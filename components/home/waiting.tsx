'use client'
import Link from 'next/link'
import type { z } from 'zod'
import type { Reading } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import type { inbox } from '@/lib/ops/inbox'
import { routes } from '@/lib/routes'
import { Panel } from '../data/panel'
import { Badge, EnvironmentBadge } from '../ui/badge'
import { ButtonLink } from '../ui/button'
import { Countdown } from '../ui/countdown'
import { Empty } from '../ui/empty'

export type Inbox = z.output<typeof inbox.output>
const SHOWN = 5

/** What the person can review or decide: break-glass first. */
const waitingIn = ({ toReview, forMe }: Inbox) => [...toReview, ...forMe]

/** Requests that the person can decide, least time left first. */
export function Waiting({ requests }: { requests: Reading<Inbox> }) {
  return (
    <Panel
      title="Waiting for your review"
      query={requests}
      skeletonRows={3}
      actions={
        <ButtonLink size="sm" variant="quiet" href={routes.approvals('for-me')}>
          View all
        </ButtonLink>
      }
      isEmpty={(data) => waitingIn(data).length === 0}
      empty={
        <Empty
          icon={<svg aria-hidden className="icon-[circle-check-big]" />}
          title="Nothing to review"
          hint={<OnDuty who={requests.data?.data.onDuty ?? []} />}
        />
      }
    >
      {(data) => (
        <ul className="divide-y divide-line">
          {waitingIn(data)
            .slice(0, SHOWN)
            .map((r) => (
              <li key={r.id} className="relative px-4 py-3 hover:bg-hover">
                <div className="flex items-start justify-between gap-3">
                  <Link
                    href={routes.request(r.id)}
                    className="min-w-0 font-medium after:absolute after:inset-0"
                  >
                    {r.summary}
                  </Link>
                  <span className="relative z-1 shrink-0 text-sm">
                    <Countdown
                      to={r.breakGlass?.reviewDue ?? r.decideBy}
                      what={`The time to decide: ${r.summary}`}
                      over={r.breakGlass ? 'Overdue' : 'over'}
                    />
                  </span>
                </div>
                <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-sm">
                  {r.requester.name} · {r.orgName} / {r.groupName}
                  {r.breakGlass && <Badge tone="warn">Break-glass to review</Badge>}
                  {r.environment === 'production' && <EnvironmentBadge environment="production" />}
                </p>
              </li>
            ))}
        </ul>
      )}
    </Panel>
  )
}

const OnDuty = ({ who }: { who: readonly string[] }) =>
  who.length > 0 ? (
    <>New requests appear here. Approvers: {list(who)}.</>
  ) : (
    <>No approver has signed in yet.</>
  )
