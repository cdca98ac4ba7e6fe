'use client'
import { type ReactNode, useState } from 'react'
import { useController } from 'react-hook-form'
import { Checkbox } from '../ui/input'
import { type FieldProps, FieldWords, useField } from './field'

export type Choice = { value: string; title: ReactNode; detail?: ReactNode }

/** Checkboxes whose value is the list of the chosen ones. */
export function CheckGroup({
  name,
  label,
  hint,
  choices,
  none,
}: FieldProps & { choices: readonly Choice[]; none: string }) {
  const { id, error } = useField(name)
  const { field } = useController({ name })
  const chosen: readonly unknown[] = Array.isArray(field.value) ? field.value : []
  // Values that were there before and are not among the choices stay visible.
  const [others] = useState(() =>
    chosen.filter((one) => typeof one === 'string' && choices.every(({ value }) => value !== one)),
  )
  const all = [...choices, ...others.map((one) => ({ value: String(one), title: String(one) }))]
  const turn = (value: string, on: boolean) =>
    field.onChange(on ? [...chosen, value] : chosen.filter((one) => one !== value))
  return (
    <fieldset
      aria-invalid={error !== undefined || undefined}
      aria-describedby={`${id}-hint ${id}-error`}
    >
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      {all.length === 0 && <p className="text-muted text-sm">{none}</p>}
      <div className="grid gap-0.5">
        {all.map(({ value, title, detail }: Choice) => (
          <label
            key={value}
            htmlFor={`${id}-${value}`}
            className="flex min-h-7 items-start gap-2.5 rounded-md px-1 py-1 text-sm hover:bg-hover pointer-coarse:min-h-10 pointer-coarse:items-center"
          >
            <Checkbox
              id={`${id}-${value}`}
              checked={chosen.includes(value)}
              onChange={(event) => turn(value, event.target.checked)}
              onBlur={field.onBlur}
              className="-mt-0.5"
            />
            <span className="min-w-0">
              {title}
              {detail && <span className="block text-muted text-xs">{detail}</span>}
            </span>
          </label>
        ))}
      </div>
      <FieldWords id={id} hint={hint} error={error} />
    </fieldset>
  )
}
