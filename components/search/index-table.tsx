'use client'
import { CircleX } from 'lucide-react'
import { routes } from '@/lib/routes'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Badge } from '../ui/badge'
import type { IndexRow } from './index-row'
import { indexStyles, queriesStyles } from './status-styles'

const c = column<IndexRow>()
const columns = [
  c.custom(
    'name',
    'Index',
    (row) => (
      <span className="inline-flex max-w-full flex-wrap items-center gap-x-1.5 gap-y-0.5">
        <span className="min-w-0 break-words font-medium">{row.name}</span>
        {row.type !== 'search' && <Badge>{row.type}</Badge>}
        {row.standing.synonyms.some((s) => s.status === 'FAILED') && (
          <Badge tone="bad" icon={<CircleX aria-hidden />}>
            Synonyms failed
          </Badge>
        )}
      </span>
    ),
    { width: '21%' },
  ),
  c.text('database', 'Database', { choices: true, width: '12%' }),
  c.text('collection', 'Collection', { width: '13%' }),
  c.state(['state', (row) => row.standing.phase ?? null], 'State', indexStyles, {
    width: '9.5rem',
  }),
  c.custom(
    ['doing', (row) => row.standing.sentence],
    'What it is doing',
    (row) => <span className="text-muted">{row.standing.sentence}</span>,
    { width: '31%', isPlain: true },
  ),
  c.time(['changed', (row) => row.standing.latest.createdAt ?? null], 'Definition sent', {
    width: '8rem',
  }),
  c.text('type', 'Type', { choices: true, optional: true }),
  c.state(['queries', (row) => String(row.standing.queryable)], 'Queries', queriesStyles, {
    optional: true,
  }),
  c.number(['version', (row) => row.standing.latest.version ?? null], 'Latest version', {
    optional: true,
  }),
  c.number(['served', (row) => row.standing.served ?? null], 'Serving version', { optional: true }),
  c.number(['hosts', (row) => row.standing.hosts.length], 'Hosts', { optional: true }),
  c.copyable('id', 'Index ID', { optional: true }),
]

/** All search indexes of a cluster, to search, filter, sort and take along. */
export const IndexTable = ({
  groupId,
  clusterName,
  rows,
}: {
  groupId: string
  clusterName: string
  rows: readonly IndexRow[]
}) => (
  <DataTable
    name="indexes"
    what="indexes"
    rows={rows}
    columns={columns}
    rowId={(row) => row.key}
    href={(row) => (row.id ? routes.searchIndex(groupId, clusterName, row.id) : undefined)}
  />
)
