import { MACHINES } from '@/lib/approvals/people-only'
import { ERASED } from '@/lib/audit/read'
import { list } from '@/lib/format/words'
import type { Machine, MachineSecret } from '@/lib/ops/machines'
import type { Binding } from '../binding-schema'
import { bindingsOf, rolesAt } from '../bindings'
import { configuration } from '../configuration'
import { sql } from '../database'
import { directory } from '../directory'
import type { Person } from '../person'
import { groupOf } from './name'
import { SOON_DAYS } from './remind'
import type { MachineRow } from './rows'

const DAY_MS = 86_400_000
const UNUSED_DAYS = 90
const AWAY_DAYS = 90

type Row = MachineRow & {
  is_ended: boolean
  live_secrets: number
  calls: number
  refusals: number
  used_at: Date | null
  address: string | null
  user_agent: string | null
  owner_groups: string[] | null
  owner_seen_at: Date | null
}

/** Machines of the last 30 days' use, by name; with `name`, that one. */
export const machineRows = (name?: string) => sql()<Row[]>`
  select m.*, m.ends_at <= clock_timestamp() as is_ended,
    (select count(*)::int from machine_secret s where s.machine_id = m.id and s.revoked_at is null
      and (s.expires_at is null or s.expires_at > clock_timestamp())) as live_secrets,
    coalesce(u.calls, 0)::float8 as calls, coalesce(u.refusals, 0)::float8 as refusals,
    l.at as used_at, l.address, l.user_agent, p.groups as owner_groups, p.seen_at as owner_seen_at
  from machine m left join machine_last_use l on l.machine_id = m.id
    left join person_seen p on p.iss = m.owner_iss and p.sub = m.owner_sub
    left join lateral (select sum(calls) as calls, sum(refusals) as refusals from machine_use
      where machine_id = m.id and day > current_date - 30) u on true
  ${name === undefined ? sql()`` : sql()`where m.name = ${name}`}
  order by m.revoked_at is not null, m.name`

/** Whether a person sees and manages every machine. */
export const managesAll = ({ bindings }: Pick<Person, 'bindings'>): boolean =>
  bindings.some(({ role, scope }) => role === 'admin' && 'all' in scope)

export const isOwner = (row: MachineRow, { iss, sub }: Pick<Person, 'iss' | 'sub'>): boolean =>
  iss !== MACHINES && row.owner_iss === iss && row.owner_sub === sub

/** Whether a person sees a machine: admins and auditors of everything, and its owner. */
export const sees = (person: Person, row: MachineRow): boolean =>
  managesAll(person) ||
  isOwner(row, person) ||
  person.bindings.some(({ role, scope }) => role === 'auditor' && 'all' in scope)

/** A machine as its reader sees it. */
export async function machineView(row: Row, person: Person, now = Date.now()): Promise<Machine> {
  const mine = bindingsOf([groupOf(row.name)])
  const owner = ownerOf(row, now)
  const state = row.revoked_at ? 'revoked' : row.is_ended ? 'ended' : 'active'
  const isUnused = (row.used_at ?? row.created_at).getTime() < now - UNUSED_DAYS * DAY_MS
  const isSoon = row.ends_at.getTime() < now + SOON_DAYS * DAY_MS
  return {
    name: row.name,
    clientId: row.client_id,
    purpose: row.purpose,
    owner,
    state,
    endsAt: row.ends_at.toISOString(),
    createdAt: row.created_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    carryOut: row.carry_out,
    callsPerMinute: row.calls_per_minute,
    gatedPerHour: row.gated_per_hour,
    deletionsPerDay: row.deletions_per_day,
    usesDigest: row.uses_digest,
    bindings: (await placesOf(mine, person)).map(({ role, where }) => ({ role, where })),
    workload: workloadOf(row),
    lastUse: row.used_at && {
      at: row.used_at.toISOString(),
      address: row.address,
      userAgent: row.user_agent,
    },
    calls: row.calls,
    refusals: row.refusals,
    attention:
      state === 'active'
        ? [
            ...(mine.length === 0 ? (['no-binding'] as const) : []),
            ...(owner.state === 'gone' || owner.state === 'no-role'
              ? (['ownerless'] as const)
              : []),
            ...(isUnused ? (['unused'] as const) : []),
            ...(isSoon ? (['ends-soon'] as const) : []),
            ...(row.live_secrets === 0 && workloadOf(row).length === 0
              ? (['no-credential'] as const)
              : []),
          ]
        : [],
    whyNot:
      managesAll(person) || isOwner(row, person)
        ? null
        : 'Only admins and the owner of a machine can do this.',
  }
}

