import type { Call, Command, Verdict } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import type { Upstream } from './effects'
import { sentGrant } from './end-grant'
import type { DecisionRow, EffectRow, RequestRow, Sql } from './rows'

/** How long one read of an effect may take, in ms. */
export const READ_WITHIN_MS = 5_000

/** What came of a call. Without a `status` Atlas has not answered. */
export type Sent = Upstream & {
  outcome: 'done' | 'failed' | 'unknown'
  message?: string
  retryAfterSeconds?: number
  /** What is read first, in the cluster's turn, stopped it. */
  isConflict?: boolean
}

/** How far the clocks of Atlas, of the database and of this process are apart. */
export type Clocks = {
  /** A sentence when they are too far apart to grant anything that ends at an absolute time. */
  whyNot?: string
  /** By how much the database is ahead of Atlas; undefined when Atlas has not said. */
  databaseAheadMs?: number
}

/** How an effect reaches Atlas; lib/server binds it to the pipeline. */
export type Reach = {
  /** Reads past every cache; undefined when Atlas says 404. Throws when the answer is not known within the time, in ms. */
  read(call: Call, about: EffectRow, withinMs: number): Promise<unknown>
  /**
   * Sends once, never again by itself, and only before `leaveBy` (performance.now()). `commit` gives the exact bytes right
   * before; when it throws, nothing is sent.
   */
  send(
    op: Command,
    input: Record<string, unknown>,
    about: EffectRow,
    leaveBy: number,
    commit: () => Promise<string | undefined>,
  ): Promise<Sent>
  /** A sentence when what the command reads first stops it. Throws as `read` does. */
  whyNot(
    op: Command,
    input: Record<string, unknown>,
    about: EffectRow,
    withinMs: number,
  ): Promise<string | undefined>
  /** As they were last seen, for the place of an effect. */
  clocks(about: EffectRow): Promise<Clocks>
  /** How long a call may wait before it leaves, in ms. */
  leaveWithinMs: number
  /**
   * How long `send` may take in all, in ms: then its call has left and ended, or never leaves. After it, and a read that
   * shows nothing, the same bytes may be sent again.
   */
  timeoutMs: number
  /** A sentence when the person who approved may not approve this any more. */
  lostRight(request: RequestRow, decision: DecisionRow): Promise<string | undefined>
}

export const commandOf = (effect: Pick<EffectRow, 'op'>): Command => {
  const op = ops.get(effect.op)
  if (op?.kind !== 'command' || !op.readBack)
    throw new Error(`${effect.op} cannot be an effect: it has no read-back`)
  return op
}

/** The input with the grant that is meant, for an effect that ends what a request began. */
export async function inputOf(sql: Sql, effect: EffectRow): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = JSON.parse(effect.input)
  if (effect.kind === 'begin' || input.expected !== undefined) return input
  const [begin] = await sql<EffectRow[]>`
    select * from effect where request_id = ${effect.request_id} and kind = 'begin' order by created_at desc limit 1`
  const expected = sentGrant(begin)
  return expected ? { ...input, expected } : input
}

export type Seen = {
  verdict: Verdict | 'unread'
  /** undefined: Atlas answered 404, or it could not be read. */
  answer?: unknown
  observed?: unknown
  /** Why it could not be read. */
  why?: string
}

export const messageOf = (error: unknown) =>
  error instanceof Error ? error.message : String(error)

/** What a read shows of an effect's call. Never throws. */
export async function look(
  reach: Reach,
  op: Command,
  effect: EffectRow,
  input: Record<string, unknown>,
  withinMs: number,
): Promise<Seen> {
  try {
    const answer = await reach.read(op.readBack!.read(input), effect, withinMs)
    const verdict = op.readBack!.verdict(
      answer,
      input,
      effect.body ? JSON.parse(effect.body) : undefined,
      effect.sent_at ?? undefined,
    )
    return { verdict, answer, observed: observedOf(answer) }
  } catch (error) {
    return { verdict: 'unread', why: messageOf(error) }
  }
}

/** What of a read-back answer is worth a line in the chain. */
const observedOf = (answer: unknown): unknown =>
  typeof answer === 'object' && answer !== null && 'mongoDBEmployeeAccessGrant' in answer
    ? (answer.mongoDBEmployeeAccessGrant ?? null)
    : null
