import { allFacts } from '@/lib/atlas/facts'
import { wordsFor } from '@/lib/audit/event-types'
import { visibleIn } from '@/lib/audit/matching'
import type { Pasted } from '@/lib/format/pasted-id'
import { count } from '@/lib/format/words'
import type { Found } from '@/lib/ops/find'
import { routes } from '@/lib/routes'
import { auditPlaces } from '../audit/places'
import { sql } from '../database'
import { type Directory, directory } from '../directory'
import { type ExactPlaces, exactPlaces } from '../in-scope'
import type { Person } from '../person'
import { visibleRequest } from '../request-place'
import {
  foundThing,
  inPlaces,
  placesFound,
  type ThingRow,
  thingColumns,
  thingsWithTags,
} from './by-name'
import { foundRequest, machines, nothing, requestRows } from './own-things'

const MOST = 50

/** Clusters that share the domain of a host, such as a shard of `cluster0.abcde.mongodb.net`. */
const domainOf = (host: string) => /^([a-z\d-]+?)(?:-shard-\d+-\d+|-pl-\d+|-pri)?\.(.+)$/.exec(host)

async function things(ids: readonly string[], places: ExactPlaces | undefined, known: Directory) {
  const rows = await sql()<ThingRow[]>`
    select ${thingColumns()} from ${thingsWithTags()}
    where t.ids && ${[...ids]} and ${inPlaces(places)}
    order by t.seen_at desc limit ${MOST}`
  return rows.flatMap((row) => foundThing(row, known) ?? [])
}

/** The cluster of a shard's host, where the host itself is not listed. */
async function clustersOfHost(
  ids: readonly string[],
  places: ExactPlaces | undefined,
  known: Directory,
) {
  const hosts = ids.flatMap((id) => {
    const [, name, domain] = domainOf(id) ?? []
    return name && domain ? [`${name}.${domain}`] : []
  })
  return hosts.length > 0 ? things(hosts, places, known) : []
}

async function requests(ids: readonly string[], person: Person, places: ExactPlaces | undefined) {
  const rows = await requestRows(
    sql()`(r.id = any(${[...ids]}) or r.id in (
      select e.request_id from effect e where e.id = any(${[...ids]})))`,
    places,
  )
  const seen = await Promise.all(
    rows.map((row) =>
      visibleRequest(row.id, person).then(
        () => [foundRequest(row)],
        () => [],
      ),
    ),
  )
  return seen.flat()
}

/** Rows of the audit log by number, call, or Atlas's request id. */
async function auditRows({ ids, seq }: Pasted, person: Person): Promise<Found[]> {
  if (!person.bindings.some(({ role }) => role === 'auditor')) return []
  const where = visibleIn(sql(), await auditPlaces(person))
  const rows = await sql()<Array<{ seq: string; type: string }>>`
    select seq::text, body::jsonb ->> 'type' as type from audit
    where (seq = ${seq ?? null}::bigint or body::jsonb ->> 'trace' = any(${[...ids]})
      or lower(body::jsonb #>> '{upstream,request_id}') = any(${[...ids]})) and ${where}
    order by seq desc limit 5`
  return rows.map((row) => ({
    ...nothing,
    label: 'Audit row',
    page: 'audit',
    name: `Row ${row.seq}`,
    where: wordsFor(row.type).event,
    href: routes.auditRow(row.seq),
  }))
}

/** An operation of the API explorer by its exact id. */
const operations = (text: string): Found[] =>
  allFacts()
    .filter(([id]) => id.toLowerCase() === text.toLowerCase())
    .map(([id, { method, path }]) => ({
      ...nothing,
      label: 'Atlas operation',
      page: 'explorer',
      name: id,
      where: `${method} ${path}`,
      href: routes.atlasOperation(id),
    }))

/** The same address once. */
const once = (all: readonly Found[]) => [...new Map(all.map((one) => [one.href, one])).values()]

/** What Gatehouse knows by an id. */
export async function known(what: Pasted, text: string, person: Person): Promise<Found[]> {
  const [all, places] = await Promise.all([directory(), exactPlaces(person.bindings)])
  const { ids } = what
  const direct = placesFound(person, all).filter(({ orgId, groupId }) =>
    ids.includes(groupId ?? orgId ?? ''),
  )
  const [listed, ofHost, filed, rows, programs] = await Promise.all([
    things(ids, places, all),
    what.is === 'a host name' || what.is === 'a connection string'
      ? clustersOfHost(ids, places, all)
      : [],
    requests(ids, person, places),
    auditRows(what, person),
    machines(person, ({ id, client_id, name }) =>
      [id, client_id, name].some((one) => ids.includes(one)),
    ),
  ])
  const found = listed.length > 0 ? listed : ofHost
  return once([...direct, ...found, ...filed, ...programs, ...rows, ...operations(text)])
}

/** What was searched, in words. */
export async function searchedIn(person: Person): Promise<string[]> {
  const [all, places] = await Promise.all([directory(), exactPlaces(person.bindings)])
  const mine = placesFound(person, all)
  const [stored] = await sql()<Array<{ count: number }>>`
    select count(*)::int as count from ${thingsWithTags()} where ${inPlaces(places)}`
  const isAuditor = person.bindings.some(({ role }) => role === 'auditor')
  return [
    count(mine.filter(({ groupId }) => groupId !== null).length, 'project'),
    count(mine.filter(({ groupId }) => groupId === null).length, 'organization'),
    count(stored?.count ?? 0, 'other name from Atlas', 'other names from Atlas'),
    'requests',
    'machines',
    ...(isAuditor ? ['the audit log'] : []),
  ]
}
