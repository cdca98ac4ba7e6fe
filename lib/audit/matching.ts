import type postgres from 'postgres'
import type { AuditFilter } from '@/lib/ops/audit'

type Sql = postgres.ISql
type Condition = postgres.PendingQuery<postgres.Row[]>

/** The places of which a person can read the rows. A cluster is `<groupId>/<clusterName>`. */
export type AuditPlaces = { orgIds: string[]; groupIds: string[]; clusters: string[] }

/** Times of rows have microseconds, so that texts compare like the times. */
const micros = (time: string) => new Date(time).toISOString().replace('Z', '000Z')

const both = (sql: Sql, conditions: readonly Condition[]): Condition =>
  conditions.reduce((all, one) => sql`${all} and ${one}`, sql`true`)

/**
 * Requests and effects have their own place; other rows name it in `scope`. A request for several targets is in each of
 * their places. With `isWhole`, all of them must be among these, because its rows name all.
 */
const inPlaces = (
  sql: Sql,
  { orgIds, groupIds, clusters }: AuditPlaces,
  isWhole: boolean,
): Condition => {
  const mine = sql`coalesce(org_id = any(${orgIds}) or group_id = any(${groupIds}) or group_id || '/' || cluster_name = any(${clusters}), false)`
  const outside = isWhole
    ? sql`and not exists (select from request where part_of = r.of and not ${mine})`
    : sql``
  return sql`(body::jsonb #>> '{scope,groupId}' = any(${groupIds})
    or body::jsonb #>> '{scope,orgId}' = any(${orgIds})
    or (body::jsonb #>> '{scope,groupId}') || '/' || (body::jsonb #>> '{scope,clusterName}') = any(${clusters})
    or body::jsonb #>> '{request,id}' in (
      select r.of from (select coalesce(part_of, id) as of from request where targets is null and ${mine}) r where true ${outside})
    or body::jsonb ->> 'trace' in (select id from effect where request_id is null and ${mine}))`
}

/** Names for all actors of a kind. */
const kinds: Record<string, string | undefined> = {
  gatehouse: 'gatehouse',
  people: 'human',
  machines: 'machine',
}

/** The condition on rows of `audit` for a filter. `projectsOf` gives the projects of an organization. */
export function matching(
  sql: Sql,
  filter: AuditFilter,
  projectsOf: (orgId: string) => string[],
): Condition {
  const {
    person,
    machines,
    types,
    ops,
    outcomes,
    without,
    requestId,
    groupId,
    orgId,
    from,
    to,
    text,
  } = filter
  return both(sql, [
    ...(person === undefined
      ? []
      : [
          kinds[person]
            ? sql`body::jsonb #>> '{actor,kind}' = ${kinds[person]}`
            : machines
              ? sql`(body::jsonb #>> '{actor,sub}' = ${person} or body::jsonb #>> '{actor,owner,sub}' = ${person})`
              : sql`body::jsonb #>> '{actor,sub}' = ${person}`,
        ]),
    ...(types?.length ? [sql`body::jsonb ->> 'type' = any(${types})`] : []),
    ...(ops?.length ? [sql`body::jsonb ->> 'op' = any(${ops})`] : []),
    ...(outcomes?.length ? [sql`body::jsonb ->> 'outcome' = any(${outcomes})`] : []),
    ...(without?.length
      ? [
          sql`not exists (select from audit o where o.body::jsonb #>> '{request,id}' = audit.body::jsonb #>> '{request,id}'
            and o.body::jsonb ->> 'type' = any(${without}))`,
        ]
      : []),
    ...(requestId ? [sql`body::jsonb #>> '{request,id}' = ${requestId}`] : []),
    ...(groupId ? [inPlaces(sql, { orgIds: [], groupIds: [groupId], clusters: [] }, false)] : []),
    ...(orgId
      ? [inPlaces(sql, { orgIds: [orgId], groupIds: projectsOf(orgId), clusters: [] }, false)]
      : []),
    ...(from ? [sql`body::jsonb ->> 'time' >= ${micros(from)}`] : []),
    ...(to ? [sql`body::jsonb ->> 'time' < ${micros(to)}`] : []),
    ...(text
      ? [
          sql`(strpos(lower(body), ${text.toLowerCase()}) > 0
            or body::jsonb #>> '{request,id}' in (
              select coalesce(part_of, id) from request where lower(ticket) = ${text.toLowerCase()}))`,
        ]
      : []),
  ])
}

/** The condition on rows of `audit` that are about these places. Undefined: every row. */
export const visibleIn = (sql: Sql, places: AuditPlaces | undefined): Condition =>
  places ? inPlaces(sql, places, true) : sql`true`