function ownerOf(row: Row, now: number): Machine['owner'] {
  const { owner_seen_at: seenAt, owner_groups: groups } = row
  const isGone = row.owner_name === ERASED || !seenAt || !groups
  return {
    name: row.owner_name,
    account: row.owner_sub,
    state: isGone
      ? 'gone'
      : row.owner_iss !== configuration().signIn.issuer || bindingsOf(groups).length === 0
        ? 'no-role'
        : seenAt.getTime() < now - AWAY_DAYS * DAY_MS
          ? 'away'
          : 'active',
    lastSignIn: seenAt?.toISOString() ?? null,
  }
}

const workloadOf = ({ name }: MachineRow) =>
  configuration().workloadIdentity.flatMap(({ issuer, machines }) =>
    machines
      .filter(({ machine }) => machine === name)
      .map(({ claims }) => ({
        issuer,
        claims: list(Object.entries(claims).map(([claim, pattern]) => `${claim} = ${pattern}`)),
      })),
  )

/** Bindings with their places in words, as a person sees them. */
export const placesOf = (bindings: readonly Binding[], person: Person) =>
  Promise.all(
    bindings.map(async (b) => ({ role: b.role, scope: b.scope, where: await whereOf(b, person) })),
  )

/** The place of a binding, after its role in a sentence. Names of places are for people with a role there. */
async function whereOf({ scope }: Binding, person: Person): Promise<string> {
  if ('all' in scope) return 'everywhere'
  if ('tag' in scope) return `where the tag is ${scope.tag}`
  const known = await directory().catch(() => undefined)
  const [id, found] =
    'org' in scope
      ? [scope.org, known?.orgs.get(scope.org)]
      : [scope.project, known?.projects.get(scope.project)]
  const what = 'org' in scope ? 'organization' : 'project'
  const mayRead = found && rolesAt(person, { tags: [], ...found }).length > 0
  return `in the ${what} ${mayRead ? found.name : id}`
}

type SecretRow = {
  id: string
  hint: string
  ha1: string | null
  shown_name: string
  created_at: Date
  revoked_at: Date | null
  until: Date
  is_over: boolean
}

/** The secrets of a machine, newest first. */
export async function secretViews({ id }: MachineRow): Promise<MachineSecret[]> {
  const rows = await sql()<SecretRow[]>`
    select s.id, s.hint, s.ha1, s.shown_name, s.created_at, s.revoked_at,
      least(s.expires_at, m.ends_at) as until, least(s.expires_at, m.ends_at) <= clock_timestamp() as is_over
    from machine_secret s join machine m on m.id = s.machine_id where m.id = ${id} order by s.created_at desc, s.id desc limit 100`
  return rows.map((row) => ({
    id: row.id,
    hint: row.hint,
    state: row.revoked_at ? 'revoked' : row.is_over ? 'expired' : 'active',
    hasDigest: row.ha1 !== null,
    shownTo: row.shown_name,
    createdAt: row.created_at.toISOString(),
    expiresAt: (row.revoked_at ?? row.until).toISOString(),
  }))
}

/** Calls by operation of the last 30 days, most first. */
export const usesOf = ({ id }: MachineRow) => sql()<
  { operation: string; calls: number; refusals: number; lastDay: string }[]
>`
  select operation, sum(calls)::float8 as calls, sum(refusals)::float8 as refusals, max(day)::text as "lastDay"
  from machine_use where machine_id = ${id} and day > current_date - 30
  group by operation order by sum(calls) desc, operation limit 500`

/** Names that gatehouse.yaml binds and no machine has. */
export function unboundNames(rows: readonly MachineRow[]): string[] {
  const known = new Set(rows.map(({ name }) => groupOf(name)))
  const bound = configuration().bindings.map(({ group }) => group)
  return [...new Set(bound)]
    .filter((group) => group.startsWith('machine:') && !known.has(group))
    .map((group) => group.slice('machine:'.length))
}
