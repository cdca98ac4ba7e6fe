'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Me } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { environmentName } from '@/lib/format/environment'
import { whoAmI } from '@/lib/ops/me'
import { routes } from '@/lib/routes'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { EnvironmentBadge } from '../ui/badge'
import { Copyable } from '../ui/copyable'
import { Empty } from '../ui/empty'

type Row = Me['projects'][number] & { orgName: string }

/** The environment's label: the project's own, or “Production” where production rules apply. */
const environmentOf = (row: Row) =>
  row.environment === 'production' ? 'Production' : (environmentName(row.tags) ?? 'Not production')

const tagsOf = (row: Row) =>
  row.tags
    .filter((tag) => tag.value !== environmentName(row.tags))
    .map((t) => `${t.key}=${t.value}`)
    .join(', ')

const c = column<Row>()
const columns = [
  c.text('name', 'Project', { width: '32%' }),
  c.text('orgName', 'Organization', { choices: true, width: '20%' }),
  c.custom(
    ['environment', environmentOf],
    'Environment',
    (row) => <EnvironmentBadge environment={row.environment} name={environmentOf(row)} />,
    { choices: true, width: '9.5rem' },
  ),
  c.text(['tags', tagsOf], 'Tags', {
    cell: (row) => <span className="text-muted text-xs">{tagsOf(row) || '–'}</span>,
  }),
  c.custom(
    'groupId',
    'Project ID',
    (row) => (
      <Copyable
        value={row.groupId}
        shown={`…${row.groupId.slice(-6)}`}
        what={`id of ${row.name}`}
        className="text-muted"
      />
    ),
    { width: '8rem' },
  ),
]

/** Every project that the person may see. */
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
          title="No projects"
          hint="Your roles don't cover any project. Ask a Gatehouse admin which group you need."
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
