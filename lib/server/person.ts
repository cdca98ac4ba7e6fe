import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { decode } from 'next-auth/jwt'
import { cache } from 'react'
import { z } from 'zod'
import { NO_DATABASE } from '@/lib/format/no-database'
import { OpError } from '@/lib/ops/failure'
import { routes } from '@/lib/routes'
import type { Asked } from './asked'
import type { Binding } from './binding-schema'
import { bindingsOf } from './bindings'
import { clientAddress } from './client-address'
import { configuration } from './configuration'
import { cookieIn, cookieName } from './cookies'
import { isDatabaseError } from './database'
import { inTime } from './in-time'
import { log } from './log'
import { PATH_HEADER } from './page-path'
import { newRequestId } from './request-id'
import { type GroupsNote, liveSession, type SessionRow } from './session'

/** A signed-in person, or a machine at the gateway. (iss, sub) identifies them, never the e-mail address. */
export type Person = {
  kind: 'human' | 'machine'
  iss: string
  sub: string
  name: string
  email?: string
  groups: string[]
  sessionId: string
  /** When they last authenticated at the provider; null if unknown (step-up.ts). */
  authTime: Date | null
  acr?: string
  /** The digest of the request that this session's sign-in was for. */
  stepUpFor?: string
  /** A problem with the groups in their sign-in. */
  groupsNote?: GroupsNote
  /** Of a machine. */
  machine?: { clientId: string; owner: { iss: string; sub: string } }
  ip?: string
  userAgent?: string
  /** The bindings of their groups in the current configuration. */
  bindings: Binding[]
}

const cookieContent = z.object({ sub: z.string(), sid: z.uuid(), exp: z.number() })

/** Set on automatic reads of a page. They do not extend the idle limit. */
export const BACKGROUND_HEADER = 'x-gatehouse-background'

/**
 * Who sends a request to the data route. With `fresh` (every command) the session is read from the database; otherwise it
 * may have been read up to 10 s ago. Adds the person to `asked`, even without a role.
 * @throws OpError `signed-out`, or `not-allowed` for a person without a role
 */
export async function personFrom(
  request: { headers: Pick<Headers, 'get' | 'has'> },
  { fresh, asked }: { fresh: boolean; asked?: Asked },
): Promise<Person> {
  const token = cookieIn(request.headers.get('cookie'), cookieName('session'))
  const person = await personOf(token, request.headers, fresh)
  if (asked && person) asked.person = person
  if (!person) {
    if (asked) asked.ended = await contentOf(token)
    throw OpError.of('signed-out', 'Your session ended. Sign in again to continue.')
  }
  if (person.bindings.length === 0) throw OpError.of('not-allowed', noRoleSentence())
  return person
}

/** For pages: the person. Redirects to the sign-in page, or to the page for people without a role. */
export async function requirePerson(): Promise<Person> {
  const person = await currentPerson()
  if (!person) redirect(routes.signIn((await headers()).get(PATH_HEADER) ?? undefined))
  if (person.bindings.length === 0) redirect(routes.noRole())
  return person
}

/**
 * For pages: the person, with or without a role; null when nobody is signed in. Read once per page. Throws an error with a
 * digest that the error page knows if the database does not answer.
 */
export const currentPerson: () => Promise<Person | null> = cache(async () => {
  const token = (await cookies()).get(cookieName('session'))?.value
  try {
    return (await personOf(token, await headers(), false)) ?? null
  } catch (error) {
    throw isDatabaseError(error) ? noDatabase(error) : error
  }
})

function noDatabase(cause: unknown): Error {
  const requestId = newRequestId()
  log.error('A page failed without the database', { requestId, error: String(cause) })
  // Next passes only the digest on to the browser.
  return Object.assign(new Error('The database does not answer.', { cause }), {
    digest: NO_DATABASE + requestId,
  })
}

const noRoleSentence = () =>
  `You are signed in, but none of your groups has a role in Gatehouse. Ask ${configuration().contact} for a role.`

/** The subject of the open session that a request comes from, with or without a role. Throws without the database. */
export async function subjectIn(
  headers: Pick<Headers, 'get' | 'has'>,
): Promise<string | undefined> {
  const token = cookieIn(headers.get('cookie'), cookieName('session'))
  return (await personOf(token, headers, false))?.sub
}

/** Whether a request comes from an open session. False when the database is not available. */
export const isSignedIn = (headers: Pick<Headers, 'get' | 'has'>): Promise<boolean> =>
  subjectIn(headers).then(
    (subject) => subject !== undefined,
    () => false,
  )

/** The session id in the cookie, whether or not that session is open. */
export async function sessionIdIn(token: string | undefined): Promise<string | undefined> {
  return (await contentOf(token))?.sid
}

// Cached, because decrypting a cookie costs more than the rest of a cached read.
const opened = new Map<string, z.output<typeof cookieContent>>()

async function contentOf(token: string | undefined) {
  if (!token) return undefined
  const known = opened.get(token)
  if (known) return known.exp * 1000 > Date.now() ? known : undefined
  try {
    const content = cookieContent.parse(await decode({ token, secret: configuration().secret }))
    if (opened.size > 2_000) opened.clear()
    opened.set(token, content)
    return content
  } catch {
    return undefined
  }
}

async function personOf(
  token: string | undefined,
  from: Pick<Headers, 'get' | 'has'>,
  fresh: boolean,
): Promise<Person | undefined> {
  const content = await contentOf(token)
  if (!content) return undefined
  const background = from.has(BACKGROUND_HEADER) && !fresh
  const row = await inTime(liveSession(content.sid, { fresh, background }))
  return row && row.sub === content.sub ? toPerson(row, from) : undefined
}

/** The person of a session, as a request with these headers comes from them. */
export const toPerson = (row: SessionRow, from: Pick<Headers, 'get'>): Person => ({
  kind: 'human',
  iss: row.iss,
  sub: row.sub,
  name: row.name,
  email: row.email ?? undefined,
  groups: row.groups,
  sessionId: row.id,
  authTime: row.auth_time,
  acr: row.acr ?? undefined,
  stepUpFor: row.step_up_for ?? undefined,
  groupsNote: row.groups_note ?? undefined,
  ip: clientAddress(from),
  userAgent: from.get('user-agent')?.slice(0, 400) ?? undefined,
  bindings: bindingsOf(row.groups),
})
