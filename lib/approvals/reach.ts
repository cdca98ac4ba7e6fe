import { findCommand } from '@/lib/atlas/find-op'
import type { Call, Command, Verdict } from '@/lib/ops/define'
import type { CallIdentity } from './client-call'
import type { Upstream } from './effects'
import type { DecisionRow, EffectRow, RequestRow, Sql } from './rows'

/** How long one read for an effect may take, in ms. */
export const READ_WITHIN_MS = 5_000

/** The result of a call. Without a `status`, Atlas has not answered. */
export type Sent = Upstream & {
  outcome: 'done' | 'failed' | 'unknown'
  message?: string
  retryAfterSeconds?: number
  /** The read right before the call stopped it. */
  isConflict?: boolean
}

/** The differences between the clocks of Atlas, the database and this process. */
export type Clocks = {
  /** Why nothing may be granted that ends at an absolute time; undefined if the clocks agree. */
  whyNot?: string
  /** How far the database is ahead of Atlas; undefined if that is not known or small. */
  databaseAheadMs?: number
}

/** The executor's access to Atlas, implemented by lib/server. */
export type Reach = {
  /** Reads without a cache. Returns undefined for 404. Throws if there is no answer within `withinMs`. */
  read(call: Call, about: Pick<EffectRow, 'id' | 'org_id'>, withinMs: number): Promise<unknown>
  /** The same while the effect's call is under way. */
  readDuring: Reach['read']
  /**
   * Sends once, and only before `leaveBy` (performance.now()). `commit` returns the exact bytes right before; if it throws,
   * nothing is sent. `onConnected` is called when the socket to Atlas is connected, right before the call is written.
   */
  send(
    op: Command,
    input: Record<string, unknown>,
    about: EffectRow,
    leaveBy: number,
    commit: () => Promise<string | undefined>,
    onConnected: () => void,
  ): Promise<Sent>
  /** Why the command may not be sent, by the read it declares in `precondition`; undefined if it may. Throws as `read` does. */
  whyNot(
    op: Command,
    input: Record<string, unknown>,
    about: EffectRow,
    withinMs: number,
  ): Promise<string | undefined>
  /** The clocks as last measured, for the connection of an effect. */
  clocks(about: EffectRow): Promise<Clocks>
  /** How long a call may wait before it is sent, in ms. */
  leaveWithinMs: number
  /** How long `send` may take in all, in ms. After that its call is over, or is never sent. */
  timeoutMs: number
  /** The call of the client that carries out its permit. Absent for Gatehouse's own executor. */
  sent?: CallIdentity
  /** Why the current policy would not approve a request by itself. Undefined: it would. */
  whyNotAutomatic(request: RequestRow): Promise<string | undefined>
  /** Why stricter rules than those of its request apply to an effect's target, which Atlas shows as `answer`. Undefined: none do. */
  whyStricter(effect: EffectRow, answer: unknown): Promise<string | undefined>
  /** Why the machine that sent the call of a request may no longer do so. Undefined: it may, or a person filed it. */
  whyNotCaller(request: RequestRow): Promise<string | undefined>
  /** Why the requester could no longer break glass for a request. Undefined: they could. */
  whyNotBreakGlass(request: RequestRow): Promise<string | undefined>
  /** The approvals that still count, and why the others do not. `escalated`: to how many groups the request was escalated. */
  counted(
    request: RequestRow,
    votes: readonly DecisionRow[],
    escalated: number,
  ): Promise<{ counted: DecisionRow[]; lost?: string }>
}

export const commandOf = (effect: Pick<EffectRow, 'op'>): Command => {
  const op = findCommand(effect.op)
  if (!op?.readBack) throw new Error(`${effect.op} can’t be an effect: it has no read-back`)
  return op
}

/** An effect's input; for a revoke, with what its request sent. */
export async function inputOf(sql: Sql, effect: EffectRow): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = JSON.parse(effect.input)
  if (effect.kind === 'begin' || input.expected !== undefined) return input
  // One call of a request is not refused. Its time can equal a refused one's, or be before it if the clock went back.
  const [begin] = await sql<EffectRow[]>`
    select * from effect where request_id = ${effect.request_id} and kind = 'begin'
      order by state = 'refused', created_at desc limit 1`
  const access = begin && findCommand(begin.op)?.access
  return access && begin.body
    ? access.endInput(JSON.parse(begin.input), JSON.parse(begin.body))
    : input
}

export type Seen = {
  verdict: Verdict | 'unread'
  /** Undefined if Atlas answered 404 or could not be read. */
  answer?: unknown
  observed?: unknown
  /** Why it could not be read. */
  why?: string
}

export const messageOf = (error: unknown) =>
  error instanceof Error ? error.message : String(error)

/**
 * Reads whether an effect's call took effect. Never throws. `takesOver` is the body of the access that it replaces: while
 * that shows, the call has not taken effect.
 */
export async function look(
  reach: Pick<Reach, 'read'>,
  op: Command,
  effect: EffectRow,
  input: Record<string, unknown>,
  withinMs: number,
  takesOver?: unknown,
): Promise<Seen> {
  try {
    const answer = await reach.read(op.readBack!.read(input), effect, withinMs)
    const verdict = op.readBack!.verdict(
      answer,
      input,
      effect.body ? JSON.parse(effect.body) : undefined,
      effect.sent_at ?? undefined,
    )
    const isOld = verdict === 'other' && op.readBack!.shows?.(answer, takesOver) === true
    const observed = op.readBack!.observed?.(answer) ?? null
    return { verdict: isOld ? 'absent' : verdict, answer, observed }
  } catch (error) {
    return { verdict: 'unread', why: messageOf(error) }
  }
}
