'use client'
import { type ReactNode, useMemo } from 'react'
import { useLoaded } from '@/lib/client/use-loaded'
import type { Cell } from '@/lib/format/csv'
import { countOf } from '@/lib/format/words'
import { cn } from '../ui/cn'
import { Input, Select } from '../ui/input'
import type { Column } from './columns'
import { choiceKey, choicesOf } from './pick-rows'
import { SavedViews } from './saved-views'
import { TableMenuButton } from './table-menu-button'
import type { TableState } from './table-state'

/** Up to this many rows are seen at a glance: search and filters would take more space than they save. */
const FEW = 5

/** A table's toolbar: search, filters, row count, columns and export. */
export function TableToolbar<R>({
  name,
  what,
  all,
  picked,
  columns,
  shown,
  state,
  noExport,
  children,
}: {
  name: string
  /** The plural name of the rows: `entries`. */
  what: string
  all: readonly R[]
  picked: readonly R[]
  columns: readonly Column<R>[]
  shown: readonly Column<R>[]
  state: TableState
  noExport?: boolean | undefined
  children?: ReactNode
}) {
  const isNarrowed = state.text !== '' || state.only.length > 0
  const isShort = all.length <= FEW && !isNarrowed
  const [MenuPart, loadMenu] = useLoaded(() => import('./table-menu').then((m) => m.TableMenu))
  return (
    <div data-toolbar className="flex flex-wrap items-center gap-2 px-4 py-2 print:hidden">
      {!isShort && (
        <div className="relative min-w-40 grow max-sm:-order-2 max-sm:basis-[calc(100%-6rem)] sm:max-w-72 sm:basis-40">
          <svg
            aria-hidden
            className="icon-[search] pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
          />
          <Input
            type="search"
            data-table-search
            aria-label={`Search ${what}`}
            placeholder={`Search ${what}`}
            value={state.text}
            onChange={(event) => state.set({ text: event.target.value })}
            className="pl-8"
          />
        </div>
      )}
      {!isShort &&
        columns
          .filter((c) => c.choices)
          .map((c) => <Choices key={c.id} column={c} rows={all} state={state} />)}
      {!isShort && <SortBy columns={shown} state={state} />}
      <span
        role="status"
        className={cn('text-muted text-xs', !isShort && 'max-sm:order-2 max-sm:w-full')}
      >
        {countOf(picked.length, all.length, what)}
      </span>
      <span
        className={cn('ml-auto flex items-center gap-1', !isShort && 'max-sm:-order-1 max-sm:ml-0')}
      >
        {children}
        <SavedViews table={name} />
        {MenuPart ? (
          <MenuPart {...{ name, what, picked, columns, shown, state, noExport }} />
        ) : (
          <TableMenuButton
            noExport={noExport}
            aria-haspopup="menu"
            aria-expanded={false}
            onClick={loadMenu}
          />
        )}
      </span>
    </div>
  )
}

/** As wide as the text; on phones also wider, two in a line. */
const asWide =
  'w-auto max-w-48 [&>select]:field-sizing-content [&>select]:border-line max-sm:order-1 max-sm:min-w-32 max-sm:max-w-full max-sm:flex-auto'

/** A filter for one column; hidden with fewer than two values. */
function Choices<R>({
  column,
  rows,
  state,
}: {
  column: Column<R>
  rows: readonly R[]
  state: TableState
}) {
  const choices = useMemo(() => choicesOf(rows, column), [rows, column])
  const chosen = state.only.find((o) => o.startsWith(`${column.id}:`)) ?? ''
  if (choices.length < 2 && !chosen) return null
  const nameOf =
    column.choice ?? ((value: Cell) => (value === null || value === '' ? 'none' : String(value)))
  return (
    <Select
      aria-label={`Filter by ${column.head.toLowerCase()}`}
      value={chosen}
      className={asWide}
      onChange={(event) => {
        const rest = state.only.filter((o) => !o.startsWith(`${column.id}:`))
        const only = event.target.value ? [...rest, event.target.value] : rest
        state.set({ only })
      }}
    >
      <option value="">{column.head}: all</option>
      {choices.map(([value, n]) => (
        <option key={choiceKey(column.id, value)} value={choiceKey(column.id, value)}>
          {nameOf(value)} ({n})
        </option>
      ))}
    </Select>
  )
}

/** For phones, where there are no headers to press. */
function SortBy<R>({ columns, state }: { columns: readonly Column<R>[]; state: TableState }) {
  return (
    <Select
      aria-label="Sort by"
      value={state.sort}
      className={cn(asWide, 'sm:hidden')}
      onChange={(event) => state.set({ sort: event.target.value })}
    >
      <option value="">Sort</option>
      {columns
        .filter((c) => !c.isActions)
        .flatMap((c) => [
          <option key={c.id} value={c.id}>
            {c.head}, up
          </option>,
          <option key={`-${c.id}`} value={`-${c.id}`}>
            {c.head}, down
          </option>,
        ])}
    </Select>
  )
}
