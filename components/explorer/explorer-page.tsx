'use client'
import type { z } from 'zod'
import { pageLabel } from '@/lib/client/page-of'
import { listAtlasOperations } from '@/lib/ops/explorer'
import { peopleOf } from '@/lib/ops/roles'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { ApiPath } from './api-path'
import { RecentlyUsed } from './recently-used'

type Row = z.output<typeof listAtlasOperations.output>['results'][number]

const c = column<Row>()
const columns = [
  c.text('title', 'Operation', { width: '26%' }),
  c.badge('method', 'Method', (method) => ({
    word: String(method),
    tone: method === 'GET' ? 'neutral' : method === 'DELETE' ? 'bad' : 'accent',
  })),
  c.custom('path', 'Path', ({ path }) => <ApiPath path={path} />, { width: '36%' }),
  c.text('tag', 'Area', { choices: true, width: '16%' }),
  c.text(
    [
      'where',
      ({ own, whyNot }) => (own && pageLabel(own)) || (whyNot ? 'Not available' : 'Explorer'),
    ],
    'Page',
  ),
  c.text(
    ['roles', ({ roles }) => (roles.includes('viewer') ? 'Everyone' : peopleOf(roles))],
    'Who',
    {
      optional: true,
    },
  ),
  c.text(['stage', ({ stage }) => stage], 'Lifecycle', { optional: true }),
  c.copyable('id', 'Operation ID', { optional: true }),
]

/** Every operation of Atlas, to search by name, path or area. */
export const ExplorerPage = () => (
  <OpList
    op={listAtlasOperations}
    input={{}}
    what="operations"
    columns={columns}
    rowId={({ id }) => id}
    rowName={({ title }) => title}
    href={({ id }) => routes.atlasOperation(id)}
    above={({ results }) => (
      <RecentlyUsed names={new Map(results.map(({ id, title }) => [id, title]))} />
    )}
    empty={{ hint: 'The facts about Atlas’s operations are missing.' }}
  />
)
