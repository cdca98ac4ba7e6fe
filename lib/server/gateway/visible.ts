import type { Connection } from '@/lib/atlas/connection'
import { rolesAt } from '../bindings'
import { directory } from '../directory'
import type { Person } from '../person'

/** The connections that show something the caller may see. */
export async function connectionsOf(person: Person): Promise<Connection[]> {
  const { orgs, projects } = await directory()
  const seen = [
    ...[...orgs.values()].filter(({ orgId }) => rolesAt(person, { orgId, tags: [] }).length > 0),
    ...[...projects.values()].filter((one) => rolesAt(person, one).length > 0),
  ]
  return [...new Set(seen.map(({ connection }) => connection))]
}
