import type { Binding } from './binding-schema'
import { bindingsOf, covers, type Where } from './bindings'
import { configuration } from './configuration'
import { sql } from './database'
import type { Person } from './person'

type Someone = { iss: string; sub: string; name: string; groups: string[] }

/** People with a role in Gatehouse at a sign-in in the last 90 days; with `sub`, that one. */
export async function seenPeople(sub?: string): Promise<Someone[]> {
  const { bindings, signIn } = configuration()
  const groups = [...new Set(bindings.map((b) => b.group))]
  return sql()<Someone[]>`
    select iss, sub, name, groups from person_seen
    where iss = ${signIn.issuer} and groups && ${groups} and seen_at > clock_timestamp() - interval '90 days'
      ${sub === undefined ? sql()`` : sql()`and sub = ${sub}`}
    order by lower(name), sub limit 500`
}

/** The others among them who have a role in a place where this person has one. */
export async function peopleNear(person: Pick<Person, 'sub' | 'bindings'>): Promise<Someone[]> {
  const places = await sql()<Where[]>`
    select distinct org_id as "orgId", group_id as "groupId", tags from slot`
  const own = places.filter((place) => person.bindings.some((b) => covers(b, place)))
  const isNear = (b: Binding) =>
    own.some((place) => covers(b, place)) || person.bindings.some((mine) => isSameScope(mine, b))
  return (await seenPeople()).filter(
    ({ sub, groups }) => sub !== person.sub && bindingsOf(groups).some(isNear),
  )
}

/** Known without a cluster in it. */
const isSameScope = (a: Binding, b: Binding) =>
  'all' in a.scope || 'all' in b.scope || JSON.stringify(a.scope) === JSON.stringify(b.scope)
