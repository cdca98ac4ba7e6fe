'use client'
import Link from 'next/link'
import { useAddress } from '@/lib/client/use-address'
import { roughly } from '@/lib/format/time'
import { count } from '@/lib/format/words'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Time } from '../ui/time'
import { type Health, needsAttention, pageOf } from './problems'

type RowOf<K extends 'queues' | 'replicas' | 'loops' | 'connections'> = NonNullable<
  Health[K]['value']
>[number]
type Queue = RowOf<'queues'>
type Console = RowOf<'replicas'>
type Loop = RowOf<'loops'>
type Connection = RowOf<'connections'>

const stateOfQueue = (queue: Queue) => (needsAttention(queue) ? 'Needs attention' : 'Fine')
const q = column<Queue>()
const queueColumns = [
  q.text('label', 'Queue', { width: '44%' }),
  q.number('length', 'Waiting'),
  q.custom(
    'oldestSeconds',
    'Oldest',
    ({ oldestSeconds }) => (oldestSeconds === null ? '–' : roughly(oldestSeconds * 1000)),
    { align: 'right' },
  ),
  q.custom(['state', stateOfQueue], 'State', (row) => (
    <Badge tone={needsAttention(row) ? 'warn' : 'good'}>{stateOfQueue(row)}</Badge>
  )),
  q.custom(['page', ({ name }) => pageOf[name]?.link ?? null], 'Page', ({ name }) => {
    const page = pageOf[name]
    return page ? (
      <Link href={page.href} className="link">
        {page.link}
      </Link>
    ) : (
      '–'
    )
  }),
]

/** The queues with something in them. The others are a line. */
export function Queues({ queues }: { queues: Queue[] }) {
  const filled = queues.filter(({ length }) => length > 0)
  const empty = queues.length - filled.length
  return (
    <>
      {filled.length > 0 && (
        <DataTable
          name="queues"
          plain
          rows={filled}
          columns={queueColumns}
          rowId={({ name }) => name}
        />
      )}
      {empty > 0 && (
        <p className="px-4 py-2.5 text-muted text-sm">
          {filled.length === 0
            ? `All ${count(empty, 'queue')} are empty.`
            : `The other ${count(empty, 'queue')} ${empty === 1 ? 'is' : 'are'} empty.`}
        </p>
      )}
    </>
  )
}

const r = column<Console>()
const consoleColumns = [
  r.text('name', 'Console'),
  r.custom(['state', ({ isLost }) => (isLost ? 'Gone' : 'Running')], 'State', (row) => (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone={row.isLost ? 'bad' : 'good'}>{row.isLost ? 'Gone' : 'Running'}</Badge>
      {row.isThis && <Badge>Answered this page</Badge>}
    </span>
  )),
  r.time('seenAt', 'Last heartbeat'),
  r.time('startedAt', 'Started'),
  r.text('version', 'Gatehouse'),
  r.text('node', 'Node.js'),
  r.copyable('id', 'ID', { optional: true }),
]

export const Consoles = ({ replicas }: { replicas: Console[] }) => (
  <DataTable
    name="consoles"
    plain
    rows={replicas}
    columns={consoleColumns}
    rowId={({ id }) => id}
  />
)

const l = column<Loop>()
type LoopState = 'Failing' | 'Trying again' | 'Fine' | 'Running'
const stateOf = ({ failingSince, failuresInARow, succeededAt, startedAt }: Loop): LoopState => {
  if (failingSince !== null) return 'Failing'
  if (failuresInARow > 0) return 'Trying again'
  return succeededAt || !startedAt ? 'Fine' : 'Running'
}
const tones = { Failing: 'bad', 'Trying again': 'warn', Fine: 'good', Running: 'good' } as const
const loopColumns = [
  l.text('label', 'What it does', { width: '28%' }),
  l.text('replica', 'Console', { choices: true }),
  l.custom(
    ['state', stateOf],
    'State',
    (row) => {
      const state = stateOf(row)
      return (
        <span className="inline-flex flex-wrap items-baseline gap-x-2">
          <Badge tone={tones[state]}>{state}</Badge>
          {row.failingSince && (
            <span className="text-muted text-xs">
              since <Time at={row.failingSince} />
            </span>
          )}
        </span>
      )
    },
    { choices: true },
  ),
  l.time('succeededAt', 'Last success', { absent: 'Runs all the time' }),
  l.number('failures', 'Failures since start'),
  l.time('failedAt', 'Last failure'),
  l.text('error', 'Last error', { width: '20%' }),
  l.text('name', 'Name in metrics', { optional: true }),
]

/** The loops that failed lately. The others are a line until a person opens them. */
export function Loops({ loops }: { loops: Loop[] }) {
  const { get, set } = useAddress()
  const isAll = get('work') === 'all'
  const failing = loops.filter(({ failuresInARow }) => failuresInARow > 0)
  const shown = isAll ? loops : failing
  return (
    <>
      {shown.length > 0 && (
        <DataTable
          name="loops"
          what="loops"
          plain={!isAll}
          rows={shown}
          columns={loopColumns}
          rowId={({ name, replica }) => `${replica} ${name}`}
        />
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-muted text-sm">
        <span>
          {failing.length === 0
            ? `All ${count(loops.length, 'loop')} work.`
            : `${failing.length} of ${count(loops.length, 'loop')} failed last time.`}
        </span>
        <Button
          size="sm"
          variant="quiet"
          aria-expanded={isAll}
          onClick={() => set({ work: isAll ? null : 'all' })}
        >
          {isAll ? 'Show fewer' : 'Show all loops'}
        </Button>
      </div>
    </>
  )
}

const c = column<Connection>()
const clockOf = ({ aheadMs }: Connection) => {
  if (aheadMs === null) return 'Not measured'
  if (Math.abs(aheadMs) < 3_000) return 'Same time'
  return `${roughly(aheadMs)} ${aheadMs > 0 ? 'ahead' : 'behind'}`
}
const connectionColumns = [
  c.text('name', 'Connection'),
  c.text('replica', 'Console'),
  c.custom(
    ['state', ({ problem }) => (problem ? 'Failing' : 'Working')],
    'State',
    ({ problem }) => (
      <Badge tone={problem ? 'bad' : 'good'}>{problem ? 'Failing' : 'Working'}</Badge>
    ),
  ),
  c.text(
    ['left', ({ left, burst }) => `${left.toLocaleString('en')} of ${burst.toLocaleString('en')}`],
    'Calls left',
  ),
  c.text(['clock', clockOf], 'Clock of Atlas'),
]

export const Connections = ({ connections }: { connections: Connection[] }) => (
  <DataTable
    name="connections"
    plain
    rows={connections}
    columns={connectionColumns}
    rowId={({ name, replica }) => `${replica} ${name}`}
  />
)
