'use client'
import { useQuery } from '@tanstack/react-query'
import { type ComponentProps, type ReactNode, useMemo } from 'react'
import type { z } from 'zod'
import { read } from '@/lib/client/use-op'
import { upperFirst } from '@/lib/format/words'
import type { Command, Query, Shape } from '@/lib/ops/define'
import { type Column, column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { FewFirst } from '../data/few-first'
import { Panel } from '../data/panel'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'
import { SkeletonRows } from '../ui/skeleton'
import { type RowAction, RowActions } from './row-actions'
import { RowHistory } from './row-history'

// Needed once rows are selected.
const BulkButtons = lazyComponent(
  () => import('./bulk-buttons').then((m) => m.BulkButtons<never, never>),
  { soon: true },
)

type RowOf<O extends z.ZodType> =
  z.output<O> extends { results: ReadonlyArray<infer R> } | ReadonlyArray<infer R> ? R : never

const rowsIn = (data: unknown): readonly unknown[] =>
  Array.isArray(data) ? data : (data as { results: readonly unknown[] }).results

/**
 * A panel with the rows of a list operation in each of its states: with their age, a refresh button, search, filters, export
 * and the actions of each row.
 */
export function OpList<I extends Shape, O extends z.ZodType, R = RowOf<O>>({
  op,
  input,
  name = op.id.replaceAll('.', '-'),
  what,
  title = upperFirst(what),
  columns,
  rowName,
  rowId = rowName,
  rows = (data) => rowsIn(data) as readonly R[],
  href,
  actions = [],
  buttons,
  empty,
  bulk = [],
  above,
  children,
  fewOnPhones,
  isShort,
  hasHistory = actions.length > 0 && href === undefined,
  ...panel
}: {
  op: Query<I, O>
  input: z.input<I>
  /** Of the table in the address. Needed when a page has two lists of one operation. */
  name?: string
  /** The plural of the rows: `API keys`. */
  what: string
  /** By default the plural of the rows. */
  title?: string
  columns: readonly Column<R>[]
  /** What a row is called in the labels of its actions. */
  rowName: (row: R) => string
  /** Unique in the list. By default the name. */
  rowId?: (row: R) => string
  /** By default the answer, or its `results`. Undefined while they are worked out. */
  rows?: (data: z.output<O>, asOf: string) => readonly R[] | undefined
  href?: (row: R) => string | undefined
  actions?: ReadonlyArray<RowAction<R, z.input<I>>>
  /** Buttons in the panel's header, such as the one that creates. */
  buttons?: ReactNode
  /** What to do when there is nothing. */
  empty: { icon?: ReactNode; title?: string; hint: ReactNode; action?: ReactNode }
  /** What several rows can take at once: the commands of row actions, or actions that rows do not show. */
  bulk?: ReadonlyArray<Pick<Command, 'id'> | RowAction<R, z.input<I>>>
  /** Above the table, also when it is empty. */
  above?: (data: z.output<O>) => ReactNode
  /** Below the table. */
  children?: (data: z.output<O>) => ReactNode
  /** Phones show its first rows, and a button for the rest. For pages with more below the list. */
  fewOnPhones?: boolean
  /** Usually a few rows: search, filters and export appear from the tenth on. */
  isShort?: boolean
  /**
   * Each row has a button for its history. By default where rows have actions and no page, which shows it. Lists of the
   * whole console have none.
   */
  hasHistory?: boolean
} & Partial<Pick<ComponentProps<typeof Panel>, 'folds' | 'instead' | 'skeletonRows'>>) {
  const query = useQuery(read(op, input))
  const place = JSON.stringify(input)
  const inBulk = bulk.flatMap((one) =>
    'op' in one ? one : actions.filter(({ op }) => op.id === one.id),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: callers write the input as a literal, which is new each time
  const all = useMemo(() => {
    if (actions.length === 0 && !hasHistory) return columns
    const own = column<R>().actions((row) => (
      <span className="inline-flex justify-end gap-1 whitespace-nowrap">
        {hasHistory && <RowHistory {...{ op, actions, row, rowId, rowName }} place={input} />}
        <RowActions isInRow actions={actions} row={row} place={input} name={rowName(row)} />
      </span>
    ))
    return [...columns, own]
  }, [columns, actions, place, hasHistory])
  return (
    <Panel
      skeletonRows={4}
      {...panel}
      title={title}
      query={query}
      actions={buttons}
      isEmpty={(data) => rows(data, query.data?.asOf ?? '')?.length === 0}
      empty={(data) => (
        <>
          {above?.(data)}
          <Empty {...empty} title={empty.title ?? `No ${what}`} />
        </>
      )}
    >
      {(data, asOf) => {
        const found = rows(data, asOf)
        if (!found) return <SkeletonRows rows={4} />
        const table = (
          <DataTable
            name={name}
            what={what}
            rows={found}
            columns={all}
            rowId={rowId}
            rowName={rowName}
            {...(isShort ? { plain: found.length < 10 } : {})}
            {...(href ? { href } : {})}
            {...(inBulk.length > 0
              ? {
                  bulk: (chosen: readonly R[], select: (ids: readonly string[]) => void) => (
                    <BulkButtons
                      actions={inBulk}
                      {...{ what, rowId, rowName, select }}
                      chosen={chosen as never}
                      place={input as never}
                    />
                  ),
                }
              : {})}
          />
        )
        return (
          <>
            {above?.(data)}
            {fewOnPhones ? <FewFirst count={found.length}>{table}</FewFirst> : table}
            {children?.(data)}
          </>
        )
      }}
    </Panel>
  )
}
