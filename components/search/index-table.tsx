'use client'
import type { ReactNode } from 'react'
import { deleteSearchIndex, listSearchIndexes } from '@/lib/ops/search'
import { openedOf } from '@/lib/ops/search-opened'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { Badge } from '../ui/badge'
import type { IndexRow } from './index-row'
import { indexStyles, queriesStyles } from './status-styles'

type Place = { groupId: string; clusterName: string }

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
          <Badge tone="bad" icon={<svg aria-hidden className="icon-[circle-x]" />}>
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
    'Details',
    (row) => <span className="text-muted">{row.standing.sentence}</span>,
    { width: '31%', isPlain: true },
  ),
  c.time(['changed', (row) => row.standing.latest.createdAt ?? null], 'Definition updated', {
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

const on = rowActions<IndexRow, Place>()
/** For several indexes at once; the page of an index has its own button. */
const bulk = [
  on.confirm(deleteSearchIndex, {
    whyNot: ({ id, standing }) =>
      id === null
        ? 'Atlas gave this index no ID.'
        : standing.phase === 'DELETING'
          ? 'Atlas is deleting this index.'
          : null,
    input: ({ id, index }, place) => ({ ...place, indexId: id ?? '', opened: openedOf(index) }),
  }),
]

/** All search indexes of a cluster. */
export const IndexTable = ({
  place,
  rows,
  buttons,
}: {
  place: Place
  rows: readonly IndexRow[]
  buttons: ReactNode
}) => (
  <OpList
    op={listSearchIndexes}
    input={place}
    name="indexes"
    title="Search indexes"
    what="indexes"
    columns={columns}
    rows={() => rows}
    rowId={(row) => row.key}
    rowName={(row) => row.name}
    href={({ id }) => (id ? routes.searchIndex(place.groupId, place.clusterName, id) : undefined)}
    bulk={bulk}
    buttons={buttons}
    empty={{
      icon: <svg aria-hidden className="icon-[search-x]" />,
      title: 'No search indexes',
      hint: '$search and $vectorSearch queries need an index on their collection.',
    }}
  />
)
