'use client'
import type { ReactNode } from 'react'
import { useController } from 'react-hook-form'
import { serverNow } from '@/lib/client/clock'
import { useZone } from '@/lib/client/use-zone'
import { inUtc, millis } from '@/lib/format/time'
import { Chips } from './chips'
import { FieldShell, useField } from './field'
import { InOwnZone, MOMENT_EXAMPLE, MomentInput } from './moment-input'

const HOUR = 3_600_000
const NOT_A_MOMENT = 'not a date'

function hintOf(at: number | undefined, optional: boolean, maxDays: number, zone: string): string {
  const most = `At most ${maxDays} days from now.`
  if (at === undefined) return optional ? `Never expires. ${most}` : most
  return zone === 'UTC' ? most : `${inUtc(at)}.`
}

/** An expiry, from presets or any time within `maxDays`; null for never, if `optional`. */
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
  /** Why no expiry can be set; disables the field. */
  whyNone?: string | undefined
}) {
  const { id, error, control, isUntyped } = useField(name)
  const zone = useZone()
  const { field } = useController({ name })
  const typed = typeof field.value === 'string' ? field.value : undefined
  const at = millis(typed)
  const isUnclear = typed !== undefined && at === undefined

  const set = (moment: number | undefined) =>
    // Whole minutes, as shown. Invalid input stays in the form so that it is refused.
    field.onChange(
      moment === undefined
        ? // Not undefined, for which the form would put the default back.
          null
        : Number.isNaN(moment)
          ? NOT_A_MOMENT
          : new Date(Math.floor(moment / 60_000) * 60_000).toISOString().replace('.000Z', 'Z'),
    )
  const spans = [1, 8, 24, 24 * maxDays].filter((h) => h <= 24 * maxDays)

  return (
    <FieldShell
      id={id}
      label={
        <>
          {label}
          <InOwnZone />
        </>
      }
      error={error ?? (isUnclear ? `Enter a date and time, such as ${MOMENT_EXAMPLE}.` : undefined)}
      hint={whyNone ?? hint ?? hintOf(at, optional, maxDays, zone)}
    >
      <div className="flex flex-wrap items-center gap-2">
        <MomentInput
          {...control}
          ref={field.ref}
          aria-invalid={control['aria-invalid'] || isUnclear || undefined}
          disabled={whyNone !== undefined}
          at={isUnclear ? Number.NaN : at}
          onBlur={() => isUntyped(field.value) || field.onBlur()}
          onChange={set}
        />
        {whyNone === undefined && (
          <Chips<number | undefined>
            label="Common choices"
            chips={[
              ...spans.map((h) => ({ label: h < 24 ? `${h} h` : `${h / 24} d`, value: h })),
              ...(optional ? [{ label: 'Never', value: undefined }] : []),
            ]}
            isChosen={(h) =>
              h === undefined
                ? typed === undefined
                : at !== undefined && Math.abs(at - serverNow() - h * HOUR) < 90_000
            }
            onChoose={(h) => set(h === undefined ? undefined : serverNow() + h * HOUR)}
          />
        )}
      </div>
    </FieldShell>
  )
}
