'use client'
import Link from 'next/link'
import { useMe } from '@/lib/client/use-me'
import { roleInWords } from '@/lib/ops/atlas-roles'
import { routes } from '@/lib/routes'
import { column } from '../data/columns'
import { lazyComponent } from '../ui/lazy-component'

// Forms come with a sheet, not with the page.
const SelectField = lazyComponent(() => import('../form/field').then((m) => m.SelectField))

/** A project in which a credential has roles. */
export type Assignment = { groupId: string; roles: readonly string[]; name: string }

const c = column<Assignment>()
export const assignmentColumns = (page: 'apiKeys' | 'serviceAccounts') => [
  c.custom(
    'name',
    'Project',
    ({ groupId, name }) => (
      <Link href={routes[page === 'apiKeys' ? 'apiKeys' : 'projectServiceAccounts'](groupId)}>
        {name}
      </Link>
    ),
    { width: '34%' },
  ),
  c.list('roles', ({ roles }) => roles.map(roleInWords), 'Roles there'),
  c.copyable('groupId', 'Project ID', { optional: true }),
]

/** The names of projects by their ID. The ID itself outside the person's scope. */
export function useProjectNames(): (groupId: string) => string {
  const me = useMe()
  return (groupId) => me?.projects.find((p) => p.groupId === groupId)?.name ?? groupId
}

/** A choice among the projects of an organization, for a field `groupId`. */
export function ProjectField({ orgId }: { orgId: string }) {
  const projects = (useMe()?.projects ?? []).filter((p) => p.orgId === orgId)
  return (
    <SelectField name="groupId" label="Project">
      <option value="">Choose…</option>
      {projects.map(({ groupId, name }) => (
        <option key={groupId} value={groupId}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}
