import { checks } from '@/lib/fleet/checks'
import { match, wordsOf } from '@/lib/format/rank'
import type { Found } from '@/lib/ops/find'
import { routes } from '@/lib/routes'
import { sql } from '../database'
import type { ExactPlaces } from '../in-scope'
import { machineRows, sees } from '../machines/view'
import type { Person } from '../person'
import { containing } from './like'

/** Of what is in no project. */
export const nothing = {
  orgId: null,
  groupId: null,
  clusterName: null,
  environment: null,
  seenAt: null,
} as const

type RequestRow = {
  id: string
  says: string
  ticket: string | null
  org_id: string
  group_id: string | null
}

const MOST = 50

/** Requests about these places, the newest first. Undefined: about any. */
export const requestRows = (
  condition: ReturnType<typeof inScope>,
  places: ExactPlaces | undefined,
) => sql()<RequestRow[]>`
  select r.id, r.says, r.ticket, r.org_id, r.group_id from request r
  where ${condition} and ${inScope(places)} order by r.created_at desc limit ${MOST}`

const inScope = (places: ExactPlaces | undefined) =>
  places
    ? sql()`(r.group_id = any(${places.groupIds})
        or r.group_id || '/' || r.cluster_name = any(${places.clusters})
        or (r.group_id is null and r.org_id = any(${places.orgIds})))`
    : sql()`true`

/** A request as people find it. */
export const foundRequest = ({ id, says, ticket, org_id, group_id }: RequestRow): Found => ({
  ...nothing,
  label: 'Request',
  page: 'request',
  name: says,
  where: [ticket, id].filter(Boolean).join(' · '),
  href: routes.request(id),
  orgId: org_id,
  groupId: group_id,
})

/** Requests whose sentence or ticket has all words. Those for several clusters only where people see every place. */
export async function requestsNamed(
  typed: string,
  places: ExactPlaces | undefined,
): Promise<Found[]> {
  const words = wordsOf(typed).map(containing)
  const rows = await requestRows(
    sql()`lower(r.says || ' ' || coalesce(r.ticket, '')) like all(${words}) and r.part_of is null
      and ${places ? sql()`r.targets is null` : sql()`true`}`,
    places,
  )
  return rows.map(foundRequest)
}

type Machine = Awaited<ReturnType<typeof machineRows>>[number]

/** The machines that a person can see. */
export async function machines(
  person: Person,
  isWanted: (row: Machine) => boolean,
): Promise<Found[]> {
  const rows = await machineRows()
  return rows
    .filter((row) => sees(person, row) && isWanted(row))
    .map(({ name, purpose }) => ({
      ...nothing,
      label: 'Machine',
      page: 'machines',
      name,
      where: purpose,
      href: routes.machine(name),
    }))
}

/** The same by name or purpose. */
export const machinesNamed = (typed: string, person: Person): Promise<Found[]> =>
  machines(person, ({ name, purpose }) => match(typed, name, [purpose]) !== undefined)

/** The checks of the fleet by what they find, so that “search index failed” leads to the overview with these only. */
export const checksNamed = (typed: string): Found[] =>
  checks
    .map(({ id, label, about, words = '' }) => ({
      ...nothing,
      label: 'Check',
      page: 'findings',
      name: `Findings: ${label}`,
      where: about,
      href: routes.fleet({ check: id }),
      also: words,
    }))
    .filter(({ name, where, also }) => match(typed, name, [where, also, 'check']) !== undefined)
