import type { z } from 'zod'
import { append } from '@/lib/audit/append'
import { OpError } from '@/lib/ops/failure'
import type { endMySession, endSession, listMySessions, listSessions } from '@/lib/ops/sessions'
import { byOf } from '../actor'
import { sql, type Transaction } from '../database'
import type { Person } from '../person'
import {
  closeSession,
  type EndedBy,
  type ListedSession,
  openSessions,
  openSessionsOf,
} from '../session'
import type { ConsoleContext } from './context'

/** What both lists show of a session. */
const shown = (row: ListedSession, { sessionId }: ConsoleContext['person']) => ({
  id: row.id,
  startedAt: row.started_at.toISOString(),
  seenAt: row.seen_at.toISOString(),
  endsAt: row.ends_at.toISOString(),
  address: row.ip,
  isCli: row.is_cli,
  isMe: row.id === sessionId,
})

/** `sessions.list` */
export async function list(
  _input: unknown,
  { person }: Pick<ConsoleContext, 'person'>,
): Promise<z.output<typeof listSessions.output>> {
  const { rows, total } = await openSessions()
  return {
    total,
    results: rows.map((row) => ({
      ...shown(row, person),
      name: row.name,
      account: row.sub,
      groups: row.groups,
    })),
  }
}

/** `sessions.mine` */
export async function mine(
  _input: unknown,
  { person }: Pick<ConsoleContext, 'person'>,
): Promise<z.output<typeof listMySessions.output>> {
  const rows = await openSessionsOf(person)
  return { results: rows.map((row) => ({ ...shown(row, person), userAgent: row.ua })) }
}

const notOpen = () => OpError.of('not-found', 'This session does not exist or already ended.')

async function endOpen(
  tx: Transaction,
  op: 'sessions.end' | 'sessions.endMine',
  { sessionId, by }: { sessionId: string; by: EndedBy },
  { person, decision, requestId }: ConsoleContext,
) {
  const { ended } = await closeSession(sessionId, by, tx)
  if (!ended) throw notOpen()
  await append(tx, {
    type: 'session.ended',
    actor: byOf(person, decision),
    op,
    target: `session ${sessionId}`,
    trace: requestId,
  })
  return { ended }
}

/**
 * `sessions.end`: its commands are refused immediately, its reads within 10 s.
 * @throws OpError `not-found` when there is no such open session
 */
export async function end(
  { sessionId }: z.output<typeof endSession.input>,
  context: ConsoleContext,
): Promise<z.output<typeof endSession.output>> {
  const by = `admin ${context.person.sub}` as const
  return sql().begin((tx) => endOpen(tx, 'sessions.end', { sessionId, by }, context))
}

/** `sessions.endMine` @throws OpError `not-found` when the person has no such open session */
export async function endMine(
  { sessionId }: z.output<typeof endMySession.input>,
  context: ConsoleContext,
): Promise<z.output<typeof endMySession.output>> {
  const { iss, sub } = context.person
  return sql().begin(async (tx) => {
    const [own] =
      await tx`select 1 from session where id = ${sessionId} and iss = ${iss} and sub = ${sub}`
    if (!own) throw notOpen()
    return endOpen(tx, 'sessions.endMine', { sessionId, by: 'sign-out' }, context)
  })
}

/** Ends a person's other sessions and those of their command lines. They may have no role. */
export async function endOthersOf(person: Person, requestId: string): Promise<void> {
  const others = async () =>
    (await openSessionsOf(person)).filter(({ id }) => id !== person.sessionId)
  // The list is cut, so it is read again until it is empty.
  for (let rows = await others(); rows.length > 0; rows = await others()) {
    // A browser's session ends those of its command lines, which would leave no row in the audit log.
    rows.sort((a, b) => Number(b.is_cli) - Number(a.is_cli))
    for (const { id } of rows) {
      await sql().begin(async (tx) => {
        const { ended } = await closeSession(id, 'sign-out', tx)
        if (!ended) return
        await append(tx, {
          type: 'session.ended',
          actor: byOf(person),
          op: 'sessions.endMine',
          target: `session ${id}`,
          trace: requestId,
        })
      })
    }
  }
}
