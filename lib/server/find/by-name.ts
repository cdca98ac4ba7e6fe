import { byRank, likely, match, plain, type Ranked, wordsOf } from '@/lib/format/rank'
import type { Found } from '@/lib/ops/find'
import { routes } from '@/lib/routes'
import { rolesAt } from '../bindings'
import { sql } from '../database'
import { type Directory, directory, environmentOf } from '../directory'
import type { ExactPlaces } from '../in-scope'
import type { Person } from '../person'
import { type Kind, kinds } from './kinds'
import { containing, literal } from './like'
import { checksNamed, machinesNamed, requestsNamed } from './own-things'

export type Here = {
  orgId?: string | undefined
  groupId?: string | undefined
  clusterName?: string | undefined
}

/** A row of `thing`. */
export type ThingRow = {
  kind: string
  org_id: string | null
  group_id: string | null
  cluster_name: string | null
  id: string
  name: string
  at: Record<string, string>
  seen_at: Date
  tags: Array<{ key: string; value: string }> | null
}

/** The columns of a thing, with the tags of its cluster. */
export const thingColumns = () => sql()`
  t.kind, t.org_id, t.group_id, t.cluster_name, t.id, t.name, t.at, t.seen_at, s.tags`

export const thingsWithTags = (things = sql()`thing`) => sql()`
  ${things} t left join slot s
    on s.group_id = t.group_id and s.cluster_name = case t.kind when 'cluster' then t.id else t.cluster_name end`

/** The condition on things in these places. Undefined: everywhere. */
export const inPlaces = (places: ExactPlaces | undefined) =>
  places
    ? sql()`(
        (t.group_id is null and t.org_id = any(${places.orgIds}))
        or t.group_id = any(${places.groupIds})
        or t.group_id || '/' || case t.kind when 'cluster' then t.id else t.cluster_name end = any(${places.clusters}))`
    : sql()`true`

const nameAt = (known: Directory, orgId: string | null, groupId: string | null) => {
  const project = groupId === null ? undefined : known.projects.get(groupId)
  const org = project?.orgId ?? orgId
  return { project, orgId: org ?? null, orgName: org ? known.orgs.get(org)?.name : undefined }
}

/** A stored thing as people see it. Undefined: its project is gone. */
export function foundThing(row: ThingRow, known: Directory): Found | undefined {
  const kind: Kind | undefined = kinds[row.kind as keyof typeof kinds]
  const { project, orgId, orgName } = nameAt(known, row.org_id, row.group_id)
  if (!kind || (row.group_id !== null && !project)) return undefined
  const tags = [...(project?.tags ?? []), ...(row.tags ?? [])]
  return {
    label: kind.label,
    page: kind.page,
    name: row.name,
    where: [row.at.on, row.cluster_name, project?.name, orgName].filter(Boolean).join(' · '),
    href: kind.href({
      ...row.at,
      orgId: orgId ?? '',
      groupId: row.group_id ?? '',
      clusterName: row.cluster_name ?? '',
      id: row.id,
    }),
    orgId,
    groupId: row.group_id,
    clusterName: row.kind === 'cluster' ? row.id : row.cluster_name,
    environment: project ? environmentOf(tags) : null,
    seenAt: row.seen_at.toISOString(),
  }
}

/** The projects and organizations that a person can see. */
export function placesFound(person: Person, { orgs, projects }: Directory): Found[] {
  const found = [...projects.values()]
    .filter((project) => rolesAt(person, project).length > 0)
    .map((project) => ({
      label: 'Project',
      page: 'project',
      name: project.name,
      where: orgs.get(project.orgId)?.name ?? project.orgId,
      href: routes.clusters(project.groupId),
      orgId: project.orgId,
      groupId: project.groupId,
      clusterName: null,
      environment: project.environment,
      seenAt: null,
    }))
  const ofProjects = new Set(found.map(({ orgId }) => orgId))
  return [
    ...found,
    ...[...orgs.values()]
      .filter(
        ({ orgId }) => ofProjects.has(orgId) || rolesAt(person, { orgId, tags: [] }).length > 0,
      )
      .map(({ orgId, name }) => ({
        label: 'Organization',
        page: 'federation',
        name,
        where: '',
        href: routes.federation(orgId),
        orgId,
        groupId: null,
        clusterName: null,
        environment: null,
        seenAt: null,
      })),
  ]
}

/** Smaller is more likely what a person means. */
const weights: Record<string, number> = { Project: 0, Cluster: 1, Organization: 2 }

const nearOf = (found: Found, here: Here): number => {
  if (here.groupId && found.groupId === here.groupId)
    return here.clusterName && found.clusterName === here.clusterName ? 0 : 1
  return here.orgId && found.orgId === here.orgId ? 2 : 3
}

