'use client'
import type { ReactNode } from 'react'
import { useController } from 'react-hook-form'
import { serverNow } from '@/lib/client/clock'
import { inUtc, millis } from '@/lib/format/time'
import { Input } from '../ui/input'
import { Chips } from './chips'
import { FieldShell, useField } from './field'

const HOUR = 3_600_000

/** The value of a datetime-local input: the reader's own zone, to the minute. */
function toLocalInput(at: number): string {
  const date = new Date(at)
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** When something expires: ready spans, or any moment within `maxDays`; null for never, where `optional`. */
export function EndsField({
  name,
  label = 'Expires',
  hint,
  maxDays = 7,
  optional = true,
  whyNone,
}: {
  name: string
  label?: ReactNode
  hint?: ReactNode
  maxDays?: number
  optional?: boolean
  /** Why no expiry can be set: the field then says so and stays empty. */
  whyNone?: string | undefined
}) {
  const { id, error, control, isUntyped } = useField(name)
  const { field } = useController({ name })
  const at = typeof field.value === 'string' ? millis(field.value) : undefined

  const set = (moment: number | undefined) =>
    // Whole minutes: what stands in the box is what is sent.
    field.onChange(
      moment === undefined
        ? // Not undefined, for which the form would put the default back.
          null
        : new Date(Math.floor(moment / 60_000) * 60_000).toISOString().replace('.000Z', 'Z'),
    )
  const spans = [1, 8, 24, 24 * maxDays].filter((h) => h <= 24 * maxDays)

  return (
    <FieldShell
      id={id}
      label={label}
      error={error}
      hint={
        whyNone ??
        hint ??
        (at === undefined
          ? `${optional ? 'Never expires. ' : ''}An expiry can be at most ${maxDays} days away.`
          : `${inUtc(at)}. The field is in ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`)
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        <Input
          {...control}
          ref={field.ref}
          type="datetime-local"
          disabled={whyNone !== undefined}
          value={at === undefined ? '' : toLocalInput(at)}
          onBlur={() => isUntyped(field.value) || field.onBlur()}
          onChange={(event) => {
            const moment = millis(event.target.value)
            set(moment)
          }}
          className="w-auto"
        />
        {whyNone === undefined && (
          <Chips<number | undefined>
            label="Ready expiries"
            chips={[
              ...spans.map((h) => ({ label: h < 24 ? `${h} h` : `${h / 24} d`, value: h })),
              ...(optional ? [{ label: 'Never', value: undefined }] : []),
            ]}
            isChosen={(h) =>
              h === undefined
                ? at === undefined
                : at !== undefined && Math.abs(at - serverNow() - h * HOUR) < 90_000
            }
            onChoose={(h) => set(h === undefined ? undefined : serverNow() + h * HOUR)}
          />
        )}
      </div>
    </FieldShell>
  )
}
