import type { SlotRow } from '@/lib/approvals/employee-access/observer'
import { rolesAt, type Where } from './bindings'
import { sql } from './database'
import type { Directory } from './directory'
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
