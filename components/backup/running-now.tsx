'use client'
import Link from 'next/link'
import { count } from '@/lib/format/words'
import { routes } from '@/lib/routes'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import type { Job } from './job'
import type { Place } from './kinds'
import { Route } from './route'
import { jobStyles } from './status-styles'

const SHOWN = 3

/** The running restores above the list, so that nobody has to search for what is being overwritten. */
export function RunningNow({ place, running }: { place: Place; running: readonly Job[] }) {
  return (
    <ul className="grid gap-3" aria-label="Running now">
      {running.slice(0, SHOWN).map((job) => (
        <li key={job.id} className="rounded-lg border border-accent bg-surface p-4">
          <p className="mb-3 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
            <StateBadge styles={jobStyles} state={job.state} />
            <span className="text-muted">
              {job.type}
              {job.parts.length > 0 && `, ${count(job.parts.length, 'part')}`}
            </span>
            <span className="text-muted">
              started <Time at={job.started} />
            </span>
            <Link
              href={routes.restoreJob(place.groupId, place.clusterName, job.id)}
              className="ml-auto font-medium text-accent hover:underline"
            >
              View job
            </Link>
          </p>
          <Route source={place} target={job.target} />
        </li>
      ))}
      {running.length > SHOWN && (
        <li className="text-muted text-sm">{running.length - SHOWN} more in the list below.</li>
      )}
    </ul>
  )
}
