import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { kindInWords, sizeInWords } from '@/lib/format/address'
import { count } from '@/lib/format/words'
import { cn } from '../ui/cn'
import type { BadPiece } from './pasted'
import type { Plan, Planned } from './plan'

type Note = { tone: 'warn' | 'bad' | 'muted'; text: ReactNode }

const color = { warn: 'text-warn', bad: 'text-bad', muted: 'text-muted' }

/** What there is to know of one address before it is added. */
function notesOf({ typed, value, isRounded, isNew, isWide, relation }: Planned): Note[] {
  const notes: Note[] = []
  if (!isNew) notes.push({ tone: 'warn', text: 'Already on the list: left out.' })
  if (isRounded) notes.push({ tone: 'warn', text: `${typed} means the block ${value}.` })
  if (isNew && isWide)
    notes.push({ tone: 'bad', text: `${sizeInWords(value)}: a second person has to approve it.` })
  if (isNew && relation.coveredBy)
    notes.push({
      tone: 'warn',
      text: `Covered by ${relation.coveredBy}: it adds nothing while that is there.`,
    })
  if (isNew && relation.covers > 0)
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

/** What the box holds: in a line for one address, in a table for many, with what was not understood first. */
export function Recognized({ plan, onChange }: { plan: Plan; onChange: (value: string) => void }) {
  const { all, bad, repeated } = plan
  const [only] = all
  if (all.length === 0 && bad.length === 0) return null
  if (only && all.length === 1 && bad.length === 0)
    return (
      <div role="status" className="flex gap-2 text-sm">
        {notesOf(only).length > 0 ? (
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        ) : (
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
        )}
        <span className="min-w-0">
          {kindInWords(only.value)}{' '}
          <span className="break-all font-mono text-xs">{only.value}</span>
          {!only.value.includes('sg-') && `, ${sizeInWords(only.value)}`}
          <Notes notes={notesOf(only)} />
          {!only.isNew && <ChangeIt value={only.value} onChange={onChange} />}
        </span>
      </div>
    )
  const own = all.some((p) => p.comment !== undefined)
  return (
    <div className="rounded-md border border-line">
      <p role="status" className="px-3 py-2 text-sm">
        {count(all.length, 'address', 'addresses')} recognized
        {repeated > 0 && `, ${repeated} repeated`}
        {bad.length > 0 && <span className="text-bad">, {bad.length} not</span>}
      </p>
      <div className="max-h-72 overflow-auto border-line border-t">
        <table className="w-full text-left text-sm">
          <thead className="sr-only">
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Address</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {bad.map((piece) => (
              <BadRow key={`${piece.line} ${piece.text}`} piece={piece} />
            ))}
            {all.map((p) => (
              <tr key={p.value} className="align-top">
                <LineNumber line={p.line} />
                <td className="py-1.5 pr-3">
                  <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                    <span className="break-all font-mono text-xs">{p.value}</span>
                    <span className="text-faint text-xs">
                      {kindInWords(p.value)}
                      {!p.value.includes('sg-') && `, ${sizeInWords(p.value)}`}
                    </span>
                  </span>
                  {own && p.comment && (
                    <span className="block text-muted text-xs">{p.comment}</span>
                  )}
                  <Notes notes={notesOf(p)} />
                  {!p.isNew && <ChangeIt value={p.value} onChange={onChange} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
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
        <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-bad" />
        <span className="min-w-0">
          <span className="break-all font-mono text-xs">{text}</span>
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
    Change its end or comment
  </button>
)
