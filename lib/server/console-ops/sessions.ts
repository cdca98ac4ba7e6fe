import type { z } from 'zod'
import { append } from '@/lib/audit/append'
import type { endSession, listSessions } from '@/lib/ops/console'
import { OpError } from '@/lib/ops/failure'
import type { endMySession, listMySessions } from '@/lib/ops/my-sessions'
import { byOf } from '../actor'
import { sql } from '../database'
import { closeSession, openSessions, openSessionsOf } from '../session'
import type { ConsoleContext } from './context'

/** `sessions.list` */
export async function list(
  _input: unknown,
  { person }: Pick<ConsoleContext, 'person'>,
): Promise<z.output<typeof listSessions.output>> {
  const { rows, total } = await openSessions()
  return {
    total,
    results: rows.map((row) => ({
      id: row.id,
      name: row.name,
      account: row.sub,
      groups: row.groups,
      startedAt: row.started_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
      address: row.ip,
      isCli: row.is_cli,
      isMe: row.id === person.sessionId,
    })),
  }
}

/**
 * `sessions.end`: its commands are refused immediately, its reads within 10 s.
 * @throws OpError `not-found` when there is no such open session
 */
export async function end(
  { sessionId }: z.output<typeof endSession.input>,
  { person, decision, requestId }: ConsoleContext,
): Promise<z.output<typeof endSession.output>> {
  return sql().begin(async (tx) => {
    const { ended } = await closeSession(sessionId, `admin ${person.sub}`, tx)
    if (!ended) throw OpError.of('not-found', 'This session does not exist or already ended.')
    await append(tx, {
      type: 'session.ended',
      actor: byOf(person, decision),
      op: 'sessions.end',
      target: `session ${sessionId}`,
      trace: requestId,
    })
    return { ended }
  })
}

/** `sessions.mine` */
export async function mine(
  _input: unknown,
  { person }: Pick<ConsoleContext, 'person'>,
): Promise<z.output<typeof listMySessions.output>> {
  const rows = await openSessionsOf(person)
  return {
    results: rows.map((row) => ({
      id: row.id,
      startedAt: row.started_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
      address: row.ip,
      userAgent: row.ua,
      isCli: row.is_cli,
      isMe: row.id === person.sessionId,
    })),
  }
}

/** `sessions.endMine` @throws OpError 'not-found' for a session of others */
export async function endMine(
  { sessionId }: z.output<typeof endMySession.input>,
  { person, decision, requestId }: ConsoleContext,
): Promise<z.output<typeof endMySession.output>> {
  return sql().begin(async (tx) => {
    const [own] = await tx`
      select 1 from session where id = ${sessionId} and iss = ${person.iss} and sub = ${person.sub}`
    const { ended } = own ? await closeSession(sessionId, 'sign-out', tx) : { ended: false }
    if (!ended) throw OpError.of('not-found', 'This session does not exist or already ended.')
    await append(tx, {
      type: 'session.ended',
      actor: byOf(person, decision),
      op: 'sessions.endMine',
      target: `session ${sessionId}`,
      trace: requestId,
    })
    return { ended }
  })
}
