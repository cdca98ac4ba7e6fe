import Link from 'next/link'
import type { FleetCell, FleetCheck } from '@/lib/ops/fleet'
import { levelLooks } from '../blocks/finding-words'
import { cn } from '../ui/cn'
import { cellHref } from './cell-href'
import type { Row } from './filter'
import { shortAge, tightAge } from './words'

/** What one cell says, for the line below the matrix: `3 open, since 2 d. Read 4 min ago.` */
export function cellSays(cell: FleetCell, { fine }: FleetCheck, now: number): string {
  const read = cell.readAt ? `read ${shortAge(cell.readAt, now)} ago` : ''
  switch (cell.state) {
    case 'found':
      return [
        `${cell.count ?? ''} ${cell.word ?? ''}`.trim(),
        cell.since && `oldest ${shortAge(cell.since, now)}`,
        cell.why ? `out of date: ${cell.why}` : read,
      ]
        .filter(Boolean)
        .join(' · ')
    case 'fine':
      return [fine, cell.why ? `out of date: ${cell.why}` : read].filter(Boolean).join(' · ')
    case 'unread':
      return ['Not read', cell.why, read].filter(Boolean).join(' · ')
    case 'pending':
      return 'Not read yet'
    case 'none':
      return 'Does not apply'
  }
}

/** The content of a cell: number, word and age. What is fine stays quiet. */
function CellShown({ cell, fine, now }: { cell: FleetCell | null; fine: string; now: number }) {
  if (cell === null || cell.state === 'none')
    return (
      <span className="text-faint">
        <span aria-hidden>–</span>
        <span className="sr-only">Does not apply</span>
      </span>
    )
  if (cell.state === 'pending')
    return (
      <span className="text-2xs text-faint">
        <span aria-hidden>…</span>
        <span className="sr-only">Not read yet</span>
      </span>
    )
  if (cell.state === 'fine')
    return (
      <span className="flex items-center gap-1 text-2xs text-faint">
        <svg aria-hidden className="icon-[check] size-3 shrink-0" />
        <span className="sr-only">Nothing found: </span>
        <span className="truncate">{fine}</span>
        {cell.why && (
          <span className="ml-auto shrink-0 text-warn">
            <span className="sr-only">
              Out of date: {cell.why} Read {shortAge(cell.readAt, now)} ago
            </span>
            <span aria-hidden>{tightAge(cell.readAt, now)}</span>
          </span>
        )}
      </span>
    )
  if (cell.state === 'unread')
    return (
      <span className="flex items-start gap-1 text-2xs text-warn leading-3.5">
        <svg aria-hidden className="icon-[unplug] mt-px size-3 shrink-0" />
        <span>
          Not read<span className="sr-only">: {cell.why}</span>
        </span>
      </span>
    )
  const { icon, text, word } = levelLooks[cell.level ?? 'info']
  return (
    <span className={cn('block leading-4', text)}>
      <span className="sr-only">{word}: </span>
      <span className="flex items-center gap-1">
        <svg aria-hidden className={cn(icon, 'size-3 shrink-0')} />
        <span className="font-semibold text-xs tabular-nums">{cell.count ?? ''}</span>
        <span
          className={cn('ml-auto text-2xs tabular-nums', cell.why && 'underline decoration-dotted')}
        >
          <span className="sr-only">oldest {shortAge(cell.since, now)}</span>
          <span aria-hidden>{tightAge(cell.since, now)}</span>
        </span>
      </span>
      <span className="block truncate text-2xs">{cell.word}</span>
      {cell.why && <span className="sr-only">Out of date: {cell.why}</span>}
    </span>
  )
}

/** A cell of the matrix. It takes the focus itself, or its link does. */
export function MatrixCell({
  cell,
  check,
  row,
  at,
  isCurrent,
  isDim,
  now,
}: {
  cell: FleetCell | null
  check: FleetCheck
  row: Row
  /** `row:column`, counted from zero. */
  at: string
  isCurrent: boolean
  isDim: boolean
  now: number
}) {
  const isLinked = cell !== null && cell.state !== 'none' && cell.state !== 'pending'
  const soft = cell?.state === 'found' ? levelLooks[cell.level ?? 'info'].soft : ''
  const focus = { 'data-cell': at, tabIndex: isCurrent ? 0 : -1 }
  const box = 'flex h-full min-h-11 w-full flex-col justify-center px-2'
  return (
    <td
      data-at={at}
      {...(isLinked ? {} : focus)}
      className={cn(
        'h-11 border-line border-b border-l p-0 align-middle outline-offset-[-2px]',
        isDim ? '[&_*]:text-faint' : soft,
      )}
    >
      {isLinked ? (
        <Link
          href={cellHref(cell, check, row)}
          {...focus}
          className={cn(box, 'outline-offset-[-2px] hover:shadow-[inset_0_0_0_1px_var(--edge)]')}
        >
          <CellShown cell={cell} fine={check.fine} now={now} />
        </Link>
      ) : (
        <span className={box}>
          <CellShown cell={cell} fine={check.fine} now={now} />
        </span>
      )}
    </td>
  )
}
