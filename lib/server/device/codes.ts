import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import { type Sql, sql, type Transaction } from '../database'
import type { Person } from '../person'

export const CODE_SECONDS = 600
/** Seconds between two polls. */
export const INTERVAL_SECONDS = 5

// Without vowels, so that a code is no word, and without what looks alike.
const letters = 'BCDFGHJKLMNPQRSTVWXZ'

const newUserCode = () =>
  Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')
const newToken = (prefix: string) => `${prefix}${randomBytes(32).toString('base64url')}`
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** The code that a person typed, as it is stored: without dashes and spaces, in upper case. */
export const plainCode = (typed: string): string => typed.replaceAll(/[\s-]/g, '').toUpperCase()

export type CodeRow = {
  user_code: string
  address: string | null
  user_agent: string | null
  created_at: Date
  expires_at: Date
  state: 'pending' | 'approved' | 'denied' | 'used'
  session_id: string | null
  is_over: boolean
}

/** Starts a sign-in of a command line. The device code is a secret of that command line. */
export async function startDevice(from: {
  address: string | undefined
  userAgent: string | undefined
}): Promise<{ deviceCode: string; userCode: string }> {
  await sql()`delete from device_code where expires_at < clock_timestamp() - interval '1 day'`
  const deviceCode = newToken('gh_device_')
  // Two of 25 billion codes can be equal.
  for (let tries = 0; tries < 5; tries += 1) {
    const userCode = newUserCode()
    const made = await sql()`
      insert into device_code (hash, user_code, address, user_agent, expires_at)
      values (${hashOf(deviceCode)}, ${userCode}, ${from.address ?? null}, ${from.userAgent?.slice(0, 400) ?? null},
        clock_timestamp() + make_interval(secs => ${CODE_SECONDS}))
      on conflict do nothing returning 1`
    if (made.length > 0) return { deviceCode, userCode }
  }
  throw new Error('No free code was found.')
}

/** A sign-in that waits for a person to confirm this code. */
export async function pendingDevice(userCode: string): Promise<CodeRow | undefined> {
  const [row] = await sql()<CodeRow[]>`
    select *, false as is_over from device_code
    where user_code = ${userCode} and state = 'pending' and expires_at > clock_timestamp()`
  return row
}

/** Confirms or denies a sign-in. Returns false if it no longer waits. */
export async function decideDevice(
  tx: Transaction,
  userCode: string,
  { sessionId }: Pick<Person, 'sessionId'>,
  verdict: 'approved' | 'denied',
): Promise<boolean> {
  const rows = await tx`
    update device_code set state = ${verdict}, session_id = ${verdict === 'approved' ? sessionId : null}
    where user_code = ${userCode} and state = 'pending' and expires_at > clock_timestamp() returning 1`
  return rows.length > 0
}

/** What a poll with a device code finds. `used` and unknown codes are the same to the command line. */
export type Polled = { state: 'pending' | 'denied' | 'expired' } | ({ state: 'done' } & NewSession)
type NewSession = { sessionId: string; refreshToken: string }

/** Collects a confirmed sign-in, once: starts a session like that of the person's browser. */
export const collectDevice = (
  deviceCode: string,
  from: { address: string | undefined; userAgent: string | undefined },
): Promise<Polled> =>
  sql().begin(async (tx): Promise<Polled> => {
    const [row] = await tx<CodeRow[]>`
      select *, expires_at <= clock_timestamp() as is_over from device_code where hash = ${hashOf(deviceCode)} for update`
    if (!row || row.is_over || row.state === 'used') return { state: 'expired' }
    if (row.state !== 'approved') return { state: row.state }
    await tx`update device_code set state = 'used' where hash = ${hashOf(deviceCode)}`
    const made = await startChild(tx, row.session_id ?? '', from)
    return made ? { state: 'done', ...made } : { state: 'denied' }
  })

/** It has the person, groups and start of the browser's session, so that it ends when that one would. */
async function startChild(
  tx: Transaction,
  parent: string,
  { address, userAgent }: { address: string | undefined; userAgent: string | undefined },
): Promise<NewSession | undefined> {
  const sessionId = randomUUID()
  const refreshToken = newToken('gh_refresh_')
  const made = await tx`
    insert into session (id, iss, sub, name, email, groups, auth_time, acr, sid, groups_note, started_at, ip, ua, parent, refresh_hash)
    select ${sessionId}, iss, sub, name, email, groups, auth_time, acr, sid, groups_note, started_at,
      ${address ?? null}, ${userAgent?.slice(0, 400) ?? null}, coalesce(parent, id), ${hashOf(refreshToken)}
    from session where id = ${parent} and ended_at is null returning 1`
  return made.length > 0 ? { sessionId, refreshToken } : undefined
}

/** The id of the session of a refresh token. */
export async function sessionOfRefresh(token: string): Promise<string | undefined> {
  const [row] = await sql()<{ id: string }[]>`
    select id from session where refresh_hash = ${hashOf(token)}`
  return row?.id
}

/** The open command line sessions of a person, newest first. */
export const deviceSessionsOf = (
  { iss, sub }: Pick<Person, 'iss' | 'sub'>,
  { idleMinutes, absoluteMinutes }: { idleMinutes: number; absoluteMinutes: number },
  tx: Sql = sql(),
) => tx<{ id: string; ip: string | null; ua: string | null; seen_at: Date; ends_at: Date }[]>`
  select id, ip, ua, seen_at, ends_at from (
    select *, least(seen_at + make_interval(secs => ${idleMinutes * 60}),
      started_at + make_interval(secs => ${absoluteMinutes * 60})) as ends_at
    from session where iss = ${iss} and sub = ${sub} and parent is not null and ended_at is null) s
  where ends_at > clock_timestamp() order by seen_at desc limit 100`
