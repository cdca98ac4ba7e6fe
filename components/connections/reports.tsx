'use client'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { ProjectName } from '../data/project-name'
import { Badge } from '../ui/badge'
import { Empty } from '../ui/empty'
import { Time } from '../ui/time'
import type { Connection } from './connection-facts'
import { Meter } from './meter'

type Report = Connection['reported'][number] & {
  connection: string
  organization: string | undefined
}

const c = column<Report>()
const connection = c.text('connection', 'Connection', { choices: true })
const columns = [
  c.text('operation', 'Atlas operation', { width: '30%' }),
  c.custom(
    ['place', ({ organization, placeId }) => organization ?? placeId],
    'Place',
    ({ organization, placeId }) =>
      organization ?? (placeId ? <ProjectName groupId={placeId} /> : 'The whole connection'),
  ),
  c.custom('left', 'Calls left', ({ left, limit }) => <Meter left={left} limit={limit} />, {
    width: '24%',
  }),
  c.number('limit', 'Limit', { optional: true }),
  c.time('at', 'Reported'),
  c.custom(['state', ({ heldUntil }) => (heldUntil ? 'Held back' : 'Open')], 'State', (row) =>
    row.heldUntil ? (
      <span className="inline-flex flex-wrap items-center gap-2">
        <Badge tone="warn">Held back</Badge>
        <Time at={row.heldUntil} />
      </span>
    ) : (
      'Open'
    ),
  ),
]
const withConnection = [connection, ...columns]

/** Held back first, then by the share that is left. */
const order = ({ heldUntil, left, limit }: Report) => (heldUntil ? -1 : limit ? left / limit : 1)

/** What Atlas reported about its limits with its last answers, the scarcest first. */
export function Reports({ connections }: { connections: readonly Connection[] }) {
  const rows: Report[] = connections
    .flatMap(({ name, organizations, reported }) =>
      reported.map((one) => ({
        ...one,
        connection: name,
        organization: organizations.find(({ orgId }) => orgId === one.placeId)?.name,
      })),
    )
    .sort((a, b) => order(a) - order(b))
  if (rows.length === 0)
    return <Empty title="No reports" hint="Atlas has not reported a limit to this replica yet." />
  return (
    <DataTable
      name="reports"
      what="reports"
      rows={rows}
      columns={connections.length > 1 ? withConnection : columns}
      rowId={(row) => `${row.connection} ${row.operation} ${row.placeId}`}
    />
  )
}
