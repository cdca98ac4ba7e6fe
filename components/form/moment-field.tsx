'use client'
import { useController } from 'react-hook-form'
import { millis } from '@/lib/format/time'
import { type FieldProps, FieldShell, useField } from './field'
import { InOwnZone, MOMENT_EXAMPLE, MomentInput } from './moment-input'

/** A date and time in the reader's zone. Its value is ISO 8601, empty for none, or text that is no date while the input is invalid. */
export function MomentField({ name, label, hint, seconds }: FieldProps & { seconds?: boolean }) {
  const { id, error, control } = useField(name)
  const { field } = useController({ name })
  const typed = typeof field.value === 'string' ? field.value : ''
  const at = typed === '' ? undefined : (millis(typed) ?? Number.NaN)
  const isUnclear = at !== undefined && Number.isNaN(at)
  return (
    <FieldShell
      id={id}
      label={
        <>
          {label}
          <InOwnZone />
        </>
      }
      hint={hint}
      error={error ?? (isUnclear ? `Enter a date and time, such as ${MOMENT_EXAMPLE}.` : undefined)}
    >
      <MomentInput
        {...control}
        {...(seconds ? { seconds } : {})}
        ref={field.ref}
        at={at}
        onBlur={field.onBlur}
        onChange={(moment) =>
          field.onChange(
            moment === undefined
              ? ''
              : Number.isNaN(moment)
                ? 'not a date'
                : new Date(moment).toISOString(),
          )
        }
      />
    </FieldShell>
  )
}
