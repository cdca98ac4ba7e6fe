'use client'
import { useId } from 'react'
import { Select } from '../ui/input'

/** A choice beside its label, for the toolbar of a page. */
export function Pick({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: string
  choices: ReadonlyArray<readonly [value: string, label: string]>
  onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <span className="flex min-w-0 items-center gap-2 text-muted text-xs">
      <label htmlFor={id} className="whitespace-nowrap">
        {label}
      </label>
      <Select
        id={id}
        className="w-auto min-w-0 max-w-72"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {choices.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </Select>
    </span>
  )
}
