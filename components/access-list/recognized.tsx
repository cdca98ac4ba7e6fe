import type { ReactNode } from 'react'
import { isEverything } from '@/lib/format/address'
import { count } from '@/lib/format/words'
import { cn } from '../ui/cn'
import { EntryLine, extentOf } from './entry-line'
import type { BadPiece } from './paste/pieces'
import type { Plan, Planned } from './plan'

type Note = { tone: 'warn' | 'bad' | 'muted'; text: ReactNode }

const color = { warn: 'text-warn', bad: 'text-bad', muted: 'text-muted' }

/** Notes on one address before it is added. */
function notesOf({ value, isNew, relation }: Planned, isWide: boolean): Note[] {
  const notes: Note[] = []
  if (!isNew) return [{ tone: 'warn', text: 'Already on the list. It won’t be added again.' }]
  if (isEverything(value))
    notes.push({ tone: 'warn', text: 'This is the whole internet. It needs approval.' })
  else if (isWide) notes.push({ tone: 'warn', text: 'Needs approval.' })
  if (relation.coveredBy)
    notes.push({
      tone: 'warn',
      text: `Covered by ${relation.coveredBy}.`,
    })
  if (relation.covers > 0)
    notes.push({
      tone: 'warn',
      text: `Covers ${count(relation.covers, 'other entry', 'other entries')}.`,
    })
  return notes
}

const Notes = ({ notes }: { notes: readonly Note[] }) =>
  notes.map(({ tone, text }, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: notes have no name and are replaced together
    <span key={i} className={cn('block text-xs', color[tone])}>
      {text}
    </span>
  ))

type Props = {
  plan: Plan
  /** The entries that Atlas refused in the last call. */
  refused: readonly Planned[]
  onChange: (value: string) => void
}

/** The entries as they will be sent, after the lines that are refused. */
export function Recognized({ plan, refused, onChange }: Props) {
  const { all, bad, wide } = plan
  const [only] = all
  if (all.length === 0 && bad.length === 0) return null
  const notes = (p: Planned): Note[] => [
    ...(refused.some((one) => one.value === p.value)
      ? [{ tone: 'bad' as const, text: 'Atlas refused this entry.' }]
      : []),
    ...notesOf(p, wide.includes(p)),
  ]
  if (only && all.length === 1 && bad.length === 0)
    return (
      <div role="status" className="flex gap-2 text-sm">
        {notes(only).length > 0 ? (
          <svg aria-hidden className="icon-[triangle-alert] mt-0.5 size-4 shrink-0 text-warn" />
        ) : (
          <svg aria-hidden className="icon-[circle-check] mt-0.5 size-4 shrink-0 text-good" />
        )}
        <span className="min-w-0">
          <span className="break-all font-mono text-xs">{only.value}</span> {extentOf(only.value)}
          <Notes notes={notes(only)} />
          {!only.isNew && <ChangeIt value={only.value} onChange={onChange} />}
        </span>
      </div>
    )
  return (
    <div className="rounded-md border border-line">
      <p role="status" className="px-3 py-2 text-sm">
        {countsOf(plan)}
      </p>
      <section
        aria-label="Entries"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling needs focus
        tabIndex={0}
        className="max-h-72 overflow-auto border-line border-t"
      >
        <table className="w-full text-left text-sm">
          <thead className="sr-only">
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Address, comment and expiry</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {bad.map((piece) => (
              <BadRow key={`${piece.line} ${piece.text}`} piece={piece} />
            ))}
            {all.map((p) => (
              <tr key={p.value} className={cn('align-top', refused.includes(p) && 'bg-bad-soft')}>
                <LineNumber line={p.line} />
                <td className="py-1.5 pr-3">
                  <EntryLine planned={p} />
                  <Notes notes={notes(p)} />
                  {!p.isNew && <ChangeIt value={p.value} onChange={onChange} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

/** `17 valid, 1 duplicate, 5 invalid. Invalid lines won't be added.` */
function countsOf({ all, bad, repeated }: Pick<Plan, 'all' | 'bad' | 'repeated'>): string {
  const counts = [
    `${all.length} valid`,
    ...(repeated > 0 ? [count(repeated, 'duplicate')] : []),
    ...(bad.length > 0 ? [`${bad.length} invalid`] : []),
  ].join(', ')
  return bad.length > 0 ? `${counts}. Invalid lines won’t be added.` : counts
}

const LineNumber = ({ line }: { line: number }) => (
  <td className="w-14 whitespace-nowrap py-1.5 pr-2 pl-3 text-faint text-xs leading-5">
    line {line}
  </td>
)

const BadRow = ({ piece: { line, text, why } }: { piece: BadPiece }) => (
  <tr className="bg-bad-soft align-top">
    <LineNumber line={line} />
    <td className="py-1.5 pr-3">
      <span className="flex items-start gap-1.5">
        <svg aria-hidden className="icon-[circle-alert] mt-0.5 size-3.5 shrink-0 text-bad" />
        <span className="min-w-0">
          <span className="break-all font-mono text-xs">
            <bdi>{text}</bdi>
          </span>
          <span className="block text-bad text-xs">{why}</span>
        </span>
      </span>
    </td>
  </tr>
)

const ChangeIt = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => (
  <button
    type="button"
    onClick={() => onChange(value)}
    className="text-accent text-xs underline underline-offset-3"
  >
    Edit the entry
  </button>
)
