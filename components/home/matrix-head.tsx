'use client'
import { useMemo } from 'react'
import type { FleetCheck } from '@/lib/ops/fleet'
import { cn } from '../ui/cn'

type Column = { check: FleetCheck; index: number }

/** The columns in groups of neighbors. */
function groupsOf(columns: readonly Column[]) {
  const groups: Array<{ name: string; first: string; size: number }> = []
  for (const { check } of columns) {
    const last = groups.at(-1)
    if (last?.name === check.group) last.size += 1
    else groups.push({ name: check.group, first: check.id, size: 1 })
  }
  return groups
}

/** Two lines that stay at the top: groups, and checks to sort by. */
export function MatrixHead({
  what,
  columns,
  sort,
  onSort,
}: {
  what: string
  columns: readonly Column[]
  sort: string
  onSort: (by: string) => void
}) {
  const groups = useMemo(() => groupsOf(columns), [columns])
  const starts = new Set(groups.map(({ first }) => first))
  return (
    <thead className="sticky top-0 z-2 bg-surface">
      <tr aria-rowindex={1}>
        <th
          scope="col"
          rowSpan={2}
          aria-sort={sort === 'name' ? 'ascending' : undefined}
          style={{ width: '15rem' }}
          className="sticky left-0 z-3 border-line border-r border-b bg-surface px-3 pb-1 align-bottom font-medium text-muted text-xs"
        >
          <button
            type="button"
            onClick={() => onSort(sort === 'name' ? '' : 'name')}
            className="inline-flex min-h-6 items-center gap-1 rounded px-1 first-letter:uppercase hover:text-text"
          >
            <span className="inline-block first-letter:uppercase">{what}</span>
            {sort === 'name' ? (
              <svg aria-hidden className="icon-[arrow-up] size-3.5" />
            ) : (
              sort === '' && <span className="font-normal text-faint">worst first</span>
            )}
          </button>
        </th>
        {groups.map(({ name, first, size }) => (
          <th
            key={first}
            scope="colgroup"
            colSpan={size}
            className="h-6 border-line border-l px-2 align-top font-semibold text-2xs text-muted leading-6"
          >
            {name}
          </th>
        ))}
      </tr>
      <tr aria-rowindex={2}>
        {columns.map(({ check }) => (
          <th
            key={check.id}
            scope="col"
            title={check.about}
            aria-sort={sort === check.id ? 'descending' : undefined}
            className={cn(
              'border-line border-b p-0 align-bottom font-medium text-2xs text-muted',
              starts.has(check.id) && 'border-l',
            )}
          >
            <button
              type="button"
              onClick={() => onSort(sort === check.id ? '' : check.id)}
              className="flex min-h-9 w-full flex-col justify-end rounded px-2 pb-1 text-left leading-3.5 outline-offset-[-2px] hover:text-text"
            >
              <span className="hyphens-auto break-words">{check.label}</span>
              {sort === check.id && <svg aria-hidden className="icon-[arrow-down] size-3" />}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  )
}
