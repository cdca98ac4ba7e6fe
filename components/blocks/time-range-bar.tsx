'use client'
import { type ReactNode, useId, useState } from 'react'
import { serverNow } from '@/lib/client/clock'
import type { Granularity } from '@/lib/ops/measurements'
import { InOwnZone, MomentInput } from '../form/moment-input'
import { Pick } from '../form/pick'
import { Button } from '../ui/button'
import { Segments } from '../ui/segments'
import { type Period, periods, type TimeRange } from './use-time-range'

const labels = Object.values(periods).map(([label]) => label)
const CUSTOM = 'Custom'
const MINUTE = 60_000
const every: Record<Granularity, string> = {
  PT1M: '1 minute',
  PT5M: '5 minutes',
  PT1H: '1 hour',
  P1D: '1 day',
}

/** Chooses the time range of measurements, and the granularity where Atlas takes one. */
export function TimeRangeBar({
  time,
  hasGranularity = true,
  children,
}: {
  time: TimeRange
  hasGranularity?: boolean
  /** More choices, before these. */
  children?: ReactNode
}) {
  const choose = (label: string) => {
    const found = Object.entries(periods).find(([, [one]]) => one === label)
    if (found) time.choose(found[0] as Period)
    else time.startBetween()
  }
  return (
    <div className="mb-4 grid gap-3">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        {children}
        <Segments
          label="Time range"
          options={[...labels, CUSTOM]}
          value={time.isBetween || !time.period ? CUSTOM : periods[time.period][0]}
          onChange={choose}
        />
        {hasGranularity && (
          <Pick
            label="One value every"
            value={time.isAutomatic ? '' : time.granularity}
            choices={[
              ['', `${every[time.automatic]} (automatic)`],
              ...time.fitting.map((one) => [one, every[one]] as const),
            ]}
            onChange={(one) => time.chooseGranularity(one as Granularity | '')}
          />
        )}
      </div>
      {time.isBetween && <Between key={`${time.start} ${time.end}`} time={time} />}
    </div>
  )
}

function Between({ time }: { time: TimeRange }) {
  const id = useId()
  // Starts from the period that was shown.
  const [now] = useState(() => Math.floor(serverNow() / MINUTE) * MINUTE)
  const [start, setStart] = useState<number | undefined>(time.start ?? now - time.ms)
  const [end, setEnd] = useState<number | undefined>(time.end ?? now)
  const why =
    start === undefined || end === undefined || Number.isNaN(start) || Number.isNaN(end)
      ? 'Enter a start and an end.'
      : start >= end
        ? 'The start must be before the end.'
        : start > serverNow()
          ? 'The start must be in the past.'
          : undefined
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!why && start !== undefined && end !== undefined) time.chooseBetween(start, end)
      }}
    >
      <label htmlFor={`${id}-start`} className="grid gap-1 text-muted text-xs">
        <span>
          Start
          <InOwnZone />
        </span>
        <MomentInput id={`${id}-start`} at={start} onChange={setStart} />
      </label>
      <label htmlFor={`${id}-end`} className="grid gap-1 text-muted text-xs">
        <span>
          End
          <InOwnZone />
        </span>
        <MomentInput id={`${id}-end`} at={end} onChange={setEnd} />
      </label>
      <Button type="submit" disabled={why !== undefined} aria-describedby={`${id}-why`}>
        Show
      </Button>
      <p id={`${id}-why`} className="min-h-8 content-center text-muted text-xs">
        {why}
      </p>
    </form>
  )
}
