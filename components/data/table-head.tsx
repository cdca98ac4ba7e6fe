'use client'
import { cn } from '../ui/cn'
import type { Column } from './columns'

/** A column’s header. Pressing it cycles through ascending, descending and unsorted. */
export function TableHead<R>({
  column,
  sort,
  onSort,
}: {
  column: Column<R>
  sort: string
  onSort: (sort: string | null) => void
}) {
  const { id, head, align, isActions, width } = column
  const direction = sort === id ? 'ascending' : sort === `-${id}` ? 'descending' : undefined
  const next = direction === undefined ? id : direction === 'ascending' ? `-${id}` : null
  return (
    <th
      scope="col"
      aria-sort={direction}
      style={{ width }}
      className={cn(
        'h-9 px-3 font-medium text-muted text-xs first:pl-4 last:pr-4',
        align === 'right' && 'text-right',
      )}
    >
      {isActions ? (
        <span className={cn(id === 'actions' && 'sr-only')}>{head}</span>
      ) : (
        <button
          type="button"
          onClick={() => onSort(next)}
          className="-mx-1 inline-flex min-h-7 min-w-7 items-center gap-1 rounded px-1 text-start hover:text-text in-[.text-right]:text-end"
        >
          {head}
          {direction === 'ascending' && <svg aria-hidden className="icon-[arrow-up] size-3.5" />}
          {direction === 'descending' && <svg aria-hidden className="icon-[arrow-down] size-3.5" />}
        </button>
      )}
    </th>
  )
}
