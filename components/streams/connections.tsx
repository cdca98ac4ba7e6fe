'use client'
import { useQuery } from '@tanstack/react-query'
import { Cable } from 'lucide-react'
import { useState } from 'react'
import { read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import { listProcessors } from '@/lib/ops/stream-processors'
import {
  deleteConnection,
  listConnections,
  type StreamConnection,
  usersOf,
} from '@/lib/ops/streams'
import { type Column, column, none } from '../data/columns'
import { DataTable } from '../data/data-table'
import { JsonView } from '../data/json-view'
import { Panel } from '../data/panel'
import { ConfirmAction } from '../ops/confirm-action'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Empty } from '../ui/empty'
import { StateBadge } from '../ui/state-badge'
import type { Place } from './state'
import { connectionStyles } from './status-styles'
import { whereOf } from './where'

type Row = StreamConnection & { place: Place; users: string[] | undefined }

const usersInWords = ({ users }: Row) =>
  users === undefined ? null : users.length === 0 ? 'No processor' : list(users)

/** `AWSKinesisDataStreams` may wrap between its words. */
const wrapping = (text: string) => text.replace(/([a-z])(?=[A-Z])/g, '$1\u200b')

/** Only the first name, so that the row stays on one line. */
const fewUsers = ({ users }: Row) =>
  users === undefined || users.length < 3 ? undefined : `${users[0]} and ${users.length - 1} more`

const c = column<Row>()
const columns: Column<Row>[] = [
  c.copyable('name', 'Connection'),
  c.custom('type', 'Type', ({ type }) => wrapping(type ?? '–'), { choices: true }),
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
  c.actions((row) => (
    <span className="inline-flex gap-1 max-sm:flex-wrap">
      <Details connection={row} />
      <Remove row={row} />
    </span>
  )),
]

/** The raw answer for a connection; what may be a secret stays on the server. */
function Details({ connection: { place: _, users: __, ...rest } }: { connection: Row }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        aria-haspopup="dialog"
        aria-label={`Details of ${rest.name}`}
        onClick={() => setOpen(true)}
      >
        Details
      </Button>
      {open && (
        <Dialog
          open
          size="lg"
          onOpenChange={setOpen}
          title={rest.name}
          description="Raw Atlas response, without secrets and headers."
        >
          <JsonView value={rest} label="Connection" />
        </Dialog>
      )}
    </>
  )
}

function Remove({ row: { place, name, users, state } }: { row: Row }) {
  return (
    <ConfirmAction
      op={deleteConnection}
      input={{ ...place, connectionName: name }}
      size="sm"
      variant="danger-quiet"
      label="Delete"
      ariaLabel={`Delete ${name}`}
      title={`Delete the connection ${name}?`}
      confirm="Delete connection"
      pending="Deleting…"
      done={`${name} is being deleted`}
      whyNot={
        state === 'DELETING'
          ? 'It is being deleted.'
          : users && users.length > 0
            ? `${list(users)} ${users.length === 1 ? 'uses' : 'use'} it: change or delete ${users.length === 1 ? 'that processor' : 'those processors'} first.`
            : null
      }
    />
  )
}

/** What the processors of a workspace can read from and write to. */
export function Connections({ groupId, tenantName }: Place) {
  const place = { groupId, tenantName }
  const connections = useQuery(read(listConnections, place))
  const processors = useQuery(read(listProcessors, place))
  const known = processors.data?.misfit ? undefined : processors.data?.data.results
  return (
    <Panel
      title="Connections"
      query={connections}
      skeletonRows={6}
      isEmpty={(data) => data.results.length === 0}
      empty={
        <Empty
          icon={<Cable />}
          title="No connections"
          hint="Processors need connections to read from and write to."
        />
      }
    >
      {(data) => (
        <DataTable
          name="connections"
          what="connections"
          rows={data.results.map((row) => ({
            ...row,
            place,
            users: known && usersOf(known, row.name),
          }))}
          columns={columns}
          rowId={(row) => row.name}
        />
      )}
    </Panel>
  )
}
