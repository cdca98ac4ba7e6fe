'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { z } from 'zod'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { getCluster } from '@/lib/ops/clusters'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { type getSlot, getSlot as getSlotOp } from '@/lib/ops/slots'
import { routes } from '@/lib/routes'
import { Panel } from '../../data/panel'
import { isEnding, phaseOf } from '../../ops/phase'
import { PhaseBadge } from '../../ops/phase-badge'
import { Sentence } from '../../ops/sentence'
import { Banner } from '../../ui/banner'
import { ButtonLink } from '../../ui/button'
import { Countdown, CountdownBar } from '../../ui/countdown'
import { Time } from '../../ui/time'
import { StuckNotice } from '../stuck-notice'
import { useBothZones } from '../when'
import { DriftIncident } from './drift-incident'
import { LevelSteps, levelName } from './level-steps'
import { RevokeGrant } from './revoke'

type Slot = z.output<typeof getSlot.output>

/** A cluster's MongoDB employee access: live access, requests, incidents, and history. */
export function AccessPanel({ groupId, clusterName }: { groupId: string; clusterName: string }) {
  const slot = useQuery(read(getSlotOp, { groupId, clusterName }))
  // The panel above gives the reason.
  const isSaid = useQuery(read(getCluster, { groupId, clusterName })).isError
  const mayFile = slot.data?.data.mayFile
  return (
    <Panel
      title="MongoDB employee access"
      query={slot}
      isEmpty="never"
      skeletonRows={3}
      actions={
        slot.data &&
        !mayFile && (
          <ButtonLink
            size="sm"
            variant="primary"
            href={routes.newRequest({ groupId, clusterName })}
          >
            Request access
          </ButtonLink>
        )
      }
    >
      {(data) => (
        <div className="grid gap-4 p-4">
          {data.restrictEmployeeAccess === false && (
            <Banner tone="warn" title="MongoDB employees already have infrastructure access">
              This organization does not restrict employee access.
            </Banner>
          )}
          {data.unread && !data.stuck && (
            <p className="text-muted text-sm">
              Gatehouse can’t read the access now and saw this <Time at={data.asOf} />.{' '}
              {!isSaid && data.unread}
            </p>
          )}
          {data.stuck && (
            <StuckNotice
              stuck={data.stuck}
              linked={data.stuck.requestId !== null && data.request === null}
            />
          )}
          {data.drift && <DriftIncident drift={data.drift} linked={false} />}
          <Now slot={data} clusterName={clusterName} />
          {mayFile && !data.request && <p className="text-muted text-sm">{mayFile}</p>}
          <Past past={data.past} />
        </div>
      )}
    </Panel>
  )
}

function Now({
  slot: { now, request, drift, restrictEmployeeAccess },
  clusterName,
}: {
  slot: Slot
  clusterName: string
}) {
  if (request) return <Open request={request} clusterName={clusterName} />
  if (drift) return null
  if (now)
    return (
      <Banner tone="warn" title={`${levelName(now.grantType)} access is open`}>
        {now.expirationTime ? (
          <>
            It expires <Time at={now.expirationTime} />.
          </>
        ) : (
          'When it ends is unknown.'
        )}{' '}
        Gatehouse is checking whether it was approved here.
      </Banner>
    )
  return (
    <p className="flex items-start gap-3 [&_svg]:mt-0.5 [&_svg]:size-5 [&_svg]:shrink-0">
      <svg aria-hidden className="icon-[door-closed] text-muted" />
      <span>
        <span className="block font-medium">
          {restrictEmployeeAccess ? 'No access' : 'No grant'}
        </span>
        <span className="text-muted text-sm">
          {restrictEmployeeAccess
            ? 'Without a grant, MongoDB employees can’t access this cluster.'
            : restrictEmployeeAccess === false
              ? 'They need one only for App Services sync data.'
              : 'Gatehouse can’t read the organization’s settings, so it can’t tell whether MongoDB employees have access without one.'}
        </span>
      </span>
    </p>
  )
}

/** The open request of the cluster. */
function Open({ request, clusterName }: { request: RequestSummary; clusterName: string }) {
  const phase = phaseOf(request, useNow())
  const isRevoking = isEnding(phase) && phase !== 'ending'
  const { inBoth } = useBothZones()
  const from = request.effect?.confirmedAt ?? request.effect?.sentAt ?? request.createdAt
  return (
    <div className="grid gap-3 rounded-lg border border-line p-4">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <p className="mb-1">
            <PhaseBadge request={request} />
          </p>
          {request.endsAt && request.state === 'approved' && !isRevoking ? (
            <>
              <p>
                <Countdown
                  to={request.endsAt}
                  what={`The grant on ${clusterName}`}
                  over="Checking the cluster…"
                  icon={false}
                  className="font-semibold text-2xl tracking-tight"
                />
              </p>
              <p className="text-muted text-sm">
                {request.level?.name} until {inBoth(request.endsAt)}
              </p>
            </>
          ) : (
            <p className="font-medium">
              <Sentence request={request} />
            </p>
          )}
          <p className="mt-1 text-muted text-sm">
            Requested by {request.requester.isMe ? 'you' : request.requester.name}{' '}
            <Time at={request.createdAt} />
            {request.settledBy && `, approved by ${request.settledBy}`}.{' '}
            <Link
              href={routes.request(request.id)}
              className="font-medium text-accent underline underline-offset-3"
            >
              View request
            </Link>
          </p>
        </div>
        {request.level && (
          <div className="w-80 max-sm:w-full">
            <LevelSteps level={request.level.id} />
          </div>
        )}
        {request.state === 'approved' && !isEnding(phase) ? (
          <RevokeGrant
            request={request}
            variant="danger"
            size="lg"
            label="Revoke access"
            className="max-sm:w-full"
          />
        ) : (
          request.state === 'pending' && (
            <span className="text-sm">
              <span className="text-muted text-xs">Time to decide</span>{' '}
              <Countdown to={request.decideBy} what="The time to decide" />
            </span>
          )
        )}
      </div>
      {request.endsAt && request.state === 'approved' && !isRevoking && (
        <CountdownBar from={from} to={request.endsAt} />
      )}
    </div>
  )
}

function Past({ past }: { past: readonly RequestSummary[] }) {
  if (past.length === 0) return null
  return (
    <section aria-label="Earlier requests">
      <h3 className="mb-1 font-medium text-muted text-xs">Earlier requests</h3>
      <ul className="divide-y divide-line">
        {past.map((r) => (
          <li key={r.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 text-sm">
            <Link href={routes.request(r.id)} className="min-w-0 flex-1 basis-64 hover:text-accent">
              <Sentence request={r} />
            </Link>
            <span className="text-muted text-xs">
              {r.requester.isMe ? 'you' : r.requester.name},{' '}
              <Time at={r.settledAt ?? r.createdAt} />
            </span>
            <PhaseBadge request={r} />
          </li>
        ))}
      </ul>
    </section>
  )
}
