import type { SlotRow } from '@/lib/approvals/employee-access/observer'
import type { Binding } from './binding-schema'
import { rolesAt, type Where } from './bindings'
import { sql } from './database'
import { type Directory, directory } from './directory'
import type { Person } from './person'

/** The projects and organizations where a person holds a role, for queries with a limit. */
export type InScope = { groupIds: string[]; orgIds: string[] }

/** Projects and organizations in this person's scope, so that a limit counts only those. Undefined: all of them. */
export async function placesInScope(
  person: Person,
  { orgs, projects }: Directory,
): Promise<InScope | undefined> {
  if (person.bindings.some((b) => 'all' in b.scope)) return undefined
  const tagged = await sql()<Pick<SlotRow, 'group_id' | 'org_id' | 'tags'>[]>`
    select group_id, org_id, tags from slot where tags <> '[]'`
  const slots = tagged.map((s) => ({ groupId: s.group_id, orgId: s.org_id, tags: s.tags }))
  const isVisible = (place: Where) => rolesAt(person, place).length > 0
  return {
    groupIds: [...projects.values(), ...slots].filter(isVisible).map(({ groupId }) => groupId),
    orgIds: [...orgs.keys()].filter((orgId) => isVisible({ orgId, tags: [] })),
  }
}

/** The places that bindings cover exactly: whole organizations and projects, and single clusters by their tags. */
export type ExactPlaces = { orgIds: string[]; groupIds: string[]; clusters: string[] }

/** Where these bindings give a role. Clusters are `<groupId>/<name>`. Undefined: everywhere. */
export async function exactPlaces(bindings: readonly Binding[]): Promise<ExactPlaces | undefined> {
  if (bindings.some(({ scope }) => 'all' in scope)) return undefined
  const { orgs, projects } = await directory()
  const slots = await sql()<
    Array<Pick<SlotRow, 'group_id' | 'org_id' | 'cluster_name' | 'tags'>>
  >`select group_id, org_id, cluster_name, tags from slot where tags <> '[]'`
  const isMine = (place: Where) => rolesAt({ bindings }, place).length > 0
  return {
    orgIds: [...orgs.keys()].filter((orgId) => isMine({ orgId, tags: [] })),
    groupIds: [...projects.values()].filter(isMine).map(({ groupId }) => groupId),
    clusters: slots
      .filter((s) => isMine({ orgId: s.org_id, groupId: s.group_id, tags: s.tags }))
      .map((s) => `${s.group_id}/${s.cluster_name}`),
  }
}
