'use client'
import Link from 'next/link'
import type { Reading } from '@/lib/client/use-op'
import type { Drift, RequestSummary, Stuck } from '@/lib/ops/request-shapes'
import { routes } from '@/lib/routes'
import { Panel } from '../data/panel'
import { Sentence } from '../ops/sentence'
import { Badge, EnvironmentBadge } from '../ui/badge'
import { ButtonLink } from '../ui/button'
import { Countdown, CountdownBar } from '../ui/countdown'
import { Empty } from '../ui/empty'
import type { Inbox } from './waiting'

/** Live access, and grants in Atlas that nobody here approved. */
export function Live({ requests }: { requests: Reading<Inbox> }) {
  return (
    <Panel
      title="Live access"
      query={requests}
      skeletonRows={3}
      actions={
        <ButtonLink size="sm" variant="quiet" href={routes.approvals('live')}>
          View all
        </ButtonLink>
      }
      isEmpty={(data) => data.live.length + data.drift.length + data.stuck.length === 0}
      empty={
        <Empty
          icon={<svg aria-hidden className="icon-[door-closed]" />}
          title="No live access"
          hint="MongoDB employees have no access to your clusters through a grant."
        />
      }
    >
      {(data) => (
        <ul className="divide-y divide-line">
          {data.stuck.map((one) => (
            <StuckRow key={one.effectId} stuck={one} />
          ))}
          {data.drift.map((d) => (
            <DriftRow key={`${d.groupId}/${d.clusterName}`} drift={d} />
          ))}
          {data.live.map((r) => (
            <LiveRow key={r.id} request={r} />
          ))}
        </ul>
      )}
    </Panel>
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
            <Badge tone={r.effect?.state === 'unknown' ? 'warn' : 'accent'}>
              {r.effect?.state === 'unknown' ? 'Checking…' : 'Sending…'}
            </Badge>
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

const DriftRow = ({ drift: d }: { drift: Drift }) => (
  <li className="relative bg-bad-soft px-4 py-3">
    <div className="flex items-start justify-between gap-3">
      <Link
        href={routes.cluster(d.groupId, d.clusterName)}
        className="min-w-0 font-medium after:absolute after:inset-0"
      >
        {d.clusterName}
      </Link>
      <span className="relative z-1 flex shrink-0 items-center gap-2 text-sm">
        {d.observed?.expirationTime && (
          <Countdown to={d.observed.expirationTime} what={`The grant on ${d.clusterName}`} />
        )}
        <Badge tone="bad" icon={<svg aria-hidden className="icon-[triangle-exclamation-point]" />}>
          Incident
        </Badge>
      </span>
    </div>
    <p className="mt-1 text-muted text-sm">
      {d.observed
        ? d.expected
          ? 'This access differs from what was approved.'
          : 'This access was granted in Atlas, outside Gatehouse.'
        : 'An approved grant was removed in Atlas before it expired.'}{' '}
      {d.orgName} / {d.groupName}
    </p>
  </li>
)

const StuckRow = ({ stuck: s }: { stuck: Stuck }) => (
  <li className="relative bg-warn-soft px-4 py-3">
    <div className="flex items-start justify-between gap-3">
      <Link
        href={
          s.requestId !== null
            ? routes.request(s.requestId)
            : s.groupId && s.clusterName
              ? routes.cluster(s.groupId, s.clusterName)
              : routes.approvals('live')
        }
        className="min-w-0 font-medium after:absolute after:inset-0"
      >
        {s.clusterName ?? s.summary}
      </Link>
      <Badge
        tone={s.isRevoke ? 'bad' : 'warn'}
        icon={<svg aria-hidden className="icon-[triangle-exclamation-point]" />}
      >
        {s.isRevoke ? 'Revoke not confirmed' : s.isHeld ? 'On hold' : 'Waiting'}
      </Badge>
    </div>
    <p className="mt-1 text-muted text-sm">
      {s.why} {s.orgName} / {s.groupName}
    </p>
  </li>
)