/** The best matches first. */
function ranked(typed: string, all: readonly Found[], here: Here, most: number): Found[] {
  const rows = all.flatMap((found): Array<Ranked & { found: Found }> => {
    const how = match(typed, found.name, [found.where, found.label, found.also ?? ''])
    return how === undefined
      ? []
      : [
          {
            match: how,
            name: found.name,
            near: nearOf(found, here),
            weight: weights[found.label] ?? 5,
            found,
          },
        ]
  })
  return likely(rows)
    .toSorted(byRank)
    .slice(0, most)
    .map(({ found }) => found)
}

/** Things that PostgreSQL reads for one search, the likeliest first. */
const MOST_ROWS = 400

const byIdOnly = Object.entries<Kind>(kinds).flatMap(([name, { onlyById }]) =>
  onlyById ? [name] : [],
)

/** The projects and kinds that a word names, so that `films payments` finds an index of the project Payments. */
function namedBy(word: string, { orgs, projects }: Directory) {
  const has = (name: string | undefined) => name !== undefined && plain(name).includes(word)
  return {
    groupIds: [...projects.values()]
      .filter(({ name, orgId }) => has(name) || has(orgs.get(orgId)?.name))
      .map(({ groupId }) => groupId),
    orgIds: [...orgs.values()].filter(({ name }) => has(name)).map(({ orgId }) => orgId),
    kinds: Object.entries<Kind>(kinds).flatMap(([name, { label }]) => (has(label) ? [name] : [])),
  }
}

const MOST_WORDS = 20

/** The words of a text that PostgreSQL searches for. Each costs time, and ranking checks the rest. */
export const searchedWords = (typed: string): string[] =>
  [...new Set(wordsOf(typed))].slice(0, MOST_WORDS)

/** Stored things with all of these words, or without any those with its letters in this order. */
async function thingsNamed(
  typed: string,
  places: ExactPlaces | undefined,
  here: Here,
  known: Directory,
  only?: string,
): Promise<ThingRow[]> {
  const words = searchedWords(typed)
  if (words.length === 0 && !only) return []
  const select = (condition: ReturnType<typeof inPlaces>) => sql()<ThingRow[]>`
    select ${thingColumns()} from ${thingsWithTags(sql()`(
      select * from thing t
      where ${condition} and ${only ? sql()`t.kind = ${only}` : sql()`not t.kind = any(${byIdOnly})`} and ${inPlaces(places)}
      order by (t.words like ${`${literal(words.join(' '))}%`}) desc,
        (t.group_id is not distinct from ${here.groupId ?? null}) desc,
        (t.kind = 'cluster') desc, length(t.name), t.name collate "C", t.group_id collate "C"
      limit ${MOST_ROWS})`)}`
  const has = (word: string) => sql()`t.words like ${containing(word)}`
  const every = words.reduce((all, word) => {
    const { groupIds, orgIds, kinds: named } = namedBy(word, known)
    return sql()`${all} and (${has(word)} or t.group_id = any(${groupIds})
      or (t.group_id is null and t.org_id = any(${orgIds})) or t.kind = any(${named}))`
  }, sql()`true`)
  const some = words.reduce(
    (all, word) => sql()`${all} or ${has(word)}`,
    only ? sql()`true` : sql()`false`,
  )
  const found = await select(sql()`${every} and (${some})`)
  const letters = [...words.join('')]
  if (found.length > 0 || letters.length < 3) return found
  return select(sql()`t.words like ${`%${letters.map(literal).join('%')}%`}`)
}

/** API keys by their public key: it looks like a word, so `pasted` does not know it. */
const keysOf = (typed: string, places: ExactPlaces | undefined) =>
  /^[a-z]{8}$/.test(typed)
    ? sql()<ThingRow[]>`
        select ${thingColumns()} from ${thingsWithTags()}
        where t.ids @> ${[typed]} and t.kind = any(${['apiKey', 'projectApiKey']}) and ${inPlaces(places)}
        order by t.seen_at desc limit 20`
    : []

/** Everything with this name in the person's scope. Reads PostgreSQL only. */
export async function byName(
  typed: string,
  person: Person,
  places: ExactPlaces | undefined,
  here: Here,
  most: number,
  only?: string,
): Promise<Found[]> {
  const known = await directory()
  const [rows, keys, requests, programs] = await Promise.all([
    thingsNamed(typed, places, here, known, only),
    only ? [] : keysOf(typed.trim(), places),
    only || !typed ? [] : requestsNamed(typed, places),
    only || !typed ? [] : machinesNamed(typed, person),
  ])
  const things = rows.flatMap((row) => foundThing(row, known) ?? [])
  const all = [
    ...placesFound(person, known),
    ...things,
    ...programs,
    ...requests,
    ...(only || !typed ? [] : checksNamed(typed)),
  ]
  const exact = keys.flatMap((row) => foundThing(row, known) ?? [])
  const hrefs = new Set(exact.map(({ href }) => href))
  const rest = ranked(typed, all, here, most).filter(({ href }) => !hrefs.has(href))
  return [...exact, ...rest].slice(0, most)
}
