'use client'
import { kindOfAddress } from '@/lib/format/address'
import { millis } from '@/lib/format/time'
import { allowAddresses, EMPTIED, removeAddress } from '@/lib/ops/access-list'
import { rowActions } from '../blocks/row-actions'
import { column, none } from '../data/columns'
import type { Undo } from '../ops/bulk-asked'
import { lazyComponent } from '../ui/lazy-component'
import { AddressCell, EndsCell } from './cells'
import type { Entry } from './entries'
import type { States } from './states'
import { StatusCell } from './status-cell'
import type { Drift } from './use-drift'

const EditSheet = lazyComponent(() => import('./edit-sheet').then((m) => m.EditSheet))

export type Row = Entry & {
  states: States
  drift: Drift
  /** How many entries the list has. */
  listed: number
  putBack: (removed: readonly Entry[]) => Undo | undefined
}

const isReadable = ({ value }: Entry): boolean => kindOfAddress(value) !== 'other'
const whyNot = (row: Row) =>
  isReadable(row) ? undefined : 'Gatehouse can’t read this address. Change the entry in Atlas.'

const c = column<Row>()
export const columns = [
  c.custom('value', 'Address', (row) => <AddressCell row={row} />, { width: '31%' }),
  c.text('comment', 'Comment', { width: '22%' }),
  c.custom('endsAt', 'Expires', (entry) => <EndsCell entry={entry} />, {
    width: '17%',
    order: (entry) => millis(entry.endsAt) ?? null,
  }),
  c.custom('size', 'Size', ({ size }) => <span className="whitespace-nowrap">{size}</span>, {
    order: (entry) => entry.freeBits,
    width: '10rem',
  }),
  c.custom(
    ['state', () => null],
    'State',
    (row) => (isReadable(row) ? <StatusCell states={row.states} value={row.value} /> : none),
    {
      width: '7.5rem',
      // Read for the rows in view only: there is nothing to sort or to export by.
      isActions: true,
    },
  ),
  c.text('kind', 'Type', { choices: true, optional: true }),
  c.text(['until', (entry) => entry.ends], 'Expires in', { choices: true, optional: true }),
  c.text('look', 'Notice', { choices: true, optional: true }),
]

const on = rowActions<Row, { groupId: string }>()
export const actions = [
  on.form(allowAddresses, {
    label: 'Edit',
    whyNot,
    show: (entry, { groupId }, close) => (
      <EditSheet groupId={groupId} entry={entry} onClose={close} />
    ),
  }),
  on.confirm(removeAddress, {
    whyNot,
    input: ({ value }, { groupId }) => ({ groupId, entryValue: value }),
    undo: (rows) => rows[0]?.putBack(rows),
    together: (rows) => rows.length > 1 && rows.length === rows[0]?.listed && EMPTIED,
  }),
]
