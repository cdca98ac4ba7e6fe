'use client'
import { useEffect, useRef } from 'react'
import { announce } from '@/lib/client/announce'
import { useNow } from '@/lib/client/use-now'
import { inUtc, millis, remaining } from '@/lib/format/time'
import { cn } from './cn'
import { BothZones } from './time'
import { Tooltip } from './tooltip'

const marks = [
  [0, 'is over'],
  [60_000, 'has one minute left'],
  [300_000, 'has five minutes left'],
] as const

/**
 * Time left, by the server's clock. Announced at five minutes, one minute and the end; `what` names what ends
 * (`The grant on prod-eu-1`).
 */
export function Countdown({
  to,
  what,
  over = 'over',
  icon = true,
  className,
}: {
  to: string
  what: string
  over?: string
  icon?: boolean
  className?: string
}) {
  const now = useNow()
  const end = millis(to) ?? now
  const left = end - now
  const crossed = marks.find(([mark]) => left <= mark)
  const last = useRef(crossed)

  useEffect(() => {
    if (crossed && crossed !== last.current) announce(`${what} ${crossed[1]}`)
    last.current = crossed
  }, [crossed, what])

  return (
    <Tooltip content={<BothZones at={end} />}>
      <time
        dateTime={to}
        data-utc={inUtc(end, { seconds: true })}
        className={cn(
          'inline-flex items-center gap-1 whitespace-nowrap rounded-xs font-medium',
          left <= 300_000 ? 'text-warn' : 'text-text',
          className,
        )}
      >
        {icon && <svg aria-hidden className="icon-[hourglass] size-3.5 shrink-0" />}
        {left <= 0 ? over : remaining(left)}
      </time>
    </Tooltip>
  )
}

/** A progress bar below a countdown. Decorative. */
export function CountdownBar({ from, to }: { from: string; to: string }) {
  const now = useNow()
  const [start, end] = [millis(from) ?? now, millis(to) ?? now]
  const left = end > start ? Math.min(1, Math.max(0, (end - now) / (end - start))) : 0
  return (
    <div aria-hidden className="h-1 overflow-hidden rounded-full bg-line">
      <div
        className={cn(
          'h-full rounded-full transition-[width] duration-150',
          end - now <= 300_000 ? 'bg-warn' : 'bg-accent-solid',
        )}
        style={{ width: `${left * 100}%` }}
      />
    </div>
  )
}
