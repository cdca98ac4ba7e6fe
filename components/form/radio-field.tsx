'use client'
import { useController } from 'react-hook-form'
import { type RadioCard, RadioCards } from '../ui/radio-cards'
import { useField } from './field'

/** Radio buttons with descriptions as a form field. */
export function RadioField<V extends string>({
  name,
  label,
  cards,
}: {
  name: string
  label: string
  cards: ReadonlyArray<RadioCard<V>>
}) {
  const { error, id } = useField(name)
  const { field } = useController({ name })
  return (
    <div>
      <RadioCards
        name={name}
        legend={label}
        cards={cards}
        value={field.value}
        onChange={field.onChange}
        invalid={error !== undefined}
        describedBy={`${id}-error`}
      />
      <p id={`${id}-error`} aria-live="polite" className="mt-1 text-bad text-xs empty:hidden">
        {error}
      </p>
    </div>
  )
}
