'use client'
import { useNow } from '@/lib/client/use-now'
import { useExactTime } from '@/lib/client/use-zone'
import { inUtc, millis, relative } from '@/lib/format/time'
import { cn } from './cn'
import { Tooltip } from './tooltip'

/** Both zones, to the second, in two lines. */
export function BothZones({ at }: { at: string | number }) {
  const exact = useExactTime()
  const [here, utc] = [exact(at, { seconds: true }), inUtc(at, { seconds: true })]
  return (
    <span className="block whitespace-nowrap">
      <span className="block">{here}</span>
      {here !== utc && <span className="block text-muted">{utc}</span>}
    </span>
  )
}

/**
 * A relative time (`in 3 h`, `12 min ago`) with the exact time in the reader's zone and UTC on hover. Not a tab stop,
 * because a page has dozens. `exact` shows the time in the reader's zone instead.
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
  const written = useExactTime()
  const moment = millis(at)
  if (moment === undefined || at === null || at === undefined)
    return <span className="text-faint">{at ?? '–'}</span>
  return (
    <Tooltip content={<BothZones at={moment} />}>
      <time
        dateTime={at}
        data-utc={inUtc(moment, { seconds: true })}
        className={cn(
          'whitespace-nowrap rounded-xs underline decoration-dotted decoration-line underline-offset-3',
          className,
        )}
      >
        {exact ? written(moment) : relative(moment, now)}
      </time>
    </Tooltip>
  )
}

/** A time in the reader's zone as text, with UTC on hover: `21 Nov 2026, 18:00 CET`. `isShort` leaves out the year. */
export function ExactTime({
  at,
  seconds = false,
  isShort = false,
}: {
  at: string | number
  seconds?: boolean
  isShort?: boolean
}) {
  const text = useExactTime()(at, { seconds })
  return <span title={inUtc(at, { seconds })}>{isShort ? text.replace(/ \d{4},/, ',') : text}</span>
}
