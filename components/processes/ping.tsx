'use client'
import { useNow } from '@/lib/client/use-now'
import { millis } from '@/lib/format/time'
import { Badge } from '../ui/badge'
import { Time } from '../ui/time'
import { SILENT_AFTER } from './words'

/** How long ago a process last reported, with a warning when that is too long. */
export function Ping({ at }: { at: string | null | undefined }) {
  const now = useNow(5000)
  const moment = millis(at)
  if (moment === undefined) return <span className="text-faint">{at || 'Never'}</span>
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Time at={at} />
      {now - moment > SILENT_AFTER && <Badge tone="warn">Not reporting</Badge>}
    </span>
  )
}
