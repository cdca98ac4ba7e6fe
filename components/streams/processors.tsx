'use client'
import { useQuery } from '@tanstack/react-query'
import { Workflow } from 'lucide-react'
import { read } from '@/lib/client/use-op'
import { listProcessors } from '@/lib/ops/stream-processors'
import { dlqOf, type Processor } from '@/lib/ops/stream-shapes'
import { routes } from '@/lib/routes'
import { type Column, column, none } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Empty } from '../ui/empty'
import { DeadLetters, Lag, Memory } from './drawings'
import { historyKey, type Sample, withReading } from './history'
import { type Place, ProcessorState } from './state'
import { failureOf, lagInWords, readStats } from './stats'

type Row = Processor & { place: Place; samples: readonly Sample[]; failure: string | undefined }

const latest = (row: Row) => row.samples.at(-1)

const c = column<Row>()
const columns: Column<Row>[] = [
  c.custom(
    'name',
    'Processor',
    ({ name, failure }) => (
      <span className="block min-w-0">
        <span className="block break-words font-medium">{name}</span>
        {failure && <span className="mt-0.5 block break-words text-bad text-xs">{failure}</span>}
      </span>
    ),
    { width: '32%' },
  ),
  c.custom(
    'state',
    'State',
    ({ place, name, state }) => <ProcessorState place={place} name={name} state={state} />,
    { choices: true, isState: true, width: '8.5rem' },
  ),
  c.text('tier', 'Tier', { choices: true, width: '4.5rem' }),
  c.custom(
    [
      'lag',
      (row) => {
        const lag = latest(row)?.lag
        return lag ? lagInWords(lag) : null
      },
    ],
    'Lag',
    ({ samples }) => (samples.at(-1)?.lag ? <Lag samples={samples} /> : none),
    { order: (row) => latest(row)?.lag?.value ?? null },
  ),
  c.custom(
    ['deadLetters', (row) => latest(row)?.deadLetters ?? null],
    'Dead letters',
    ({ samples }) =>
      samples.at(-1)?.deadLetters === undefined ? none : <DeadLetters samples={samples} />,
  ),
  c.custom(['memory', (row) => latest(row)?.memory ?? null], 'Memory', ({ samples }) =>
    samples.at(-1)?.memory === undefined ? none : <Memory samples={samples} />,
  ),
  c.text(['failure', (row) => row.failure ?? null], 'Why it failed', { optional: true }),
  c.text(
    [
      'dlq',
      (row) => {
        const dlq = dlqOf(row)
        return dlq ? `${dlq.connectionName}: ${dlq.db}.${dlq.coll}` : null
      },
    ],
    'Dead-letter queue',
    { optional: true },
  ),
  c.copyable(['id', (row) => row._id ?? null], 'Id', { optional: true }),
]

/** Every processor of a workspace, with what it does drawn from reading to reading. */
export function Processors({ groupId, tenantName }: Place) {
  const processors = useQuery(read(listProcessors, { groupId, tenantName }))
  const place = { groupId, tenantName }
  return (
    <Panel
      title="Processors"
      query={processors}
      skeletonRows={6}
      isEmpty={(data) => data.results.length === 0}
      empty={
        <Empty
          icon={<Workflow />}
          title="No stream processor in this workspace"
          hint="A processor reads from one connection and writes to another, all the time."
        />
      }
    >
      {(data, asOf) => (
        <DataTable
          name="processors"
          what="processors"
          rows={data.results.map((p) => ({
            ...p,
            place,
            failure: failureOf(p),
            samples: withReading(historyKey(groupId, tenantName, p.name), readStats(p.stats), asOf),
          }))}
          columns={columns}
          rowId={(row) => row.name}
          href={(row) => routes.streamProcessor(groupId, tenantName, row.name)}
        />
      )}
    </Panel>
  )
}
