'use client'
import { useNow } from '@/lib/client/use-now'
import { inUtc, millis, roughly } from '@/lib/format/time'
import { cn } from '../ui/cn'

/** Older data is stale, and nothing may be decided on it. */
const STALE_AFTER_MS = 30_000

/** The age of data in milliseconds, and whether it is too old to decide on. */
export function useAge(asOf: string | undefined): { age: number; isStale: boolean } {
  const now = useNow(5000)
  const read = millis(asOf)
  const age = read === undefined ? 0 : Math.max(0, now - read)
  return { age, isStale: age > STALE_AFTER_MS }
}

const words = (age: number) => (age < 5000 ? 'Updated just now' : `Updated ${roughly(age)} ago`)

/** `Updated 40 s ago`; amber once it is stale. On paper, when the data was read. */
export function Age({ asOf }: { asOf: string }) {
  const { age, isStale } = useAge(asOf)
  return (
    <time
      dateTime={asOf}
      data-utc={inUtc(asOf)}
      className={cn('whitespace-nowrap', isStale && 'text-warn')}
    >
      {words(age)}
    </time>
  )
}
