'use client'
import Link from 'next/link'
import { routes } from '@/lib/routes'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import type { JobRow } from './job-row'
import { Route } from './route'
import { restoreStyles } from './status-styles'
import { kindSays } from './words'

const SHOWN = 3

/** The running restores above the list, so that nobody has to search for what is being overwritten. */
export function RunningNow({ rows }: { rows: readonly JobRow[] }) {
  const running = rows.filter((row) => row.state === 'running')
  if (running.length === 0) return null
  return (
    <ul className="grid gap-3" aria-label="Running now">
      {running.slice(0, SHOWN).map((row) => (
        <li key={row.id} className="rounded-lg border border-accent bg-surface p-4">
          <p className="mb-3 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
            <StateBadge styles={restoreStyles} state={row.state} />
            <span className="text-muted">
              {kindSays(row.job.deliveryType)}
              {row.parts > 0 && `, ${row.parts} parts`}
            </span>
            <span className="text-muted">
              started <Time at={row.started} />
            </span>
            <Link
              href={routes.restoreJob(row.place.groupId, row.place.clusterName, row.id)}
              className="ml-auto font-medium text-accent hover:underline"
            >
              View job
            </Link>
          </p>
          <Route
            source={row.place}
            target={
              row.job.deliveryType === 'download'
                ? undefined
                : { groupId: row.job.targetGroupId, clusterName: row.job.targetClusterName }
            }
          />
        </li>
      ))}
      {running.length > SHOWN && (
        <li className="text-muted text-sm">{running.length - SHOWN} more in the list below.</li>
      )}
    </ul>
  )
}
