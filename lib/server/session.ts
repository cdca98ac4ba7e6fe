import { randomUUID } from 'node:crypto'
import { configuration } from './configuration'
import { type Sql, sql, type Transaction } from './database'

export type SessionRow = {
  id: string
  iss: string
  sub: string
  name: string
  email: string | null
  groups: string[]
  auth_time: Date | null
  acr: string | null
  started_at: Date
  seen_at: Date
}

export type NewSession = Omit<SessionRow, 'id' | 'started_at' | 'seen_at'> & {
  id_token: string | null
  ip: string | null
  ua: string | null
}

/** How a session ended: by the person, by an admin (named), by a limit, or because they signed in again. */
export type EndedBy = 'sign-out' | 'idle' | 'absolute' | 'signed-in-again' | `admin ${string}`

const KEEP_DAYS = 90

/** Writes a new session and who was seen, ends the one it takes the place of; gives the new id. */
export async function startSession(start: NewSession, replaces?: string): Promise<string> {
  const id = randomUUID()
  await sql().begin(async (tx) => {
    await tx`delete from session where started_at < clock_timestamp() - make_interval(days => ${KEEP_DAYS})`
    if (replaces)
      await tx`
        update session set ended_at = clock_timestamp(), ended_by = 'signed-in-again', id_token = null
        where id = ${replaces} and ended_at is null`
    await tx`insert into session ${tx({ id, ...start })}`
    await tx`
      insert into person_seen ${tx({ iss: start.iss, sub: start.sub, name: start.name, groups: start.groups })}
      on conflict (iss, sub) do update
        set name = excluded.name, groups = excluded.groups, seen_at = clock_timestamp()`
  })
  if (replaces) forget(replaces)
  return id
}

/** `background`: read by a page that refreshes itself, so the idle limit was not moved. */
type Kept = { row: SessionRow; at: number; background: boolean }
// Shared by Next's several bundles of this module, so that an end is seen by all of them at once.
const store = globalThis as typeof globalThis & { gatehouseSessions?: Map<string, Kept> }
store.gatehouseSessions ??= new Map()
const kept = store.gatehouseSessions
const KEEP_MS = 10_000

/** Makes the next read of this session ask the database. */
export const forget = (id: string) => kept.delete(id)

/**
 * The session, when it is neither ended nor past a limit; by the database's clock.
 * `fresh` always asks the database; otherwise an answer may be up to 10 s old.
 * `background` leaves the idle limit running: a page that refreshes itself is not a person at work.
 */
export async function liveSession(
  id: string,
  { fresh, background = false }: { fresh: boolean; background?: boolean },
): Promise<SessionRow | undefined> {
  const known = kept.get(id)
  const isEnough = known && Date.now() - known.at < KEEP_MS && (background || !known.background)
  if (!fresh && isEnough) return known.row
  const at = Date.now()
  const row = await read(id)
  if (!row) {
    kept.delete(id)
    await closeIfOver(id)
    return undefined
  }
  if (kept.size > 5000) kept.clear()
  kept.set(id, { row, at, background })
  if (!background)
    await sql()`
      update session set seen_at = clock_timestamp()
      where id = ${id} and ended_at is null and seen_at < clock_timestamp() - interval '30 seconds'`
  return row
}

async function read(id: string): Promise<SessionRow | undefined> {
  const { idleMinutes, absoluteMinutes } = configuration().signIn
  const [row] = await sql()<SessionRow[]>`
    select id, iss, sub, name, email, groups, auth_time, acr, started_at, seen_at from session
    where id = ${id} and ended_at is null
      and seen_at > clock_timestamp() - make_interval(secs => ${idleMinutes * 60})
      and started_at > clock_timestamp() - make_interval(secs => ${absoluteMinutes * 60})`
  return row
}

// Written down, so that a longer limit in a later configuration wakes no old session.
async function closeIfOver(id: string): Promise<void> {
  const { idleMinutes, absoluteMinutes } = configuration().signIn
  await sql()`
    update session set ended_at = clock_timestamp(), id_token = null,
      ended_by = case when started_at > clock_timestamp() - make_interval(secs => ${absoluteMinutes * 60})
        then 'idle' else 'absolute' end
    where id = ${id} and ended_at is null
      and (seen_at <= clock_timestamp() - make_interval(secs => ${idleMinutes * 60})
        or started_at <= clock_timestamp() - make_interval(secs => ${absoluteMinutes * 60}))`
}

/** Ends a session at once; says whether it was open, with the id_token that ends the provider's own. */
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
  forget(id)
  return row ? { ended: true, idToken: row.id_token ?? undefined } : { ended: false }
}

export type ListedSession = Pick<
  SessionRow,
  'id' | 'name' | 'groups' | 'started_at' | 'seen_at'
> & {
  ends_at: Date
}

/** The open sessions, last seen first; `ends_at` is when the nearer limit falls if nobody uses it again. */
export async function openSessions(): Promise<ListedSession[]> {
  const { idleMinutes, absoluteMinutes } = configuration().signIn
  return sql()<ListedSession[]>`
    select * from (
      select id, name, groups, started_at, seen_at, ended_at,
        least(seen_at + make_interval(secs => ${idleMinutes * 60}),
          started_at + make_interval(secs => ${absoluteMinutes * 60})) as ends_at
      from session) s
    where ended_at is null and ends_at > clock_timestamp()
    order by seen_at desc limit 500`
}
