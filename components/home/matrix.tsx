'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import Link from 'next/link'
import { memo, type SyntheticEvent, useRef, useState } from 'react'
import { useNow } from '@/lib/client/use-now'
import type { FleetCheck } from '@/lib/ops/fleet'
import { routes } from '@/lib/routes'
import { EnvironmentBadge } from '../ui/badge'
import { cellSays, MatrixCell } from './cell'
import { type Filter, isWanted, type Row } from './filter'
import { MatrixHead } from './matrix-head'
import { useGridKeys } from './use-grid-keys'

const ROW_PX = 44
const MINUTE = 60_000

export type MatrixProps = {
  /** What its rows are: `projects`. */
  what: string
  rows: readonly Row[]
  /** The columns, each with its index in the cells of a row. */
  columns: ReadonlyArray<{ check: FleetCheck; index: number }>
  level: Filter['level']
  sort: string
  onSort: (by: string) => void
}

/** Places by checks. The header and the names stay in view, and only rows near the screen are in the document. */
export function Matrix({ what, rows, columns, level, sort, onSort }: MatrixProps) {
  const box = useRef<HTMLDivElement>(null)
  const now = useNow(MINUTE)
  const [said, setSaid] = useState('')
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    initialRect: { width: 1000, height: 600 },
  })
  const keys = useGridKeys({
    box,
    rows: rows.length,
    columns: columns.length + 1,
    scrollTo: (row) => virtual.scrollToIndex(row),
  })
  const items = virtual.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)

  const say = (target: EventTarget) => {
    const place = (target as HTMLElement).closest<HTMLElement>('td')?.dataset.at
    const [r, c] = place?.split(':').map(Number) ?? []
    const row = rows[r ?? -1]
    const column = columns[(c ?? 0) - 1]
    if (!row || !column) return
    const cell = row.cells[column.index]
    setSaid(
      cell
        ? `${row.name} · ${column.check.label} · ${cellSays(cell, column.check, now)}`
        : `${row.name} · ${column.check.label}`,
    )
  }

  return (
    <div className="print:hidden">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the cells take the focus and the keys */}
      <div
        ref={box}
        // Its hidden texts are placed in it, not on the page.
        className="relative max-h-[max(20rem,calc(100dvh-7.5rem))] overflow-auto overscroll-x-contain scroll-pt-20 scroll-pl-60"
        onKeyDown={keys.onKeyDown}
        onFocus={(event: SyntheticEvent) => {
          keys.onFocus(event.target)
          say(event.target)
        }}
        onPointerOver={(event) => say(event.target)}
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells take the arrow keys
          role="grid"
          aria-label={`Posture of ${what}`}
          aria-rowcount={rows.length + 2}
          aria-colcount={columns.length + 1}
          className="w-full table-fixed border-separate border-spacing-0 text-left"
          style={{ minWidth: `${15 + columns.length * 4.875}rem` }}
        >
          <MatrixHead {...{ what, columns, sort, onSort }} />
          <tbody>
            <Space height={before} />
            {items.map(({ index }) => {
              const row = rows[index]
              return (
                row && (
                  <MatrixRow
                    key={row.id}
                    row={row}
                    index={index}
                    columns={columns}
                    level={level}
                    now={now}
                    current={keys.at.row === index ? keys.at.column : -1}
                  />
                )
              )
            })}
            <Space height={after} />
          </tbody>
        </table>
      </div>
      <p
        aria-hidden
        className="truncate border-line border-t px-4 py-1.5 text-muted text-xs first-letter:uppercase"
      >
        {said || (
          <span className="pointer-coarse:hidden">
            Hover over a cell for details. Use the arrow keys to move between cells, and Enter to
            open one.
          </span>
        )}
      </p>
    </div>
  )
}

const Space = ({ height }: { height: number }) =>
  height > 0 && (
    <tr aria-hidden>
      <td style={{ height }} />
    </tr>
  )

const MatrixRow = memo(function MatrixRow({
  row,
  index,
  columns,
  level,
  now,
  current,
}: {
  row: Row
  index: number
  columns: MatrixProps['columns']
  level: Filter['level']
  now: number
  /** The column of the tab stop, or -1. */
  current: number
}) {
  const href = row.groupId === null ? routes.orgSettings(row.orgId) : routes.clusters(row.groupId)
  return (
    <tr aria-rowindex={index + 3} className="group/row">
      <th
        scope="row"
        className="sticky left-0 z-1 h-11 border-line border-r border-b bg-surface p-0 align-middle font-normal group-hover/row:bg-hover"
      >
        <Link
          href={href}
          data-cell={`${index}:0`}
          tabIndex={current === 0 ? 0 : -1}
          className="flex h-full min-h-11 flex-col justify-center px-4 outline-offset-[-2px] hover:text-accent"
        >
          <span className="truncate font-medium text-sm leading-4.5">{row.name}</span>
          {row.groupId !== null && (
            <span className="flex items-center gap-1.5 text-2xs text-muted leading-3.5">
              <span className="truncate">{row.orgName}</span>
              <span className="shrink-0 [&>span]:border-none [&>span]:px-0 [&>span]:leading-3.5">
                {row.environment && (
                  <EnvironmentBadge environment={row.environment} name={row.envName} />
                )}
              </span>
            </span>
          )}
        </Link>
      </th>
      {columns.map(({ check, index: at }, i) => {
        const cell = row.cells[at] ?? null
        return (
          <MatrixCell
            key={check.id}
            cell={cell}
            check={check}
            row={row}
            at={`${index}:${i + 1}`}
            isCurrent={current === i + 1}
            isDim={level !== '' && !isWanted(cell, level)}
            now={now}
          />
        )
      })}
    </tr>
  )
})
