'use client'
import { useEffect, useState } from 'react'
import { useController } from 'react-hook-form'
import { minutesInWords, parseDuration, typedDuration } from '@/lib/format/duration'
import { Button } from '../ui/button'
import { Input } from '../ui/input'
import { Chips } from './chips'
import { type FieldProps, FieldShell, useField } from './field'

/**
 * A duration in minutes, from presets or typed (`3h 30m`). `max` is the policy's limit and disables longer presets.
 */
export function DurationField({
  name,
  label,
  hint,
  presets = [60, 120, 240, 480, 1440],
  min = 1,
  max,
  step,
}: FieldProps & {
  presets?: readonly number[]
  min?: number
  max?: number | null | undefined
  /** Adds `−` and `+` buttons with this step, in minutes. */
  step?: number
}) {
  const { id, error, control, isUntyped } = useField(name)
  const { field } = useController({ name })
  const minutes = typeof field.value === 'number' ? field.value : undefined
  const [text, setText] = useState(minutes === undefined ? '' : typedDuration(minutes))

  // Show values set from outside, such as a draft or a chip, without changing what is being typed.
  useEffect(() => {
    setText((was) =>
      minutes === undefined || parseDuration(was) === minutes ? was : typedDuration(minutes),
    )
  }, [minutes])

  const cap = max ?? Number.POSITIVE_INFINITY
  const choose = (value: number) => field.onChange(Math.min(Math.max(value, min), cap))
  const said =
    minutes === undefined
      ? text
        ? 'Enter a duration, such as 90, 3h 30m or 1 day.'
        : undefined
      : minutes > cap
        ? `At most ${minutesInWords(cap)} here.`
        : minutes < min
          ? `At least ${minutesInWords(min)} here.`
          : undefined

  return (
    <FieldShell
      id={id}
      label={label}
      error={error ?? said}
      hint={
        hint ??
        (Number.isFinite(cap) ? `The policy allows up to ${minutesInWords(cap)}.` : undefined)
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        {step !== undefined && (
          <Button
            aria-label={`${minutesInWords(step)} shorter`}
            onClick={() => choose((minutes ?? min) - step)}
          >
            −
          </Button>
        )}
        <Input
          {...control}
          ref={field.ref}
          value={text}
          inputMode="text"
          spellCheck={false}
          className="w-28"
          onBlur={() => {
            if (text.trim() !== '' || !isUntyped(field.value)) field.onBlur()
            if (minutes !== undefined) setText(typedDuration(minutes))
          }}
          onChange={(event) => {
            setText(event.target.value)
            field.onChange(parseDuration(event.target.value))
          }}
        />
        {step !== undefined && (
          <Button
            aria-label={`${minutesInWords(step)} longer`}
            onClick={() => choose((minutes ?? 0) + step)}
          >
            +
          </Button>
        )}
        <Chips
          label="Common durations"
          chips={presets.map((value) => ({
            label: minutesInWords(value),
            value,
            whyNot: value > cap ? 'Longer than the policy allows' : undefined,
          }))}
          isChosen={(value) => value === minutes}
          onChoose={choose}
        />
      </div>
    </FieldShell>
  )
}
