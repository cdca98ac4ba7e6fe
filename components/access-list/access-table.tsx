'use client'
import { millis } from '@/lib/format/time'
import { removeAddress } from '@/lib/ops/access-list'
import { column, none } from '../data/columns'
import { DataTable } from '../data/data-table'
import { ActionButton } from '../ops/action-button'
import { AddressCell, EndsCell } from './cells'
import type { Entry } from './entries'
import { isReadable, RowActions, useAround } from './row-actions'
import { StatusCell } from './status-cell'

const c = column<Entry>()
const columns = [
  c.custom('value', 'Address', (entry) => <AddressCell entry={entry} />, { width: '31%' }),
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
    ({ value }) => (isReadable(value) ? <State value={value} /> : none),
    {
      width: '7.5rem',
      // Read for the rows in view only: there is nothing to sort or to export by.
      isActions: true,
    },
  ),
  c.text('kind', 'Type', { choices: true, optional: true }),
  c.text(['until', (entry: Entry) => entry.ends], 'Expires in', {
    choices: true,
    optional: true,
  }),
  c.text('look', 'Notice', { choices: true, optional: true }),
  { ...c.actions((entry: Entry) => <RowActions entry={entry} />), width: '9.5rem' },
]

const State = ({ value }: { value: string }) => (
  <StatusCell states={useAround().states} value={value} />
)

/** All entries, to search, filter, sort, select and export. */
export function AccessTable({ entries }: { entries: readonly Entry[] }) {
  const { groupId, onRemove } = useAround()
  return (
    <DataTable
      name="access"
      what="entries"
      rows={entries}
      columns={columns}
      rowId={(entry) => entry.value}
      bulk={(chosen) => (
        <ActionButton
          op={removeAddress}
          scope={{ kind: 'project', groupId }}
          size="sm"
          variant="danger-plain"
          aria-haspopup="dialog"
          onPress={() => onRemove(chosen)}
        >
          {chosen.length === 1 ? 'Remove 1 entry' : `Remove ${chosen.length} entries`}
        </ActionButton>
      )}
    />
  )
}
