'use client'
import { useNow } from '@/lib/client/use-now'
import { millis } from '@/lib/format/time'
import { Badge } from '../ui/badge'
import { Copyable } from '../ui/copyable'
import { Countdown } from '../ui/countdown'
import { ExactTime, Time } from '../ui/time'
import type { Entry } from './entries'
import { DriftBadge } from './late-notes'
import type { Row } from './row'

const DAY = 86_400_000

/** The address, with badges for what needs attention. */
export function AddressCell({ row }: { row: Row }) {
  const { value, isWide, isEverything, coveredBy, covers, times, drift } = row
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <Copyable value={value} what="entry" />
      {isWide && (
        <Badge
          tone="bad"
          icon={
            isEverything ? (
              <svg aria-hidden className="icon-[globe]" />
            ) : (
              <svg aria-hidden className="icon-[triangle-alert]" />
            )
          }
        >
          {isEverything ? 'Whole internet' : 'Wide'}
        </Badge>
      )}
      {coveredBy && (
        <Badge tone="warn" icon={<svg aria-hidden className="icon-[layers]" />}>
          Covered by {coveredBy}
        </Badge>
      )}
      {covers > 0 && (
        <Badge icon={<svg aria-hidden className="icon-[layers]" />}>Covers {covers} more</Badge>
      )}
      {times > 1 && (
        <Badge tone="warn" icon={<svg aria-hidden className="icon-[copy]" />}>
          Listed {times === 2 ? 'twice' : `${times} times`}
        </Badge>
      )}
      {drift.fresh.has(value) && <DriftBadge word="New" why="Added since you opened this page." />}
      {drift.changed.has(value) && (
        <DriftBadge
          word="Changed"
          why="Its comment or expiry changed since you opened this page."
        />
      )}
    </span>
  )
}

/** The time that is left, ticking on the last day, with the exact expiry beside it. */
export function EndsCell({ entry: { value, endsAt } }: { entry: Entry }) {
  const now = useNow(60_000)
  const end = millis(endsAt)
  if (end === undefined || endsAt === null) return <span className="text-faint">Never</span>
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      {end - now <= DAY ? (
        <Countdown to={endsAt} what={`The entry ${value}`} over="Expiring" />
      ) : (
        <Time at={endsAt} />
      )}
      <span className="whitespace-nowrap text-faint text-xs">
        {/* The year is obvious for a date within a week. */}
        <ExactTime at={end} isShort />
      </span>
    </span>
  )
}
