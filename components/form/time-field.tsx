'use client'
import { useController } from 'react-hook-form'
import { useZone } from '@/lib/client/use-zone'
import { millis } from '@/lib/format/time'
import { fromClock, isoInZone } from '@/lib/format/zones'
import { Input } from '../ui/input'
import { type FieldProps, FieldShell, useField } from './field'

/** A moment as the browser's field has it: without a zone, to the minute. */
const typedTime = (value: unknown, zone: string): string =>
  typeof value === 'string' && millis(value) !== undefined
    ? isoInZone(value, zone).slice(0, 16)
    : ''

/** A date and time in the reader's time zone. The form holds it in ISO 8601, or undefined while it is empty. */
export function TimeField({ name, label, hint }: FieldProps) {
  const { id, error, control } = useField(name)
  const { field } = useController({ name })
  const zone = useZone()
  return (
    <FieldShell {...{ id, label, hint, error }}>
      <Input
        {...control}
        ref={field.ref}
        type="datetime-local"
        defaultValue={typedTime(field.value, zone)}
        onChange={({ target }) => {
          const wall = Date.parse(`${target.value}Z`)
          const at = Number.isNaN(wall) ? undefined : fromClock(wall, zone)
          field.onChange(at === undefined ? undefined : new Date(at).toISOString())
        }}
        onBlur={field.onBlur}
      />
    </FieldShell>
  )
}
