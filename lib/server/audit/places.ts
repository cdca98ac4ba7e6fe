import type { AuditPlaces } from '@/lib/audit/matching'
import { rolesAt } from '../bindings'
import { sql } from '../database'
import { directory, type Tag } from '../directory'
import type { Person } from '../person'

/** Where a person is an auditor, so that they can read its rows. Undefined: everywhere. */
export async function auditPlaces({
  bindings,
}: Pick<Person, 'bindings'>): Promise<AuditPlaces | undefined> {
  const held = bindings.filter(({ role }) => role === 'auditor')
  if (held.some(({ scope }) => 'all' in scope)) return undefined
  const { orgs, projects } = await directory()
  const slots = await sql()<
    Array<{ group_id: string; org_id: string; cluster_name: string; tags: Tag[] }>
  >`select group_id, org_id, cluster_name, tags from slot where tags <> '[]'`
  const isMine = (place: Parameters<typeof rolesAt>[1]) =>
    rolesAt({ bindings: held }, place).length > 0
  return {
    orgIds: [...orgs.keys()].filter((orgId) => isMine({ orgId, tags: [] })),
    groupIds: [...projects.values()].filter(isMine).map(({ groupId }) => groupId),
    clusters: slots
      .filter((s) => isMine({ orgId: s.org_id, groupId: s.group_id, tags: s.tags }))
      .map((s) => `${s.group_id}/${s.cluster_name}`),
  }
}

/** The known projects, by organization. */
export async function projectsByOrg(): Promise<(orgId: string) => string[]> {
  const { projects } = await directory()
  return (orgId) =>
    [...projects.values()].filter((one) => one.orgId === orgId).map(({ groupId }) => groupId)
}
