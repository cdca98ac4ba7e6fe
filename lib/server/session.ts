import { randomUUID } from 'node:crypto'
import { perProcess } from '@/lib/atlas/per-process'
import { configuration } from './configuration'
import { type Sql, sql, type Transaction } from './database'
import { isDeaf, tellReplicas } from './replicas'

export type SessionRow = {
  id: string
  iss: string
  sub: string
  name: string
  email: string | null
  groups: string[]
  auth_time: Date | null
  acr: string | null
  /** The digest of the request that the person reauthenticated for. */
  step_up_for: string | null
  /** A problem with the groups in this sign-in. */
  groups_note: GroupsNote | null
  started_at: Date
  seen_at: Date
}

export type GroupsNote = 'no-claim' | 'one-text'

export type NewSession = Omit<
  SessionRow,
  'id' | 'groups_note' | 'step_up_for' | 'started_at' | 'seen_at'
> & {
  /** Only the provider's claim `email_verified` makes it true. */
  email_verified?: boolean
  step_up_for?: string | null
  groups_note?: GroupsNote | null
  /** The provider's session. */
  sid?: string | null
  id_token: string | null
  ip: string | null
  ua: string | null
}

/**
 * How a session ended: by the person, an admin (named), a limit, a new sign-in in the same browser, the identity provider
 * (back-channel logout), or because its issuer is no longer configured.
 */
export type EndedBy =
  | 'sign-out'
  | 'idle'
  | 'absolute'
  | 'signed-in-again'
  | 'too-many'
  | 'provider'
  | 'issuer'
  | `admin ${string}`

const KEEP_DAYS = 90
/** Open sessions of one person. */
const MOST = 20

/**
 * Records a new session and the person's groups, and ends the replaced session and those above the limit. Returns the new
 * id.
 */
export async function startSession(
  { email_verified = false, ...start }: NewSession,
  replaces?: string,
): Promise<string> {
  const id = randomUUID()
  const { iss, sub, name, groups, email } = start
  await sql().begin(async (tx) => {
    await tx`delete from session where started_at < clock_timestamp() - make_interval(days => ${KEEP_DAYS})`
    if (replaces)
      await tx`
        update session set ended_at = clock_timestamp(), ended_by = 'signed-in-again', id_token = null
        where id = ${replaces} and ended_at is null`
    await tx`insert into session ${tx({ id, ...start })}`
    if (replaces)
      await tx`update session set parent = ${id} where parent = ${replaces} and ended_at is null`
    await tx`
      insert into person_seen ${tx({ iss, sub, name, groups, email, email_verified })}
      on conflict (iss, sub) do update
        set name = excluded.name, groups = excluded.groups, email = excluded.email,
          email_verified = excluded.email_verified, seen_at = clock_timestamp()`
    // Whoever can enter another person's address at the provider would otherwise keep that person from approving.
    if (email?.trim() && (email_verified || configuration().signIn.trustUnverifiedEmail))
      await tx`
        insert into account_email (iss, sub, email)
        values (${iss}, ${sub}, lower(btrim(${email}))) on conflict do nothing`
    await tx`
      update session set ended_at = clock_timestamp(), ended_by = 'too-many', id_token = null
      where id in (select id from session
        where iss = ${start.iss} and sub = ${start.sub} and ended_at is null
        order by started_at desc offset ${MOST})`
    await tellReplicas({ person: { iss, sub } }, tx)
  })
  forgetPerson(start)
  return id
}

/** `background`: the last read was by a page that refreshes itself, so the idle limit was not extended. */
type Kept = { row: SessionRow; at: number; background: boolean }
const kept = perProcess('gatehouseSessions', () => new Map<string, Kept>())
const KEEP_MS = 10_000

/** Makes the next read of this session query the database. */
export const forget = (id: string) => kept().delete(id)

/** The same for all sessions. */
export const forgetAll = () => kept().clear()

/** Makes the next reads of this person's sessions query the database: their groups may have changed. */
export function forgetPerson({ iss, sub }: { iss: string; sub: string }): void {
  for (const [id, { row }] of kept()) if (row.iss === iss && row.sub === sub) kept().delete(id)
}

/**
 * The session, if it has not ended and is within its limits by the database's clock.
 * `fresh` always queries the database; otherwise the answer may be up to 10 s old.
 * `background` does not extend the idle limit, because an automatic refresh is not a person's activity.
 */
export async function liveSession(
  id: string,
  { fresh, background = false }: { fresh: boolean; background?: boolean },
): Promise<SessionRow | undefined> {
  const known = kept().get(id)
  const isEnough = known && Date.now() - known.at < KEEP_MS && (background || !known.background)
  if (!fresh && isEnough && !isDeaf()) return known.row
  const at = Date.now()
  const row = await read(id)
  if (!row) {
    kept().delete(id)
    await closeIfOver(id)
    return undefined
  }
  if (kept().size > 5000) kept().clear()
  kept().set(id, { row, at, background })
  if (!background)
    await sql()`
      update session set seen_at = clock_timestamp()
      where id = ${id} and ended_at is null and seen_at < clock_timestamp() - interval '30 seconds'`
  return row
}

// A group missing from a later sign-in of the same person does not count in any session.
async function read(id: string): Promise<SessionRow | undefined> {
  const { issuer, idleMinutes, absoluteMinutes } = configuration().signIn
  const [row] = await sql()<Array<SessionRow & { latest: string[] | null }>>`
    select s.id, s.iss, s.sub, s.name, s.email, s.groups, s.auth_time, s.acr, s.step_up_for, s.groups_note,
      s.started_at, s.seen_at, p.groups as latest
    from session s left join person_seen p on p.iss = s.iss and p.sub = s.sub
    where s.id = ${id} and s.ended_at is null and s.iss = ${issuer}
      and s.seen_at > clock_timestamp() - make_interval(secs => ${idleMinutes * 60})
      and s.started_at > clock_timestamp() - make_interval(secs => ${absoluteMinutes * 60})`
  if (!row) return undefined
  const { latest, ...session } = row
  const still = latest && new Set(latest)
  return still ? { ...session, groups: session.groups.filter((g) => still.has(g)) } : session
}

