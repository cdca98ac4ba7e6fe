'use client'
import { useState } from 'react'
import { count } from '@/lib/format/words'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { ProjectName } from '../data/project-name'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
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

/** Atlas counts the call that reports a limit, so a limit in normal use is never full. */
const isUsed = (row: Report) => row.limit === null || order(row) < 0.9

/** What Atlas reported about its limits with its last answers, the scarcest first. Shows those in use at first. */
export function Reports({ connections }: { connections: readonly Connection[] }) {
  const [isAll, setAll] = useState(false)
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
  const used = rows.filter(isUsed)
  const isWhole = isAll || used.length === rows.length
  return (
    <>
      {isWhole || used.length > 0 ? (
        <DataTable
          name="reports"
          what="limits"
          rows={isWhole ? rows : used}
          columns={connections.length > 1 ? withConnection : columns}
          rowId={(row) => `${row.connection} ${row.operation} ${row.placeId}`}
        />
      ) : (
        <Empty
          title="No limit is running low"
          hint="Each limit that Atlas reported has at least 90% of its calls left."
        />
      )}
      {!isWhole && (
        <p className="border-line border-t px-4 py-2">
          <Button size="sm" variant="quiet" onClick={() => setAll(true)}>
            Show all {count(rows.length, 'limit')}
          </Button>
        </p>
      )}
    </>
  )
}
