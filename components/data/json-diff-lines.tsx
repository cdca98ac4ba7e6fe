'use client'
import { useMemo, useState } from 'react'
import { count } from '@/lib/format/words'
import { Button } from '../ui/button'
import { type DiffFold, type DiffLine, DiffLines } from '../ui/diff-lines'
import { type Compared, changesOf, stretches } from './json-changes'

export type JsonDiffProps = {
  from: unknown
  to: unknown
  /** The diff's label: `The index definition`. */
  label: string
  /** By default the order of keys does not matter. */
  as?: Compared
}

/** Longer diffs are behind a button. */
const SHOWN = 600

const verdicts = {
  alike: 'Nothing changes.',
  order: 'Only the order of the names changes.',
}

export default function JsonDiffLines({ from, to, label, as = 'sorted' }: JsonDiffProps) {
  const changes = useMemo(() => changesOf(from, to, as), [from, to, as])
  const parts = useMemo(() => stretches(changes.lines), [changes])
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const [all, setAll] = useState(false)

  if (changes.is !== 'changed') return <p className="text-muted text-sm">{verdicts[changes.is]}</p>

  const lines = parts.flatMap(
    ({ at, lines, isFar }): ReadonlyArray<DiffLine | DiffFold> =>
      !isFar || opened.has(at)
        ? lines
        : [
            {
              change: 'folded',
              text: count(lines.length, 'unchanged line'),
              open: () => setOpened((was) => new Set([...was, at])),
            },
          ],
  )
  const { added, removed } = changes
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <p className="text-muted text-xs">
        {label}: {count(added, 'line')} added, {count(removed, 'line')} removed.
      </p>
      <section
        aria-label={label}
        // Scrolling must work with the keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling needs focus
        tabIndex={0}
        className="max-h-[min(50dvh,28rem)] overflow-y-auto rounded-md"
      >
        <DiffLines label={label} lines={all ? lines : lines.slice(0, SHOWN)} />
      </section>
      {!all && lines.length > SHOWN && (
        <Button size="sm" className="w-fit" onClick={() => setAll(true)}>
          Show all {count(lines.length, 'line')}
        </Button>
      )}
    </div>
  )
}
