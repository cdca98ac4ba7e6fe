'use client'
import { type ComponentProps, useEffect, useState } from 'react'
import { serverNow } from '@/lib/client/clock'
import { useZone } from '@/lib/client/use-zone'
import { parseMoment } from '@/lib/format/moment'
import { inZone } from '@/lib/format/time'
import { fromClock } from '@/lib/format/zones'
import { cn } from '../ui/cn'
import { Input } from '../ui/input'

export const MOMENT_EXAMPLE = '29 Nov 2026, 08:00'

const words = (at: number, timeZone: string, seconds = false) => {
  const [, time = '', zone = ''] = /^(.*) (\S+)$/.exec(inZone(at, { seconds, timeZone })) ?? []
  return { time, zone }
}

/** A time that says UTC is in UTC, whatever the reader's zone is. */
const parsedIn = (text: string, timeZone: string): number | undefined => {
  const wall = parseMoment(text)
  return wall === undefined || timeZone === 'UTC' || /(Z|UTC)\s*$/i.test(text)
    ? wall
    : fromClock(wall, timeZone)
}

/**
 * A date and time in the reader's zone, in the console's own format. `at` is in milliseconds. `onChange` gets milliseconds, undefined for an
 * empty field, and NaN while the input is invalid.
 */
export function MomentInput({
  at,
  seconds = false,
  onChange,
  className,
  placeholder = seconds ? `${MOMENT_EXAMPLE}:00` : MOMENT_EXAMPLE,
  ...rest
}: Omit<ComponentProps<typeof Input>, 'value' | 'onChange' | 'type'> & {
  at: number | undefined
  seconds?: boolean
  onChange: (at: number | undefined) => void
}) {
  const zone = useZone()
  const written = (moment: number) => words(moment, zone, seconds).time
  const [text, setText] = useState(at === undefined ? '' : written(at))
  // Show values set from outside, such as a draft or a chip, without changing what is being typed.
  useEffect(() => {
    if (at !== undefined && Number.isNaN(at)) return
    setText((was) => {
      if (at === undefined) return ''
      return parsedIn(was, zone) === at ? was : words(at, zone, seconds).time
    })
  }, [at, seconds, zone])
  return (
    <span className={cn('relative inline-block w-56 max-w-full max-sm:w-full', className)}>
      <Input
        {...rest}
        value={text}
        spellCheck={false}
        placeholder={placeholder}
        className={zone === 'UTC' ? 'pr-11' : 'pr-20'}
        onChange={(event) => {
          const typed = event.target.value
          setText(typed)
          onChange(typed.trim() === '' ? undefined : (parsedIn(typed, zone) ?? Number.NaN))
        }}
      />
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-muted text-xs"
      >
        {words(at === undefined || Number.isNaN(at) ? serverNow() : at, zone).zone}
      </span>
    </span>
  )
}

/** For screen readers, which don't see the zone in the field. */
export const InOwnZone = () => <span className="sr-only"> in {useZone().replaceAll('_', ' ')}</span>
