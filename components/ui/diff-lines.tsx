import { cn } from './cn'

export type DiffLine = { change: 'same' | 'added' | 'removed'; text: string }

const sign = { same: ' ', added: '+', removed: '−' } as const
const word = { same: '', added: 'Added: ', removed: 'Removed: ' } as const

/** Before and after, line by line: a sign, a colour, and a word for screen readers. */
export function DiffLines({ lines, label }: { lines: readonly DiffLine[]; label: string }) {
  return (
    <ul
      aria-label={label}
      className="overflow-hidden rounded-md border border-line bg-sunken py-1 font-mono text-xs leading-5"
    >
      {lines.map((line, i) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: equal lines may repeat and never move
          key={i}
          className={cn('flex gap-2 px-3', {
            'bg-good-soft text-good': line.change === 'added',
            'bg-bad-soft text-bad': line.change === 'removed',
          })}
        >
          <span aria-hidden className="w-2 shrink-0 select-none">
            {sign[line.change]}
          </span>
          <span className="min-w-0 break-all">
            <span className="sr-only">{word[line.change]}</span>
            {line.text}
          </span>
        </li>
      ))}
    </ul>
  )
}
