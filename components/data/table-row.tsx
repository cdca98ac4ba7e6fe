'use client'
import Link from 'next/link'
import { memo, type ReactNode, type Ref, useMemo } from 'react'
import { cn } from '../ui/cn'
import { Checkbox } from '../ui/input'
import { type Column, none } from './columns'

/** The same object for all rows of a table and from one rendering to the next. */
export type RowEvents = {
  select: (id: string, isRange: boolean) => void
  focus: (index: number) => void
}

type RowProps<R> = {
  id: string
  row: R
  index: number
  columns: readonly Column<R>[]
  href: string | undefined
  /** By default its number. */
  name: string | undefined
  selected: boolean | undefined
  isCurrent: boolean
  on: RowEvents
  ref?: Ref<HTMLTableRowElement> | undefined
}

const shownIn = <R,>(c: Column<R>, row: R) => (c.cell ? c.cell(row) : c.value(row))

/** What decides about the width of a cell. */
const cellStyle = <R,>(c: Column<R>, row: R, shown: ReactNode) =>
  cn(
    'px-3 py-2 align-middle sm:first:pl-4 sm:last:pr-4',
    c.align === 'right' && 'tabular-nums sm:text-right',
    // The longest words of a state, a type or a role: broken in two they are harder to read.
    typeof shown === 'string' && shown.length <= 20 && 'sm:whitespace-nowrap',
    // An ID or a path, which would push the other columns out of view.
    /\S{40}/.test(String(c.value(row) ?? '')) && 'wrap-anywhere [&_*]:wrap-anywhere',
    c.isActions && 'sm:whitespace-nowrap',
  )

/**
 * An invisible row with the longest value of each column. It keeps the widths of the columns while rows of a long table
 * are added and removed.
 */
export function LongestCells<R>({
  rows,
  columns,
  selectable,
}: {
  rows: readonly R[]
  columns: readonly Column<R>[]
  selectable: boolean
}) {
  const longest = useMemo(
    () =>
      columns.map((c) => {
        let most = -1
        let longest: R | undefined
        for (const row of rows) {
          const { length } = String(c.value(row) ?? '')
          if (length > most) [most, longest] = [length, row]
        }
        return longest
      }),
    [rows, columns],
  )
  return (
    <tfoot aria-hidden className="collapse max-sm:hidden">
      <tr>
        {selectable && <td />}
        {columns.map((c, i) => {
          const row = longest[i]
          if (row === undefined) return null
          const shown = shownIn(c, row)
          return (
            <td key={c.id} className={cn(cellStyle(c, row, shown), i === 0 && 'font-medium')}>
              {shown}
            </td>
          )
        })}
      </tr>
    </tfoot>
  )
}

/**
 * A row. On phones a card: name and state in the first line, then the other values with their labels, then buttons. Rendered
 * again only when something of its own changes.
 */
export const TableRow = memo(Row) as typeof Row

function Row<R>({
  id,
  row,
  index,
  columns,
  href,
  name = `row ${index + 1}`,
  selected,
  isCurrent,
  on,
  ref,
}: RowProps<R>) {
  const stateAt = columns.findIndex((c, i) => i > 0 && c.isState)
  return (
    <tr
      ref={ref}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={() => on.focus(index)}
      className={cn(
        'relative scroll-mt-12 border-line border-b last:border-b-0 focus-visible:outline-offset-[-2px] max-sm:flex max-sm:flex-wrap max-sm:items-baseline max-sm:gap-x-4 max-sm:gap-y-1 max-sm:px-4 max-sm:py-3',
        // Ends the first line.
        'max-sm:before:order-1 max-sm:before:basis-full max-sm:before:content-[""]',
        href && 'hover:bg-hover',
        selected !== undefined && 'max-sm:pr-11',
        selected && 'bg-accent-soft',
      )}
    >
      {selected !== undefined && (
        <td className="w-10 pl-4 max-sm:absolute max-sm:top-3 max-sm:right-3">
          <Checkbox
            aria-label={`Select ${name}`}
            checked={selected}
            onChange={({ nativeEvent }) =>
              on.select(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
            }
            className="relative z-1 block"
          />
        </td>
      )}
      {columns.map((c, at) => {
        const shown = shownIn(c, row)
        return (
          <td
            key={c.id}
            className={cn(
              cellStyle(c, row, shown),
              'max-sm:flex max-sm:min-w-0 max-sm:max-w-full max-sm:items-baseline max-sm:gap-1.5 max-sm:p-0',
              at === 0 && 'font-medium max-sm:flex-1 max-sm:basis-2/5',
              at > 0 && at !== stateAt && 'max-sm:order-2',
              c.isActions &&
                'max-sm:basis-full max-sm:has-[>span>span:empty]:hidden max-sm:[&_.border-transparent]:border-line',
              shown === none && 'max-sm:hidden',
            )}
          >
            {at > 0 && at !== stateAt && !c.isActions && !c.isPlain && (
              <span className="shrink-0 text-muted text-xs sm:hidden">{c.head}</span>
            )}
            {href && at === 0 ? (
              // The link covers the whole row; controls in other cells are above it.
              <Link href={href} className="after:absolute after:inset-0 hover:text-accent">
                {shown}
              </Link>
            ) : (
              <span
                className={cn(
                  'min-w-0',
                  href && '[&_:is(a,button,time)]:relative [&_:is(a,button,time)]:z-1',
                )}
              >
                {shown}
              </span>
            )}
          </td>
        )
      })}
    </tr>
  )
}
