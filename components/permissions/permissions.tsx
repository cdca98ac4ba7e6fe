'use client'
import { useQuery } from '@tanstack/react-query'
import { Check, Lock } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
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

/** Every role includes viewer. */
function whoMay({ needs }: Row): string {
  return needs.includes('viewer') ? 'Everyone in scope' : peopleOf(needs)
}

/** A path that may break after a slash, and nowhere else. */
function breakable(path: string): ReactNode {
  return path.split('/').map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one path never move
    <Fragment key={i}>
      {i > 0 && '/'}
      <wbr />
      {part}
    </Fragment>
  ))
}

const columns = [
  c.text('title', 'Operation', { width: '26%' }),
  c.badge(['kind', (row) => (row.kind === 'query' ? 'Read' : 'Change')], 'Kind', (value) => ({
    word: String(value),
    tone: value === 'Change' ? 'accent' : 'neutral',
  })),
  c.text(['needs', whoMay], 'Who may'),
  c.badge(['mine', (row) => (row.mine ? 'Yes, in a scope of yours' : 'No')], 'You', (_, row) =>
    row.mine
      ? { word: 'You may', tone: 'good', icon: <Check aria-hidden /> }
      : { word: 'Not you', icon: <Lock aria-hidden /> },
  ),
  c.custom(
    ['atlas', (row) => (row.atlas ? `${row.atlas.method} ${row.atlas.path}` : 'Gatehouse itself')],
    'Atlas call, and the Atlas role it takes',
    ({ atlas }) =>
      atlas ? (
        <span className="grid gap-0.5">
          <code className="break-words font-mono text-xs">
            <span className="font-semibold">{atlas.method}</span>{' '}
            {breakable(atlas.path.replace('/api/atlas/v2', ''))}
          </code>
          <span className="text-muted text-xs">
            {atlas.version} · {atlas.roles.join(' or ') || 'any role'}
          </span>
        </span>
      ) : (
        <span className="text-muted text-xs">Gatehouse itself</span>
      ),
    { width: '40%' },
  ),
  c.text(['roles', (row) => row.atlas?.roles.join(', ') ?? null], 'Atlas role', { optional: true }),
  c.copyable(['op', (row) => row.atlas?.op ?? null], 'Atlas operation', { optional: true }),
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
