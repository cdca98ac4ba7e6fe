import { cn } from './cn'

/** Collapsed unchanged lines. */
export type DiffFold = { change: 'folded'; text: string; open: () => void }

export type DiffLine = { change: 'same' | 'added' | 'removed'; text: string }

const sign = { same: ' ', added: '+', removed: '−' } as const
const word = { same: '', added: 'Added: ', removed: 'Removed: ' } as const

/** A line diff with signs, colors and labels for screen readers. */
export function DiffLines({
  lines,
  label,
}: {
  lines: ReadonlyArray<DiffLine | DiffFold>
  label: string
}) {
  return (
    <ul
      aria-label={label}
      className="overflow-hidden rounded-md border border-line bg-sunken py-1 font-mono text-xs leading-5"
    >
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: equal lines may repeat and never move
        <Line key={i} line={line} />
      ))}
    </ul>
  )
}

function Line({ line }: { line: DiffLine | DiffFold }) {
  if (line.change === 'folded')
    return (
      <li className="border-line border-y bg-surface first:-mt-1 first:border-t-0 last:-mb-1 last:border-b-0">
        <button
          type="button"
          onClick={line.open}
          className="flex min-h-7 w-full items-center gap-2 px-3 text-left text-muted hover:bg-hover hover:text-text focus-visible:-outline-offset-2 pointer-coarse:min-h-10"
        >
          <svg aria-hidden className="icon-[unfold-vertical] size-3.5 shrink-0" />
          {line.text}
        </button>
      </li>
    )
  return (
    <li
      className={cn('flex gap-2 px-3', {
        'bg-good-soft text-good': line.change === 'added',
        'bg-bad-soft text-bad': line.change === 'removed',
      })}
    >
      <span aria-hidden className="w-2 shrink-0 select-none">
        {sign[line.change]}
      </span>
      <span className="min-w-0 whitespace-pre-wrap break-all">
        <span className="sr-only">{word[line.change]}</span>
        {line.text}
      </span>
    </li>
  )
}
