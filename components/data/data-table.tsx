'use client'
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Empty } from '../ui/empty'
import { Checkbox } from '../ui/input'
import type { Column } from './columns'
import { LongRows } from './long-rows'
import { pickRows } from './pick-rows'
import { useTableKeys } from './table-keys'
import { LongestCells, TableRow } from './table-row'
import { useTableState } from './table-state'
import { TableToolbar } from './table-toolbar'
import { useSelection } from './use-selection'

const LONG_FROM = 100
const none: readonly string[] = []

type Props<R> = {
  /** Unique on the page: the name of its state in the URL. */
  name: string
  /** The plural name of the rows: `entries`. */
  what?: string
  rows: readonly R[]
  /** Created at module level with `column<R>()`. */
  columns: readonly Column<R>[]
  rowId: (row: R) => string
  /** Makes the whole row a link. */
  href?: (row: R) => string | undefined
  /** What a row is called in its checkbox. */
  rowName?: (row: R) => string
  /** Makes rows selectable. Rendered above the table for the selected ones; `select` changes which are. */
  bulk?: (chosen: readonly R[], select: (ids: readonly string[]) => void) => ReactNode
  /** No search or export, for a few rows. */
  plain?: boolean
  /** Its rows leave the page another way, which is recorded. */
  noExport?: boolean
  /** More buttons in the toolbar. */
  tools?: ReactNode
}

/** A table with search, filters, sorting, keyboard navigation and export. Virtualized when long, cards on phones. */
export function DataTable<R>(props: Props<R>) {
  const {
    name,
    what = 'rows',
    rows,
    columns,
    rowId,
    rowName,
    href,
    bulk,
    plain,
    noExport,
    tools,
  } = props
  const state = useTableState(name)
  const { text, sort, only, turned } = state
  const box = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(0)

  const picked = useMemo(
    () => pickRows(rows, columns, { text, sort, only }),
    [rows, columns, text, sort, only],
  )
  const shown = useMemo(
    () => columns.filter((c) => Boolean(c.optional) === turned.includes(c.id)),
    [columns, turned],
  )
  const selection = useSelection(bulk ? picked.map(rowId) : none)
  const { chosen, toggle, select } = selection
  const chosenRows = bulk ? rows.filter((row) => chosen.has(rowId(row))) : []
  const isLong = picked.length > LONG_FROM
  const at = Math.min(current, Math.max(0, picked.length - 1))

  // The table's offset on the page, because it scrolls with the page.
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const now = Math.round((box.current?.getBoundingClientRect().top ?? 0) + window.scrollY)
    if (isLong && now !== top) setTop(now)
  })
  const isTooWide = useTooWide(box, picked.length > 0)
  const scrollTo = useRef<(index: number) => void>(undefined)

  useTableKeys({
    box,
    ...(bulk
      ? {
          selection: {
            toggle: (index: number, isRange: boolean) => {
              const row = picked[index]
              if (row !== undefined) toggle(rowId(row), isRange)
            },
            selectAll: selection.selectAll,
            clear: () => select([]),
          },
        }
      : {}),
    count: picked.length,
    current: at,
    hrefOf: (index) => {
      const row = picked[index]
      return row === undefined ? undefined : href?.(row)
    },
    focusRow: (index) => {
      setCurrent(index)
      scrollTo.current?.(index)
      requestAnimationFrame(() => {
        const line = box.current?.querySelector<HTMLElement>(`tr[data-index="${index}"]`)
        line?.focus({ preventScroll: true })
        line?.scrollIntoView({ block: 'nearest' })
      })
    },
  })

  const line = (index: number, measure?: (node: HTMLElement | null) => void) => {
    const row = picked[index]
    if (row === undefined) return null
    const id = rowId(row)
    return (
      <TableRow
        key={id}
        row={row}
        index={index}
        columns={shown}
        href={href?.(row)}
        selected={bulk && chosen.has(id)}
        name={rowName?.(row)}
        onSelect={(isRange) => toggle(id, isRange)}
        isCurrent={index === at}
        onFocus={() => setCurrent(index)}
        measure={measure}
      />
    )
  }

  const width = shown.length + (bulk ? 1 : 0)

  return (
    <div>
      {!plain && (
        <TableToolbar {...{ name, what, picked, columns, shown, state, noExport }} all={rows}>
          {tools}
        </TableToolbar>
      )}
      {bulk && chosenRows.length > 0 && (
        <div className="flex flex-wrap items-center gap-2 border-line border-t bg-accent-soft px-4 py-1.5 text-sm">
          <span role="status">{chosenRows.length} selected</span>
          {bulk(chosenRows, select)}
          {!selection.isAll && (
            <Button size="sm" variant="quiet" onClick={selection.selectAll}>
              Select all {picked.length.toLocaleString('en')}
              {picked.length < rows.length && ' matching'}
            </Button>
          )}
          <Button size="sm" variant="quiet" onClick={() => select([])}>
            Clear selection
          </Button>
        </div>
      )}
      {picked.length === 0 && rows.length > 0 ? (
        <Empty
          icon={<svg aria-hidden className="icon-[search-x]" />}
          title="No matches"
          hint="Nothing matches your search and filters."
          action={<Button onClick={() => state.set({ text: '', only: [] })}>Clear filters</Button>}
        />
      ) : (
        <div
          ref={box}
          data-table={name}
          className={cn(
            // A scroll container keeps the header from sticking.
            (!isLong || isTooWide) && 'overflow-x-auto',
            !plain && 'border-line border-t',
          )}
        >
          <table
            aria-rowcount={picked.length + 1}
            className="w-full border-collapse text-left text-sm max-sm:block"
          >
            <thead
              className={cn(
                'sticky top-0 z-2 bg-surface max-sm:hidden',
                isLong && 'top-(--offline-bar)',
              )}
            >
              <tr aria-rowindex={1} className="border-line border-b">
                {bulk && (
                  <th scope="col" className="w-10 pl-4">
                    <Checkbox
                      aria-label={`Select all ${picked.length} shown`}
                      checked={selection.isAll}
                      onChange={(event) =>
                        event.target.checked ? selection.selectAll() : select([])
                      }
                      className="block"
                    />
                  </th>
                )}
                {shown.map((c) => (
                  <Head
                    key={c.id}
                    column={c}
                    sort={sort}
                    onSort={(next) => state.set({ sort: next ?? '' })}
                  />
                ))}
              </tr>
            </thead>
            <tbody className="max-sm:block">
              {isLong ? (
                <LongRows
                  count={picked.length}
                  top={top}
                  width={width}
                  keyOf={(index) => {
                    const row = picked[index]
                    return row === undefined ? index : rowId(row)
                  }}
                  row={line}
                  scrollTo={scrollTo}
                />
              ) : (
                picked.map((_, index) => line(index))
              )}
            </tbody>
            {isLong && <LongestCells rows={picked} columns={shown} selectable={Boolean(bulk)} />}
          </table>
        </div>
      )}
    </div>
  )
}

/** Whether the table in a box is wider than the box. */
function useTooWide(box: RefObject<HTMLElement | null>, isShown: boolean): boolean {
  const [isTooWide, setTooWide] = useState(false)
  useEffect(() => {
    const { current } = box
    const table = current?.querySelector('table')
    if (!isShown || !current || !table) return
    const observer = new ResizeObserver(() => setTooWide(table.offsetWidth > current.clientWidth))
    observer.observe(current)
    observer.observe(table)
    return () => observer.disconnect()
  }, [box, isShown])
  return isTooWide
}

/** Cycles through ascending, descending and unsorted. */
function Head<R>({
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
