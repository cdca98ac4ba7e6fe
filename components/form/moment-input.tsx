'use client'
import { type ComponentProps, useEffect, useState } from 'react'
import { parseMoment } from '@/lib/format/moment'
import { inUtc } from '@/lib/format/time'
import { cn } from '../ui/cn'
import { Input } from '../ui/input'

export const MOMENT_EXAMPLE = '29 Nov 2026, 08:00'

const written = (at: number, seconds: boolean) => inUtc(at, { seconds }).replace(/ UTC$/, '')

/**
 * A UTC date and time in the console's own format. `at` is in milliseconds. `onChange` gets milliseconds, undefined for an
 * empty field, and NaN while the input is invalid.
 */
export function MomentInput({
  at,
  seconds = false,
  onChange,
  className,
  ...rest
}: Omit<ComponentProps<typeof Input>, 'value' | 'onChange' | 'type'> & {
  at: number | undefined
  seconds?: boolean
  onChange: (at: number | undefined) => void
}) {
  const [text, setText] = useState(at === undefined ? '' : written(at, seconds))
  // Show values set from outside, such as a draft or a chip, without changing what is being typed.
  useEffect(() => {
    if (at !== undefined && Number.isNaN(at)) return
    setText((was) => {
      if (at === undefined) return ''
      return parseMoment(was) === at ? was : written(at, seconds)
    })
  }, [at, seconds])
  return (
    <span className={cn('relative inline-block w-56 max-w-full', className)}>
      <Input
        {...rest}
        value={text}
        spellCheck={false}
        placeholder={seconds ? `${MOMENT_EXAMPLE}:00` : MOMENT_EXAMPLE}
        className="pr-11"
        onChange={(event) => {
          const typed = event.target.value
          setText(typed)
          onChange(typed.trim() === '' ? undefined : (parseMoment(typed) ?? Number.NaN))
        }}
      />
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-muted text-xs"
      >
        UTC
      </span>
    </span>
  )
}

/** For screen readers, which don't see the unit in the field. */
export const InUtc = () => <span className="sr-only"> in UTC</span>
