'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import { changeConnection } from '@/lib/ops/stream-connection-change'
import { connectionTypes, isConnectionType } from '@/lib/ops/stream-connection-fields'
import {
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  type StreamConnection,
  usersOf,
} from '@/lib/ops/stream-connections'
import { listProcessors } from '@/lib/ops/stream-processors'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { type RowAction, rowActions } from '../blocks/row-actions'
import { column, none } from '../data/columns'
import { Button } from '../ui/button'
import { lazyComponent } from '../ui/lazy-component'
import { StateBadge } from '../ui/state-badge'
import { useNamedForm } from '../ui/use-panel'
import { connectionStyles } from './status-styles'
import type { Place } from './use-run'
import { whereOf } from './where'

const CreateConnection = lazyComponent(() =>
  import('./connection-sheet').then((m) => m.CreateConnection),
)
const ConnectionDialog = lazyComponent(() =>
  import('./connection-dialog').then((m) => m.ConnectionDialog),
)
const ChangeConnection = lazyComponent(() =>
  import('./connection-sheet').then((m) => m.ChangeConnection),
)

type Row = StreamConnection & { users: string[] | undefined }

const usersInWords = ({ users }: Row) =>
  users === undefined ? null : users.length === 0 ? 'No processor' : list(users)

/** Atlas's own word for a type that Gatehouse does not know. */
const typeOf = ({ type }: Row) =>
  isConnectionType(type) ? connectionTypes[type][0] : (type ?? null)

/** Only the first name, so that the row stays on one line. */
const fewUsers = ({ users }: Row) =>
  users === undefined || users.length < 3 ? undefined : `${users[0]} and ${users.length - 1} more`

const c = column<Row>()
const columns = [
  c.copyable('name', 'Connection'),
  c.text(['type', typeOf], 'Type', { choices: true }),
  c.state('state', 'State', connectionStyles, {
    // Connections from before Atlas introduced states have none.
    cell: ({ state }) => (state ? <StateBadge styles={connectionStyles} state={state} /> : none),
  }),
  c.custom(['where', (row) => whereOf(row) ?? null], 'Where', (row) => (
    <span className="block break-words">{whereOf(row) ?? '–'}</span>
  )),
  c.custom(
    ['users', usersInWords],
    'Used by',
    (row) =>
      row.users?.length ? (
        <span className="block break-words" title={usersInWords(row) ?? undefined}>
          {fewUsers(row) ?? usersInWords(row)}
        </span>
      ) : (
        none
      ),
    { width: '20%' },
  ),
  c.text('region', 'Region', { optional: true }),
  c.copyable('id', 'ID', { optional: true }),
]

/** The raw answer for a connection; what may be a secret stays on the server. */
function Details({ connection: { users: _, ...rest } }: { connection: Row }) {
  const { isOpen, open, close } = useNamedForm(`details:${rest.name}`)
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        aria-haspopup="dialog"
        aria-label={`Details of ${rest.name}`}
        onClick={open}
      >
        Details
      </Button>
      {isOpen && <ConnectionDialog connection={rest} onOpenChange={(next) => next || close()} />}
    </>
  )
}

const isDeleting = ({ state }: Row) => (state === 'DELETING' ? 'Atlas is deleting it.' : null)

const on = rowActions<Row, Place>()
const actions: RowAction<Row, Place>[] = [
  { op: getConnection, show: (row) => <Details connection={row} /> },
  on.form(changeConnection, {
    whyNot: (row) =>
      isDeleting(row) ??
      (!isConnectionType(row.type)
        ? 'Gatehouse does not know this type. Change it in Atlas.'
        : row.type === 'Sample'
          ? 'A sample connection has no settings.'
          : null),
    show: (row, place, close) => <ChangeConnection {...place} connection={row} onClose={close} />,
  }),
  on.confirm(deleteConnection, {
    input: ({ name }, place) => ({ ...place, connectionName: name }),
    whyNot: (row) =>
      isDeleting(row) ??
      (row.users?.length
        ? `${list(row.users)} ${row.users.length === 1 ? 'uses' : 'use'} it: change or delete ${row.users.length === 1 ? 'that processor' : 'those processors'} first.`
        : null),
  }),
]

/** What the processors of a workspace can read from and write to. */
export function Connections(place: Place) {
  const processors = useQuery(read(listProcessors, place))
  const known = processors.data?.misfit ? undefined : processors.data?.data.results
  return (
    <OpList
      op={listConnections}
      input={place}
      name="connections"
      what="connections"
      columns={columns}
      rows={({ results }) =>
        results.map((row) => ({ ...row, users: known && usersOf(known, row.name) }))
      }
      rowName={({ name }) => name}
      actions={actions}
      bulk={[deleteConnection]}
      buttons={
        <FormButton
          op={createConnection}
          place={place}
          variant="primary"
          form={(close) => <CreateConnection {...place} onClose={close} />}
        />
      }
      empty={{
        icon: <svg aria-hidden className="icon-[cable]" />,
        hint: 'Processors need connections to read from and write to.',
      }}
    />
  )
}
