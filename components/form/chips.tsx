import { cn } from '../ui/cn'

export type Chip<V> = { label: string; value: V; whyNot?: string | undefined }

/** Common values beside a field. */
export function Chips<V>({
  label,
  chips,
  isChosen,
  onChoose,
}: {
  label: string
  chips: ReadonlyArray<Chip<V>>
  isChosen: (value: V) => boolean
  onChoose: (value: V) => void
}) {
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{label}</legend>
      {chips.map((chip) => (
        <button
          key={chip.label}
          type="button"
          aria-pressed={isChosen(chip.value)}
          disabled={chip.whyNot !== undefined}
          title={chip.whyNot}
          onClick={() => onChoose(chip.value)}
          className={cn(
            'h-7 rounded-full border px-2.5 text-xs disabled:cursor-not-allowed disabled:text-faint disabled:line-through pointer-coarse:h-10 pointer-coarse:px-3.5',
            isChosen(chip.value)
              ? 'border-accent bg-accent-soft font-medium text-accent'
              : 'border-line bg-surface text-muted hover:bg-hover hover:text-text',
          )}
        >
          {chip.label}
        </button>
      ))}
    </fieldset>
  )
}
