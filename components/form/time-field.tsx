'use client'
import { useController } from 'react-hook-form'
import { Input } from '../ui/input'
import { type FieldProps, FieldShell, useField } from './field'

const two = (n: number) => String(n).padStart(2, '0')

/** A moment as the browser's field has it: in local time, to the minute. */
function typedTime(value: unknown): string {
  const at = new Date(typeof value === 'string' ? value : Number.NaN)
  if (Number.isNaN(at.getTime())) return ''
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** A date and time in the reader's time zone. The form holds it in ISO 8601, or undefined while it is empty. */
export function TimeField({ name, label, hint }: FieldProps) {
  const { id, error, control } = useField(name)
  const { field } = useController({ name })
  return (
    <FieldShell {...{ id, label, hint, error }}>
      <Input
        {...control}
        ref={field.ref}
        type="datetime-local"
        defaultValue={typedTime(field.value)}
        onChange={({ target }) => {
          const at = new Date(target.value)
          field.onChange(Number.isNaN(at.getTime()) ? undefined : at.toISOString())
        }}
        onBlur={field.onBlur}
      />
    </FieldShell>
  )
}
