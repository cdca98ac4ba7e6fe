import type { ReactNode } from 'react'
import { cn } from './cn'
import { Radio } from './input'

export type RadioCard<V extends string> = {
  value: V
  title: ReactNode
  detail?: ReactNode
  /** Why it can't be selected; it stays visible. */
  whyNot?: string | undefined
}

/** Radio buttons with descriptions. */
export function RadioCards<V extends string>({
  name,
  legend,
  cards,
  value,
  onChange,
  columns = 1,
  invalid,
  describedBy,
}: {
  name: string
  legend: ReactNode
  cards: ReadonlyArray<RadioCard<V>>
  value: V | undefined
  onChange: (value: V) => void
  columns?: 1 | 2 | 3
  invalid?: boolean
  describedBy?: string | undefined
}) {
  return (
    <fieldset aria-invalid={invalid || undefined} aria-describedby={describedBy}>
      <legend className="mb-1.5 font-medium text-sm">{legend}</legend>
      <div
        className={cn('grid gap-2', {
          'sm:grid-cols-2': columns === 2,
          'sm:grid-cols-3': columns === 3,
        })}
      >
        {cards.map((card) => (
          <label
            key={card.value}
            className={cn(
              'flex gap-2.5 rounded-md border border-line bg-surface p-3 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
              card.whyNot ? 'cursor-not-allowed text-faint' : 'cursor-pointer hover:bg-hover',
            )}
          >
            <Radio
              name={name}
              value={card.value}
              checked={value === card.value}
              disabled={card.whyNot !== undefined}
              onChange={() => onChange(card.value)}
              className="-mt-0.5 outline-none"
            />
            <span className="min-w-0">
              <span className="block font-medium text-sm">{card.title}</span>
              {card.detail && (
                <span className="mt-0.5 block text-muted text-sm">{card.detail}</span>
              )}
              {card.whyNot && <span className="mt-0.5 block text-sm text-warn">{card.whyNot}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
