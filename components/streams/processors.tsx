'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import {
  listProcessors,
  startProcessor,
  stopProcessor,
  whyNotStart,
  whyNotStop,
} from '@/lib/ops/stream-processors'
import { dlqOf, NAMELESS, type Processor } from '@/lib/ops/stream-shapes'
import { failureOf, lagInWords, readStats } from '@/lib/ops/stream-stats'
import { getWorkspace } from '@/lib/ops/streams'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { type Column, column, none } from '../data/columns'
import { DeadLetters, Lag, Memory } from './drawings'
import { historyKey, type Sample, withReading } from './history'
import { ProcessorState } from './state'
import { processorStyles } from './status-styles'
import type { Place } from './use-run'

type Row = Processor & {
  place: Place
  samples: readonly Sample[]
  failure: string | undefined
  defaultTier: string | undefined
}

/** `SP10`, or `SP10 (default)` for the workspace's tier. */
const tierOf = ({ tier, defaultTier }: Row) =>
  tier ?? (defaultTier ? `${defaultTier} (default)` : null)

const latest = (row: Row) => row.samples.at(-1)

/** Failed processors need attention; the others keep Atlas's order. */
const failedFirst = (rows: readonly Processor[]) =>
  rows.toSorted((a, b) => Number(b.state === 'FAILED') - Number(a.state === 'FAILED'))

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
    ({ place, name, state, failure }) => (
      <ProcessorState place={place} name={name} state={state} failure={failure} />
    ),
    {
      choices: true,
      choice: (value) => processorStyles(value).word,
      isState: true,
      width: '8.5rem',
    },
  ),
  c.custom(
    ['tier', tierOf],
    'Tier',
    (row) => row.tier ?? <span className="text-muted">{tierOf(row) ?? none}</span>,
    { choices: true, width: '8rem' },
  ),
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
    { order: (row) => latest(row)?.lag?.value ?? null, align: 'right' },
  ),
  c.custom(
    ['deadLetters', (row) => latest(row)?.deadLetters ?? null],
    'Dead letters',
    ({ samples }) =>
      samples.at(-1)?.deadLetters === undefined ? none : <DeadLetters samples={samples} />,
    { align: 'right' },
  ),
  c.custom(
    ['memory', (row) => latest(row)?.memory ?? null],
    'Memory',
    ({ samples }) => (samples.at(-1)?.memory === undefined ? none : <Memory samples={samples} />),
    { align: 'right' },
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
  c.copyable(['id', (row) => row._id ?? null], 'ID', { optional: true }),
]

const on = rowActions<Row, Place>()
const named = ({ name }: Row, place: Place) => ({ ...place, processorName: name })
/** For several processors at once; the page of a processor has its own buttons. */
const bulk = [
  on.confirm(startProcessor, {
    tone: 'primary',
    whyNot: ({ state }) => whyNotStart(state),
    input: named,
  }),
  on.confirm(stopProcessor, { whyNot: ({ state }) => whyNotStop(state), input: named }),
]

/** The processors of a workspace, with their statistics over time. */
export function Processors({ groupId, tenantName }: Place) {
  const place = { groupId, tenantName }
  const workspace = useQuery(read(getWorkspace, place))
  const w = workspace.data?.misfit ? undefined : workspace.data?.data
  return (
    <OpList
      op={listProcessors}
      input={place}
      name="processors"
      what="processors"
      columns={columns}
      rows={(data, asOf) =>
        failedFirst(data.results).map((p) => ({
          ...p,
          place,
          defaultTier: w?.streamConfig?.tier ?? undefined,
          failure: failureOf(p),
          samples: withReading(historyKey(groupId, tenantName, p.name), readStats(p.stats), asOf),
        }))
      }
      rowId={(row) => (row.name === NAMELESS ? (row._id ?? row.name) : row.name)}
      rowName={(row) => row.name}
      href={(row) =>
        row.name === NAMELESS ? undefined : routes.streamProcessor(groupId, tenantName, row.name)
      }
      bulk={bulk}
      empty={{
        icon: <svg aria-hidden className="icon-[workflow]" />,
        title: 'No stream processors',
        hint: 'A processor continuously reads from one connection and writes to another.',
      }}
    />
  )
}
