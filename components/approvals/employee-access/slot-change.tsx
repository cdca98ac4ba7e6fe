'use client'
import type { ReactNode } from 'react'
import { useNow } from '@/lib/client/use-now'
import { minutesInWords } from '@/lib/format/duration'
import { millis } from '@/lib/format/time'
import type { Grant } from '@/lib/ops/grant'
import { cn } from '../../ui/cn'
import { Time } from '../../ui/time'
import { useBothZones } from '../when'
import { levelName } from './level-steps'

/**
 * The cluster's access now and after the request; `after` is undefined once nothing more will be sent. The expiry is not
 * fixed until the call is sent.
 */
export function SlotChange({
  now,
  after,
  level,
  minutes,
  startsAt,
  isApproved,
}: {
  now: Grant | null
  /** What was or would be sent. */
  after: Grant | null | undefined
  /** The level as the approver narrows it. */
  level: string | undefined
  /** Set while the expiry is not fixed. */
  minutes: number | null
  /** Nothing is sent earlier. Null: right after the approval. */
  startsAt: string | null
  isApproved: boolean
}) {
  const at = useNow(30_000)
  const { inBoth, clockInBoth } = useBothZones()
  const start = millis(startsAt) ?? at
  return (
    <div className="flex items-stretch gap-2 text-sm">
      <Side label="Now" isEmpty={now === null}>
        {now ? (
          <>
            {levelName(now.grantType)},{' '}
            {now.expirationTime ? (
              <>
                until <Time exact at={now.expirationTime} className="whitespace-normal" />
              </>
            ) : (
              'end unknown'
            )}
          </>
        ) : (
          'No grant'
        )}
      </Side>
      {after !== undefined && (
        <svg aria-hidden className="icon-[arrow-right] size-4 shrink-0 self-center text-faint" />
      )}
      {after !== undefined && (
        <Side label="After" isEmpty={after === null}>
          {after ? (
            <>
              <span className="font-medium">{levelName(level ?? after.grantType)}</span>
              {minutes === null ? (
                <>
                  , until <Time exact at={after.expirationTime} className="whitespace-normal" />
                </>
              ) : (
                <>
                  {' '}
                  for {minutesInWords(minutes)}
                  <span className="block text-muted text-xs">
                    {start > at ? (
                      <>
                        from {inBoth(start)} until about {inBoth(start + minutes * 60_000)}
                      </>
                    ) : (
                      <>
                        {isApproved ? 'until about' : 'if approved now, until about'}{' '}
                        {clockInBoth(at + minutes * 60_000)}
                      </>
                    )}
                  </span>
                </>
              )}
            </>
          ) : (
            'No grant'
          )}
        </Side>
      )}
    </div>
  )
}

const Side = ({
  label,
  isEmpty,
  children,
}: {
  label: string
  isEmpty: boolean
  children: ReactNode
}) => (
  <div
    className={cn(
      'min-w-0 flex-1 rounded-md border px-2.5 py-1.5',
      isEmpty ? 'border-line border-dashed text-muted' : 'border-line bg-sunken',
    )}
  >
    <span className="block text-2xs text-faint">{label}</span>
    {children}
  </div>
)
