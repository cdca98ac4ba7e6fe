'use client'
import {
  type ReactNode,
  type RefCallback,
  type RefObject,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { cn } from '../ui/cn'
import { Checkbox } from '../ui/input'
import { lazyComponent } from '../ui/lazy-component'
import type { Column } from './columns'
import { LongRows } from './long-rows'
import { TableHead } from './table-head'
import { useTableKeys } from './table-keys'
import { LongestCells, type RowEvents, TableRow } from './table-row'
import { useTableState } from './table-state'
import { TableToolbar } from './table-toolbar'
import { usePicked } from './use-picked'
import { useSelection } from './use-selection'

// They appear after a click or a search.
const SelectedBar = lazyComponent(() => import('./selected-bar').then((m) => m.SelectedBar), {
  soon: true,
})
const NoMatches = lazyComponent(() => import('./no-matches').then((m) => m.NoMatches))

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

  // The table follows when the browser has time, so that a key or a click in the toolbar never waits for thousands of rows.
  const picking = useDeferredValue(
    useMemo(() => ({ text, sort, only, turned }), [text, sort, only, turned]),
  )
  const picked = usePicked(rows, columns, picking)
  const shown = useMemo(
    () =>
      columns.filter(
        (c) =>
          Boolean(c.optional) === picking.turned.includes(c.id) &&
          !(c.isSparse && rows.every((row) => !c.value(row))),
      ),
    [columns, picking, rows],
  )
  const isSelectable = bulk !== undefined
  const ids = useMemo(
    () => (isSelectable ? picked.map(rowId) : none),
    [isSelectable, picked, rowId],
  )
  const selection = useSelection(ids)
  const { chosen, toggle, select } = selection
  const chosenRows = chosen.size > 0 ? rows.filter((row) => chosen.has(rowId(row))) : []
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
      const focus = () => {
        const line = box.current?.querySelector<HTMLElement>(`tr[data-index="${index}"]`)
        line?.focus({ preventScroll: true })
        line?.scrollIntoView({ block: 'nearest' })
        return line
      }
      // At once where possible, so that the next key finds the focus in the table.
      if (!focus()) requestAnimationFrame(focus)
    },
  })

  const latest = useRef(toggle)
  latest.current = toggle
  const [onRow] = useState(
    (): RowEvents => ({
      select: (id, isRange) => latest.current(id, isRange),
      focus: setCurrent,
    }),
  )
  const keyOf = useCallback(
    (index: number) => {
      const row = picked[index]
      return row === undefined ? index : rowId(row)
    },
    [picked, rowId],
  )
  const line = (index: number, ref?: RefCallback<HTMLElement>) => {
    const row = picked[index]
    if (row === undefined) return null
    const id = rowId(row)
    return (
      <TableRow
        key={id}
        id={id}
        row={row}
        index={index}
        columns={shown}
        href={href?.(row)}
        selected={isSelectable ? chosen.has(id) : undefined}
        name={rowName?.(row)}
        isCurrent={index === at}
        on={onRow}
        ref={ref}
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
        <SelectedBar
          count={chosenRows.length}
          of={picked.length}
          isNarrowed={picked.length < rows.length}
          {...selection}
        >
          {bulk(chosenRows, select)}
        </SelectedBar>
      )}
      {picked.length === 0 && rows.length > 0 ? (
        <NoMatches onClear={() => state.set({ text: '', only: [] })} />
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
                  <TableHead
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
                  keyOf={keyOf}
                  row={line}
                  scrollTo={scrollTo}
                />
              ) : (
                picked.map((_, index) => line(index))
              )}
            </tbody>
            {isLong && <LongestCells rows={rows} columns={shown} selectable={isSelectable} />}
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
