import type { z } from 'zod'
import { demandPerson } from '@/lib/approvals/people-only'
import { append } from '@/lib/audit/append'
import { personal } from '@/lib/audit/entry'
import type {
  approveCliSignIn,
  denyCliSignIn,
  endCliSession,
  findCliSignIn,
  listCliSessions,
} from '@/lib/ops/cli-sessions'
import { OpError } from '@/lib/ops/failure'
import { byOf } from '../actor'
import { networkOf } from '../client-address'
import { configuration } from '../configuration'
import { sql } from '../database'
import { decideDevice, deviceSessionsOf, pendingDevice, plainCode } from '../device/codes'
import { countAttempt, secondsToWait } from '../machines/attempts'
import type { Person } from '../person'
import { closeSession } from '../session'
import type { ConsoleContext } from './context'

/** `cliSessions.list` */
export async function list(
  _: unknown,
  { person }: ConsoleContext,
): Promise<z.output<typeof listCliSessions.output>> {
  const rows = await deviceSessionsOf(person, configuration().signIn)
  return {
    results: rows.map((row) => ({
      id: row.id,
      address: row.ip,
      userAgent: row.ua,
      seenAt: row.seen_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
    })),
  }
}

/** `cliSessions.find` @throws OpError 'not-found' for a wrong code, 'slow-down' after many of them */
export async function find(
  { code }: z.output<typeof findCliSignIn.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof findCliSignIn.output>> {
  const row = await waiting(code, person)
  return {
    address: row.address,
    userAgent: row.user_agent,
    askedAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    isSameAddress:
      row.address === null || person.ip === undefined
        ? null
        : networkOf(row.address) === networkOf(person.ip),
  }
}

/** `cliSessions.approve`: the command line gets a session like that of this browser. */
export const approve = async (
  { code }: z.output<typeof approveCliSignIn.input>,
  context: ConsoleContext,
): Promise<z.output<typeof approveCliSignIn.output>> => ({
  state: await decided(code, 'approved', context),
})

/** `cliSessions.deny` */
export const deny = async (
  { code }: z.output<typeof denyCliSignIn.input>,
  context: ConsoleContext,
): Promise<z.output<typeof denyCliSignIn.output>> => ({
  state: await decided(code, 'denied', context),
})

/** `cliSessions.end` @throws OpError 'not-found' for a session of others */
export async function end(
  { sessionId }: z.output<typeof endCliSession.input>,
  { person, decision, requestId: trace }: ConsoleContext,
): Promise<z.output<typeof endCliSession.output>> {
  return sql().begin(async (tx) => {
    const [own] = await tx`
      select 1 from session where id = ${sessionId} and iss = ${person.iss} and sub = ${person.sub} and parent is not null`
    const { ended } = own ? await closeSession(sessionId, 'sign-out', tx) : { ended: false }
    if (!ended) throw OpError.of('not-found', 'This session does not exist or already ended.')
    await append(tx, {
      type: 'session.ended',
      actor: byOf(person, decision),
      op: 'cliSessions.end',
      target: `session ${sessionId}`,
      trace,
    })
    return { ended }
  })
}

async function decided<V extends 'approved' | 'denied'>(
  code: string,
  verdict: V,
  { person, decision, requestId: trace }: ConsoleContext,
): Promise<V> {
  demandPerson(person)
  const row = await waiting(code, person)
  await sql().begin(async (tx) => {
    if (!(await decideDevice(tx, row.user_code, person, verdict))) throw notWaiting()
    await append(tx, {
      type: `device.${verdict}`,
      actor: byOf(person, decision),
      after: {
        address: row.address === null ? null : personal(row.address),
        user_agent: row.user_agent === null ? null : personal(row.user_agent),
      },
      trace,
    })
  })
  return verdict
}

async function waiting(code: string, person: Person) {
  const codes = { codesOf: `${person.iss} ${person.sub}` }
  const seconds = secondsToWait(codes, person.ip)
  if (seconds > 0)
    throw OpError.of('slow-down', `Too many wrong codes. Try again in ${seconds} s.`, {
      retryAfterSeconds: seconds,
    })
  const row = await pendingDevice(plainCode(code))
  if (row) return row
  countAttempt(codes, person.ip)
  throw notWaiting()
}

const notWaiting = () =>
  OpError.of(
    'not-found',
    'No command line waits for this code. Codes work for 10 minutes and once. Check it, or sign in again there.',
  )
