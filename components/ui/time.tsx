'use client'
import { useNow } from '@/lib/client/use-now'
import { inUtc, inZone, millis, relative } from '@/lib/format/time'
import { cn } from './cn'
import { Tooltip } from './tooltip'

/** Both zones, to the second, in two lines. */
export const BothZones = ({ at }: { at: string | number }) => (
  <span className="block whitespace-nowrap">
    <span className="block">{inZone(at, { seconds: true })}</span>
    <span className="block text-muted">{inUtc(at, { seconds: true })}</span>
  </span>
)

/**
 * A relative time (`in 3 h`, `12 min ago`) with the exact time in local time and UTC on hover. Not a tab stop, because a
 * page has dozens. `exact` shows the UTC time instead.
 */
export function Time({
  at,
  exact = false,
  className,
}: {
  at: string | null | undefined
  exact?: boolean
  className?: string
}) {
  const now = useNow(5000)
  const moment = millis(at)
  if (moment === undefined || at === null || at === undefined)
    return <span className="text-faint">{at ?? '–'}</span>
  return (
    <Tooltip content={<BothZones at={moment} />}>
      <time
        dateTime={at}
        className={cn(
          'whitespace-nowrap rounded-xs underline decoration-dotted decoration-line underline-offset-3',
          className,
        )}
      >
        {exact ? inUtc(moment) : relative(moment, now)}
      </time>
    </Tooltip>
  )
}
