'use client'
import { Elapsed } from '../data/elapsed'
import { Countdown } from '../ui/countdown'
import { Time } from '../ui/time'
import type { Job } from './job'

/** How long it has run, how long its links work, or when it ended. `isLabeled`: beside a label that says `Ended`. */
export function JobEnd({
  job: { isRunning, state, started, end },
  isLabeled = false,
}: {
  job: Job
  isLabeled?: boolean
}) {
  if (isRunning)
    return (
      <span className="whitespace-nowrap">
        <span className="text-muted">running</span> <Elapsed since={started} />
      </span>
    )
  if (end === undefined) return <span className="text-faint">–</span>
  if (state === 'ready')
    return (
      <span className="inline-flex flex-wrap items-center gap-x-1.5">
        <span className="text-muted">links expire in</span>
        <Countdown to={end} what="The download" over="expired" />
      </span>
    )
  if (isLabeled) return <Time at={end} exact />
  return (
    <span className="whitespace-nowrap">
      <span className="text-muted">{state === 'expired' ? 'expired' : 'ended'}</span>{' '}
      <Time at={end} />
    </span>
  )
}
