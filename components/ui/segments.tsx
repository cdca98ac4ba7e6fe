import { cn } from './cn'

/** Switches between views of the same data. */
export function Segments<Option extends string>({
  label,
  options,
  value,
  onChange,
}: {
  /** The accessible name: `Show the call as`. */
  label: string
  options: readonly Option[]
  value: Option
  onChange: (option: Option) => void
}) {
  return (
    <fieldset className="flex flex-wrap gap-1 print:hidden">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          onClick={() => onChange(option)}
          className={cn(
            'h-7 rounded-md px-2 font-medium text-xs pointer-coarse:h-10',
            option === value ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-hover',
          )}
        >
          {option}
        </button>
      ))}
    </fieldset>
  )
}
