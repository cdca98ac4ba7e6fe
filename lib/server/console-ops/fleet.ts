import type { z } from 'zod'
import { checks } from '@/lib/fleet/checks'
import {
  type compareFleet,
  type FindingLevel,
  type Fleet,
  findingLevels,
  type listFindings,
} from '@/lib/ops/fleet'
import { rolesAt } from '../bindings'
import { sql } from '../database'
import { type Directory, directory } from '../directory'
import { fixesOf, fixOf } from '../fleet/fixes'
import { fleetOf, type Scope } from '../fleet/rows'
import { snapshot } from '../fleet/view'
import type { Person } from '../person'
import type { ConsoleContext } from './context'

/** For people with roles in the same places, as long as the directory is the same. */
const scopes = new WeakMap<Directory, Map<string, Scope>>()

/** The projects and organizations where a person has a role, by name. A role by the tag of a cluster opens no project. */
function placesOf(person: Person, known: Directory): Scope {
  const made = scopes.get(known) ?? new Map<string, Scope>()
  scopes.set(known, made)
  const key = [...new Set(person.bindings.map(({ scope }) => JSON.stringify(scope)))].sort().join()
  const scope = made.get(key) ?? scopeOf(person, known)
  made.set(key, scope)
  return scope
}

function scopeOf(person: Person, { orgs, projects }: Directory): Scope {
  const byName = <T extends { name: string }>(some: T[]) =>
    some.sort((a, b) => a.name.localeCompare(b.name))
  return {
    projects: byName([...projects.values()].filter((one) => rolesAt(person, one).length > 0)),
    orgs: byName(
      [...orgs.values()].filter(({ orgId }) => rolesAt(person, { orgId, tags: [] }).length > 0),
    ),
  }
}

/** `fleet.get` */
export async function get(_: unknown, { person }: ConsoleContext): Promise<Fleet> {
  const [known, all] = await Promise.all([directory(), snapshot()])
  return fleetOf(placesOf(person, known), known, all)
}

/** The condition for findings at these places, of checks that this version knows. */
function inScope({ projects, orgs }: ReturnType<typeof placesOf>) {
  const groupIds = projects.map(({ groupId }) => groupId)
  const orgIds = orgs.map(({ orgId }) => orgId)
  return sql()`check_id = any(${checks.map(({ id }) => id)}) and
    (group_id = any(${groupIds}::text[]) or (group_id = '' and org_id = any(${orgIds}::text[])))`
}

type Row = {
  id: number
  check_id: string
  level: FindingLevel
  word: string
  what: string
  subject: string
  key: string
  part: string
  opened: Record<string, string | boolean | null> | null
  org_id: string
  group_id: string
  since: Date
  read_at: Date
  gone_at: Date | null
  total: number
}

const checkNamed = new Map(checks.map((one) => [one.id, one]))

/** `fleet.findings` */
export async function findings(
  input: z.output<typeof listFindings.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof listFindings.output>> {
  const known = await directory()
  const where = sql()`${inScope(placesOf(person, known))}
    and ${input.check === undefined ? sql()`true` : sql()`check_id = ${input.check}`}
    and ${input.orgId === undefined ? sql()`true` : sql()`org_id = ${input.orgId}`}
    and ${input.groupId === undefined ? sql()`true` : sql()`group_id = ${input.groupId}`}
    and ${input.level === undefined ? sql()`true` : sql()`level = ${input.level}`}
    and ${input.since === undefined ? sql()`true` : sql()`first_seen_at > ${input.since}`}
    and gone_at is ${input.gone ? sql()`not null` : sql()`null`}`
  const order = input.gone
    ? sql()`gone_at desc, id`
    : sql()`array_position(${[...findingLevels]}::text[], level), coalesce(since, first_seen_at), id`
  const rows = await sql()<Row[]>`
    select f.*, coalesce(f.since, f.first_seen_at) as since, coalesce(r.read_at, f.gone_at, f.first_seen_at) as read_at
    from (select *, count(*) over () as total from fleet_finding where ${where} order by ${order} limit ${input.limit} offset ${input.offset}) f
    left join fleet_reading r using (source, org_id, group_id, part)
    order by ${order}`
  const [counted] =
    rows.length > 0 || input.offset === 0
      ? rows
      : await sql()<{ total: number }[]>`select count(*) as total from fleet_finding where ${where}`
  const shown = checks.filter(({ id }) => rows.some((row) => row.check_id === id))
  return {
    fixes: input.gone ? [] : fixesOf(shown),
    results: rows.flatMap((row) => {
      const check = checkNamed.get(row.check_id)
      const project = known.projects.get(row.group_id)
      const groupId = row.group_id || null
      const at = { orgId: row.org_id, ...(groupId ? { groupId } : {}), ...JSON.parse(row.part) }
      return check
        ? [
            {
              id: String(row.id),
              check: check.id,
              checkLabel: check.label,
              level: row.level,
              says: [check.noun, row.subject, row.what].filter(Boolean).join(' '),
              what: row.what,
              subject: row.subject,
              orgId: row.org_id,
              orgName: known.orgs.get(row.org_id)?.name ?? row.org_id,
              groupId,
              groupName: groupId && (project?.name ?? groupId),
              environment: groupId ? (project?.environment ?? null) : null,
              since: row.since.toISOString(),
              readAt: row.read_at.toISOString(),
              goneAt: row.gone_at?.toISOString() ?? null,
              href: check.href(at, row),
              action: check.action,
              fix: row.gone_at
                ? null
                : fixOf(
                    check,
                    at,
                    row,
                    rolesAt(person, project ?? { orgId: row.org_id, tags: [] }),
                  ),
            },
          ]
        : []
    }),
    totalCount: counted?.total ?? 0,
  }
}

type Counts = {
  check_id: string
  earlier: number
  now: number
  appeared: number
  gone: number
}

/** `fleet.compare` */
export async function compare(
  { at }: z.output<typeof compareFleet.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof compareFleet.output>> {
  const mine = placesOf(person, await directory())
  const counts = await sql()<Counts[]>`
    select check_id, count(*) filter (where first_seen_at <= ${at} and (gone_at is null or gone_at > ${at})) as earlier,
      count(*) filter (where gone_at is null) as now,
      count(*) filter (where gone_at is null and first_seen_at > ${at}) as appeared,
      count(*) filter (where first_seen_at <= ${at} and gone_at > ${at}) as gone
    from fleet_finding where ${inScope(mine)} group by check_id`
  const firstRead = await sql()<{ source: string; places: number }[]>`
    select source, count(distinct org_id || '/' || group_id) as places from fleet_reading
    where first_read_at > ${at} and (group_id = any(${mine.projects.map(({ groupId }) => groupId)}::text[])
      or (group_id = '' and org_id = any(${mine.orgs.map(({ orgId }) => orgId)}::text[])))
    group by source`
  const byCheck = new Map(counts.map((one) => [one.check_id, one]))
  const bySource = new Map(firstRead.map((one) => [one.source, one.places]))
  return {
    checks: checks.map(({ id, readings }) => {
      const { earlier = 0, now = 0, appeared = 0, gone = 0 } = byCheck.get(id) ?? {}
      const firstReadSince = Math.max(
        0,
        ...readings.map(({ source }) => bySource.get(source.id) ?? 0),
      )
      return { id, before: earlier, now, appeared, gone, firstReadSince }
    }),
  }
}
