'use client'
import { bytesInWords, exactBytes } from '@/lib/format/bytes'
import {
  bytesOf,
  deleteQueryLimit,
  type LimitName,
  limitNames,
  limitSpans,
  listQueryLimits,
  overrunPolicies,
  type QueryLimit,
  setQueryLimit,
  settingOf,
} from '@/lib/ops/data-federation'
import { oneOf } from '@/lib/ops/one-of'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { cn } from '../ui/cn'
import { lazyComponent } from '../ui/lazy-component'

const LimitSheet = lazyComponent(() => import('./limit-sheet').then((m) => m.LimitSheet))

type Place = { groupId: string; tenantName: string }

const nameOf = (row: QueryLimit): LimitName | undefined => oneOf(limitNames, row.name)
const spanOf = (row: QueryLimit) => {
  const name = nameOf(row)
  return name ? limitSpans[name] : row.name
}
/** In percent; undefined for a limit of one query, which has no use that adds up. */
function usedOf({ name, value, currentUsage }: QueryLimit): number | undefined {
  const most = BigInt(bytesOf(value))
  if (name === 'bytesProcessed.query' || currentUsage == null || most === 0n) return undefined
  return Number((BigInt(bytesOf(currentUsage)) * 1000n) / most) / 10
}

const c = column<QueryLimit>()
const columns = [
  c.text(['name', spanOf], 'Period', { width: '16%' }),
  c.custom(
    ['value', (row) => exactBytes(bytesOf(row.value))],
    'Limit',
    (row) => (
      <span title={exactBytes(bytesOf(row.value))}>
        {bytesInWords(bytesOf(row.value))}{' '}
        <span className="whitespace-nowrap text-faint text-xs">
          {exactBytes(bytesOf(row.value))}
        </span>
      </span>
    ),
    { order: (row) => Number(bytesOf(row.value)) },
  ),
  c.custom(['used', (row) => usedOf(row) ?? null], 'Used', (row) => <Used row={row} />),
  c.text(
    [
      'policy',
      (row) => {
        const policy = oneOf(['BLOCK', 'BLOCK_AND_KILL'] as const, row.overrunPolicy)
        return policy ? overrunPolicies[policy] : (row.overrunPolicy ?? null)
      },
    ],
    'At the limit',
  ),
  c.time(['changed', (row) => row.lastModifiedDate ?? null], 'Changed', { optional: true }),
]

/** A bar with the used part of a limit. */
function Used({ row }: { row: QueryLimit }) {
  const used = usedOf(row)
  if (used === undefined) return <span className="text-faint">–</span>
  const width = `${Math.min(100, used)}%`
  return (
    <span className="inline-flex items-center gap-2" title={exactBytes(bytesOf(row.currentUsage))}>
      <span aria-hidden className="h-1.5 w-20 overflow-hidden rounded-full bg-sunken">
        <span
          className={cn('block h-full', used >= 80 ? 'bg-warn' : 'bg-accent-solid')}
          style={{ width }}
        />
      </span>
      <span>
        {used}%{' '}
        <span className="text-faint text-xs">{bytesInWords(bytesOf(row.currentUsage))}</span>
      </span>
    </span>
  )
}

const on = rowActions<QueryLimit, Place>()
const unknown = (row: QueryLimit) =>
  nameOf(row) ? undefined : 'Gatehouse does not know this limit. Change it in Atlas.'
const actions = [
  on.form(setQueryLimit, {
    label: 'Edit',
    whyNot: unknown,
    show: (row, place, close) => (
      <LimitSheet
        place={place}
        limitName={nameOf(row) ?? limitNames[0]!}
        opened={settingOf(row)}
        onClose={close}
      />
    ),
  }),
  on.confirm(deleteQueryLimit, {
    whyNot: unknown,
    input: (row, place) => ({ ...place, limitName: nameOf(row) ?? limitNames[0]! }),
  }),
]

/** How much data the queries of a federated database can process. */
export const QueryLimits = (place: Place) => (
  <OpList
    op={listQueryLimits}
    input={place}
    what="query limits"
    columns={columns}
    rowName={spanOf}
    rowId={(row) => row.name}
    actions={actions}
    bulk={[deleteQueryLimit]}
    buttons={
      <FormButton
        op={setQueryLimit}
        place={place}
        label="Add limit"
        variant="primary"
        form={(close) => <LimitSheet place={place} onClose={close} />}
      />
    }
    empty={{
      icon: <svg aria-hidden className="icon-[gauge]" />,
      hint: 'Queries can process any amount of data. Add a limit to cap their cost.',
    }}
  />
)
