'use client'
import { Elapsed } from '../data/elapsed'
import { Countdown } from '../ui/countdown'
import { Time } from '../ui/time'
import type { JobRow } from './job-row'

/** How long it has run, how long its links work, or when it ended. */
export function JobEnd({ row }: { row: JobRow }) {
  if (row.state === 'running')
    return (
      <span className="whitespace-nowrap">
        <span className="text-muted">running</span> <Elapsed since={row.started} />
      </span>
    )
  if (row.state === 'ready' && row.end)
    return (
      <span className="inline-flex flex-wrap items-center gap-x-1.5">
        <span className="text-muted">links expire in</span>
        <Countdown to={row.end} what="The download" over="expired" />
      </span>
    )
  if (row.end === undefined) return <span className="text-faint">–</span>
  return (
    <span className="whitespace-nowrap">
      <span className="text-muted">{row.state === 'expired' ? 'expired' : 'ended'}</span>{' '}
      <Time at={row.end} />
    </span>
  )
}
