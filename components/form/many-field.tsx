'use client'
import { useController } from 'react-hook-form'
import { type FieldProps, FieldWords, useField } from './field'
import { ManyChoice, type Option } from './many-choice'

/** A field of a form with several values out of many. */
export function ManyField({
  name,
  label,
  hint,
  one,
  none,
  options,
}: FieldProps & {
  one: string
  /** Shown while nothing is chosen. By default that means all. */
  none?: string
  options: readonly Option[]
}) {
  const { id, error } = useField(name)
  const { field } = useController({ name })
  return (
    <div>
      <ManyChoice
        label={String(label)}
        one={one}
        {...(none ? { none } : {})}
        options={options}
        chosen={Array.isArray(field.value) ? field.value : []}
        className="min-w-0"
        labelClass="mb-1.5 block font-medium text-sm"
        onChange={field.onChange}
      />
      <FieldWords id={id} hint={hint} error={error} />
    </div>
  )
}
