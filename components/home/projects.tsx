'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Me } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { whoAmI } from '@/lib/ops/directory'
import { routes } from '@/lib/routes'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { EnvironmentBadge } from '../ui/badge'
import { Copyable } from '../ui/copyable'
import { Empty } from '../ui/empty'

type Row = Me['projects'][number] & { orgName: string }

const tagsOf = (row: Row) => row.tags.map((t) => `${t.key}=${t.value}`).join(', ')

const c = column<Row>()
const columns = [
  c.text('name', 'Project', { width: '23%' }),
  c.text('orgName', 'Organization', { choices: true, width: '16%' }),
  c.custom(
    ['environment', (row) => (row.environment === 'production' ? 'Production' : 'Not production')],
    'Environment',
    (row) => <EnvironmentBadge environment={row.environment} />,
    { choices: true, width: '9.5rem' },
  ),
  c.text(['tags', tagsOf], 'Tags', {
    cell: (row) => <span className="text-muted text-xs">{tagsOf(row) || '–'}</span>,
  }),
  c.custom(
    ['roles', (row) => row.roles.join(', ') || 'viewer'],
    'You are',
    (row) => <span className="text-muted">{row.roles.join(', ') || 'viewer'}</span>,
    { width: '8rem' },
  ),
  c.custom(
    'groupId',
    'Id',
    (row) => (
      <Copyable
        value={row.groupId}
        shown={`…${row.groupId.slice(-6)}`}
        what={`id of ${row.name}`}
        className="text-muted"
      />
    ),
    { width: '7.5rem' },
  ),
]

/** Every project in scope: the way in. */
export function Projects() {
  const query = useQuery(read(whoAmI, {}))
  const me = query.data?.data
  const rows = useMemo(() => {
    const names = new Map(me?.organizations.map((o) => [o.orgId, o.name]))
    return (me?.projects ?? []).map((p) => ({ ...p, orgName: names.get(p.orgId) ?? p.orgId }))
  }, [me])
  return (
    <Panel
      title="Projects"
      query={query}
      skeletonRows={8}
      isEmpty={(data) => data.projects.length === 0}
      empty={
        <Empty
          title="No project is in your scope"
          hint="Your roles reach no project yet. Ask the admins of Gatehouse which group opens the ones you need."
        />
      }
    >
      {() => (
        <DataTable
          name="projects"
          what="projects"
          rows={rows}
          columns={columns}
          rowId={(row) => row.groupId}
          href={(row) => routes.clusters(row.groupId)}
        />
      )}
    </Panel>
  )
}
