'use client'
import { kindOfAddress } from '@/lib/format/address'
import { millis } from '@/lib/format/time'
import { allowAddresses, EMPTIED, removeAddress } from '@/lib/ops/access-list'
import type { Command } from '@/lib/ops/define'
import { type RowAction, rowActions } from '../blocks/row-actions'
import { column, none } from '../data/columns'
import { ActionButton } from '../ops/action-button'
import { AddressCell, EndsCell } from './cells'
import type { Entry } from './entries'
import type { Row } from './row'
import { StatusCell } from './status-cell'

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

/** The page shows the form, because the row is gone while the entry is removed. */
const edit: RowAction<Row, { groupId: string }> = {
  op: allowAddresses as unknown as Command,
  show: (row, { groupId }, name) => (
    <ActionButton
      op={allowAddresses}
      scope={{ kind: 'project', groupId }}
      whyNot={whyNot(row) ?? null}
      variant="quiet"
      size="sm"
      aria-haspopup="dialog"
      aria-label={`Edit ${name}`}
      onPress={() => row.edit(row)}
    >
      Edit
    </ActionButton>
  ),
}

const on = rowActions<Row, { groupId: string }>()
export const actions = [
  edit,
  on.confirm(removeAddress, {
    whyNot,
    input: ({ value }, { groupId }) => ({ groupId, entryValue: value }),
    undo: (rows) => rows[0]?.putBack(rows),
    together: (rows) => rows.length > 1 && rows.length === rows[0]?.listed && EMPTIED,
  }),
]
