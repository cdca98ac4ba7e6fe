'use client'
import { useNow } from '@/lib/client/use-now'
import { millis, roughly } from '@/lib/format/time'
import { BothZones } from '../ui/time'
import { Tooltip } from '../ui/tooltip'

/** `for 12 min`, counting; with `until`, `took 12 min`. Exact times on hover. */
export function Elapsed({
  since,
  until,
  className,
}: {
  since: string | null | undefined
  until?: string | null | undefined
  className?: string
}) {
  const now = useNow(1000)
  const start = millis(since)
  const end = millis(until)
  if (start === undefined) return <span className="text-faint">–</span>
  return (
    <Tooltip
      content={
        <>
          <BothZones at={start} />
          {end !== undefined && <BothZones at={end} />}
        </>
      }
    >
      <span className={className}>
        {end === undefined
          ? `for ${roughly(Math.max(0, now - start))}`
          : `took ${roughly(Math.max(0, end - start))}`}
      </span>
    </Tooltip>
  )
}
