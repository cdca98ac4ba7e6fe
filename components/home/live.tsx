'use client'
import Link from 'next/link'
import type { Reading } from '@/lib/client/use-op'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { routes } from '@/lib/routes'
import { Panel } from '../data/panel'
import { PhaseBadge } from '../ops/phase-badge'
import { Sentence } from '../ops/sentence'
import { EnvironmentBadge } from '../ui/badge'
import { Countdown, CountdownBar } from '../ui/countdown'
import type { Inbox } from './attention'
import { SideTitle } from './side-title'

/** Rows on the overview. The page of approvals has all. */
const LIVE_SHOWN = 4

/** Access that is live now. Incidents and stuck calls are in the queue. */
export function Live({ requests }: { requests: Reading<Inbox> }) {
  return (
    <Panel
      title={<SideTitle href={routes.approvals('live')}>Live access</SideTitle>}
      query={requests}
      skeletonRows={1}
      isEmpty={(data) => data.live.length === 0}
      empty={<NoneLive requests={requests} />}
    >
      {(data) => (
        <>
          <ul className="divide-y divide-line">
            {data.live.slice(0, LIVE_SHOWN).map((r) => (
              <LiveRow key={r.id} request={r} />
            ))}
          </ul>
          {data.live.length > LIVE_SHOWN && (
            <Link
              href={routes.approvals('live')}
              className="block border-line border-t px-4 py-2.5 text-accent text-sm hover:underline"
            >
              View all {data.live.length.toLocaleString('en')}
            </Link>
          )}
        </>
      )}
    </Panel>
  )
}

/** Access that was not approved is in the queue. */
function NoneLive({ requests }: { requests: Reading<Inbox> }) {
  const outside = requests.data?.data.drift.filter(({ observed }) => observed) ?? []
  return (
    <p className="px-4 py-3 text-muted text-sm">
      {outside.length === 0
        ? 'No live access.'
        : `No approved access. ${outside.length === 1 ? '1 cluster has' : `${outside.length} clusters have`} access that was not approved here.`}
    </p>
  )
}

function LiveRow({ request: r }: { request: RequestSummary }) {
  const from = r.effect?.confirmedAt ?? r.effect?.sentAt
  return (
    <li className="relative px-4 py-3 hover:bg-hover">
      <div className="flex items-start justify-between gap-3">
        <Link
          href={routes.request(r.id)}
          className="min-w-0 truncate font-medium after:absolute after:inset-0"
        >
          {r.clusterName ?? r.summary}
        </Link>
        <span className="relative z-1 shrink-0 text-sm">
          {r.endsAt ? (
            <Countdown
              to={r.endsAt}
              what={`The grant on ${r.clusterName ?? r.groupName}`}
              over="ending"
            />
          ) : (
            <PhaseBadge request={r} />
          )}
        </span>
      </div>
      <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-sm">
        <span className="min-w-0">
          <Sentence request={r} />
        </span>
        {r.environment === 'production' && <EnvironmentBadge environment="production" />}
      </p>
      {r.endsAt && from && (
        <div className="mt-2">
          <CountdownBar from={from} to={r.endsAt} />
        </div>
      )}
    </li>
  )
}