// Recorded, so that a longer limit or an old issuer in a later configuration does not reopen the session.
async function closeIfOver(id: string): Promise<void> {
  const { issuer, idleMinutes, absoluteMinutes } = configuration().signIn
  await sql()`
    update session set ended_at = clock_timestamp(), id_token = null,
      ended_by = case when iss <> ${issuer} then 'issuer'
        when started_at > clock_timestamp() - make_interval(secs => ${absoluteMinutes * 60})
        then 'idle' else 'absolute' end
    where id = ${id} and ended_at is null
      and (iss <> ${issuer}
        or seen_at <= clock_timestamp() - make_interval(secs => ${idleMinutes * 60})
        or started_at <= clock_timestamp() - make_interval(secs => ${absoluteMinutes * 60}))`
}

/** Ends a session, and those of command lines that were confirmed in it. Returns whether it was open, and the ID token with which the provider's session can be ended. */
export async function closeSession(
  id: string,
  by: EndedBy,
  tx: Sql | Transaction = sql(),
): Promise<{ ended: boolean; idToken?: string }> {
  const [row] = await tx<{ id_token: string | null }[]>`
    with open as (select id, id_token from session where id = ${id} and ended_at is null for update)
    update session s set ended_at = clock_timestamp(), ended_by = ${by}, id_token = null
    from open where s.id = open.id
    returning open.id_token`
  const children = await tx<{ id: string }[]>`
    update session set ended_at = clock_timestamp(), ended_by = ${by}
    where parent = ${id} and ended_at is null returning id`
  const gone = [...(row ? [id] : []), ...children.map((child) => child.id)]
  for (const one of [id, ...gone]) forget(one)
  if (gone.length > 0) await tellReplicas({ sessions: gone }, tx)
  return row ? { ended: true, idToken: row.id_token ?? undefined } : { ended: false }
}

export type ListedSession = Pick<
  SessionRow,
  'id' | 'sub' | 'name' | 'groups' | 'started_at' | 'seen_at'
> & {
  ip: string | null
  /** Of a command line, not of a browser. */
  is_cli: boolean
  ends_at: Date
}

/**
 * The open sessions, most recently used first, at most 1,000 of `total`. `ends_at` is when a session reaches its first
 * limit if nobody uses it again.
 */
export async function openSessions(): Promise<{ rows: ListedSession[]; total: number }> {
  const { issuer, idleMinutes, absoluteMinutes } = configuration().signIn
  const rows = await sql()<Array<ListedSession & { total: number }>>`
    select *, count(*) over ()::int as total from (
      select id, sub, name, groups, ip, started_at, seen_at, ended_at, parent is not null as is_cli,
        least(seen_at + make_interval(secs => ${idleMinutes * 60}),
          started_at + make_interval(secs => ${absoluteMinutes * 60})) as ends_at
      from session where iss = ${issuer}) s
    where ended_at is null and ends_at > clock_timestamp()
    order by seen_at desc limit 1000`
  return { rows, total: rows[0]?.total ?? 0 }
}

/** A person's open sessions, most recently used first. */
export async function openSessionsOf({
  iss,
  sub,
}: Pick<SessionRow, 'iss' | 'sub'>): Promise<Array<ListedSession & { ua: string | null }>> {
  const { idleMinutes, absoluteMinutes } = configuration().signIn
  return sql()<Array<ListedSession & { ua: string | null }>>`
    select * from (
      select id, sub, name, groups, ip, ua, started_at, seen_at, ended_at, parent is not null as is_cli,
        least(seen_at + make_interval(secs => ${idleMinutes * 60}),
          started_at + make_interval(secs => ${absoluteMinutes * 60})) as ends_at
      from session where iss = ${iss} and sub = ${sub}) s
    where ended_at is null and ends_at > clock_timestamp()
    order by seen_at desc limit 200`
}

/**
 * Ends the sessions that a provider's logout names: those of its session `sid`, or all of the subject `sub`, and those of
 * command lines that were confirmed in them. A logout token (`jti`) can be used once. Returns how many ended, undefined for
 * a reused token.
 */
export async function closeByProvider(logout: {
  iss: string
  jti: string
  sid?: string | undefined
  sub?: string | undefined
}): Promise<number | undefined> {
  const { iss, jti, sid = null, sub = null } = logout
  const ended = await sql().begin(async (tx) => {
    await tx`delete from logout_token where used_at < clock_timestamp() - interval '1 day'`
    const [isNew] = await tx`
      insert into logout_token ${tx({ iss, jti })} on conflict do nothing returning jti`
    if (!isNew) return undefined
    // A command line has the sid of the sign-in in which it was confirmed, not of a later one in that browser.
    const rows = await tx<{ id: string }[]>`
      with named as (
        select id from session
        where iss = ${iss} and ended_at is null
          and (${sub}::text is null or sub = ${sub})
          and (${sid}::text is null or sid = ${sid} or (sid is null and ${sub}::text is not null)))
      update session set ended_at = clock_timestamp(), ended_by = 'provider', id_token = null
      where ended_at is null and (id in (select id from named) or parent in (select id from named))
      returning id`
    if (rows.length > 0) await tellReplicas({ sessions: rows.map((row) => row.id) }, tx)
    return rows
  })
  for (const { id } of ended ?? []) forget(id)
  return ended?.length
}
