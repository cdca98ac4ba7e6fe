'use client'
import { useQuery } from '@tanstack/react-query'
import { Check, Lock } from 'lucide-react'
import type { z } from 'zod'
import { read } from '@/lib/client/use-op'
import { listOps } from '@/lib/ops/console'
import { peopleOf } from '@/lib/ops/roles'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Badge } from '../ui/badge'
import { Empty } from '../ui/empty'
import { YourRoles } from './your-roles'

type Row = z.output<typeof listOps.output>['results'][number]

const c = column<Row>()
const columns = [
  c.text('title', 'Operation', { width: '26%' }),
  c.badge(['kind', (row) => (row.kind === 'query' ? 'Read' : 'Change')], 'Kind', (value) => ({
    word: String(value),
    tone: value === 'Change' ? 'accent' : 'neutral',
  })),
  c.text(['needs', (row) => peopleOf(row.needs)], 'Who may'),
  c.badge(['mine', (row) => (row.mine ? 'Yes, in a scope of yours' : 'No')], 'You', (_, row) =>
    row.mine
      ? { word: 'You may', tone: 'good', icon: <Check aria-hidden /> }
      : { word: 'Not you', icon: <Lock aria-hidden /> },
  ),
  c.custom(
    ['atlas', (row) => (row.atlas ? `${row.atlas.method} ${row.atlas.path}` : 'Gatehouse itself')],
    'Atlas call',
    ({ atlas }) =>
      atlas ? (
        <span className="grid">
          <code className="break-all font-mono text-xs">
            <span className="font-semibold">{atlas.method}</span>{' '}
            {atlas.path.replace('/api/atlas/v2', '')}
          </code>
          <span className="text-muted text-xs">
            {atlas.op}, version {atlas.version}
          </span>
        </span>
      ) : (
        <span className="text-muted text-xs">Gatehouse itself</span>
      ),
    { width: '30%' },
  ),
  c.text(['roles', (row) => row.atlas?.roles.join(', ') ?? null], 'Atlas role', {
    cell: (row) => (
      <span className="text-muted text-xs">{row.atlas?.roles.join(' or ') ?? '–'}</span>
    ),
  }),
  c.time(['sunset', (row) => row.atlas?.sunset ?? null], 'Atlas ends it', {
    cell: (row) =>
      row.atlas?.sunset ? (
        <Badge tone="warn">{row.atlas.sunset}</Badge>
      ) : (
        <span className="text-faint">–</span>
      ),
    optional: true,
  }),
  c.copyable('id', 'Id', { optional: true }),
]

/** The one table of who may do what: the server decides by it, and refused buttons speak from it. */
export function Permissions() {
  const operations = useQuery(read(listOps, {}))
  return (
    <div className="grid gap-5">
      <YourRoles />
      <Panel
        title="Operations"
        query={operations}
        skeletonRows={10}
        isEmpty={(data) => data.results.length === 0}
        empty={
          <Empty title="This console can do nothing" hint="Its list of operations is empty." />
        }
      >
        {(data) => (
          <DataTable
            name="operations"
            what="operations"
            rows={data.results}
            columns={columns}
            rowId={(row) => row.id}
          />
        )}
      </Panel>
    </div>
  )
}
