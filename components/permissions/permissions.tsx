'use client'
import { useQuery } from '@tanstack/react-query'
import { Fragment, type ReactNode } from 'react'
import type { z } from 'zod'
import { read } from '@/lib/client/use-op'
import { listOps } from '@/lib/ops/operations'
import { peopleOf } from '@/lib/ops/roles'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Badge } from '../ui/badge'
import { Empty } from '../ui/empty'
import { YourRoles } from './your-roles'

type Row = z.output<typeof listOps.output>['results'][number]

const c = column<Row>()

/** Every role includes viewer, so an operation for viewers is for everyone. */
function whoMay({ needs }: Row): string {
  return needs.includes('viewer') ? 'Everyone' : peopleOf(needs)
}

/** A path that only wraps at slashes. */
function breakable(path: string): ReactNode {
  return path.split('/').map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a path never move
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
  c.text(['needs', whoMay], 'Who can run it'),
  c.badge(['mine', (row) => (row.mine ? 'Yes' : 'No')], 'You', (_, row) =>
    row.mine
      ? { word: 'Yes', tone: 'good', icon: <svg aria-hidden className="icon-[check]" /> }
      : { word: 'No', icon: <svg aria-hidden className="icon-[lock]" /> },
  ),
  c.custom(
    ['atlas', (row) => (row.atlas ? `${row.atlas.method} ${row.atlas.path}` : 'None')],
    'Atlas call and required Atlas role',
    ({ atlas }) =>
      atlas ? (
        <span className="grid min-w-0 grid-cols-1 gap-0.5">
          <code className="wrap-anywhere font-mono text-xs">
            <span className="font-semibold">{atlas.method}</span>{' '}
            {breakable(atlas.path.replace('/api/atlas/v2', ''))}
          </code>
          <span className="text-muted text-xs">
            {atlas.version} · {atlas.roles.join(' or ') || 'Any role'}
          </span>
        </span>
      ) : (
        <span className="text-muted text-xs">None</span>
      ),
    { width: '40%' },
  ),
  c.text(['roles', (row) => row.atlas?.roles.join(', ') ?? null], 'Atlas role', { optional: true }),
  c.copyable(['op', (row) => row.atlas?.op ?? null], 'Atlas operation', { optional: true }),
  c.time(['sunset', (row) => row.atlas?.sunset ?? null], 'Atlas sunset', {
    cell: (row) =>
      row.atlas?.sunset ? (
        <Badge tone="warn">{row.atlas.sunset}</Badge>
      ) : (
        <span className="text-faint">–</span>
      ),
    optional: true,
  }),
  c.copyable('id', 'ID', { optional: true }),
]

/** Every operation and who can run it. The server checks roles against the same table. */
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
        empty={<Empty title="No operations" />}
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
