'use client'
import Link from 'next/link'
import type { Grant } from '@/lib/ops/grant'
import type { Drift } from '@/lib/ops/request-shapes'
import { routes } from '@/lib/routes'
import { EnvironmentBadge } from '../../ui/badge'
import { Countdown } from '../../ui/countdown'
import { Time } from '../../ui/time'
import { levelName } from './level-steps'
import { RevokeForeign } from './revoke'

const inWords = (grant: Grant | null) =>
  grant ? (
    <>
      {levelName(grant.grantType)}
      {grant.expirationTime ? (
        <>
          {' until '}
          <Time at={grant.expirationTime} exact />
        </>
      ) : (
        ', end unknown'
      )}
    </>
  ) : (
    'no grant'
  )

/** Access that differs from what was approved: an incident, with its revoke button. */
export function DriftIncident({ drift, linked = true }: { drift: Drift; linked?: boolean }) {
  const { clusterName, groupId, groupName, orgName, expected, observed } = drift
  return (
    <section
      aria-label={`Incident on ${clusterName}`}
      className="flex flex-wrap items-start gap-x-4 gap-y-3 rounded-lg border border-bad-line border-l-4 border-l-bad-solid bg-bad-soft px-4 py-3"
    >
      <svg aria-hidden className="icon-[shield-alert] mt-0.5 size-5 shrink-0 text-bad" />
      <div className="min-w-0 flex-1 basis-56 sm:basis-72">
        <h2 className="font-semibold text-bad">
          {observed
            ? observed.expirationTime
              ? expected
                ? 'This access differs from what was approved'
                : 'This access was granted outside Gatehouse'
              : 'MongoDB employees have access, and its end is unknown'
            : 'An approved grant was removed outside Gatehouse'}
        </h2>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          {linked ? (
            <Link
              href={routes.cluster(groupId, clusterName)}
              className="font-medium underline decoration-bad-line underline-offset-3"
            >
              {clusterName}
            </Link>
          ) : (
            <span className="font-medium">{clusterName}</span>
          )}
          <span className="text-muted">
            {groupName} · {orgName}
          </span>
          <EnvironmentBadge environment={drift.environment} />
        </p>
        <dl className="mt-1.5 grid gap-x-8 gap-y-0.5 text-sm sm:flex sm:flex-wrap">
          <div className="flex gap-2">
            <dt className="shrink-0 text-muted">Approved</dt>
            <dd>{inWords(expected)}</dd>
          </div>
          <div className="flex gap-2">
            <dt className="shrink-0 text-muted">In Atlas</dt>
            <dd>{inWords(observed)}</dd>
          </div>
          <div className="flex gap-2">
            <dt className="shrink-0 text-muted">First seen</dt>
            <dd>
              <Time at={drift.firstSeenAt} />
            </dd>
          </div>
        </dl>
      </div>
      {observed && (
        <div className="flex items-center gap-3 max-sm:w-full max-sm:justify-between">
          {observed.expirationTime && (
            <Countdown to={observed.expirationTime} what={`The grant on ${clusterName}`} />
          )}
          <RevokeForeign drift={drift} variant="danger" />
        </div>
      )}
    </section>
  )
}
