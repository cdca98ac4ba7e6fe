import type { Call, Command, Verdict } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import type { Upstream } from './effects'
import { sentGrant } from './end-grant'
import type { DecisionRow, EffectRow, RequestRow, Sql } from './rows'

/** How an effect reaches Atlas; lib/server binds it to the pipeline. */
export type Reach = {
  /** Reads past every cache; undefined when Atlas says 404. Throws when the answer is not known. */
  read(call: Call): Promise<unknown>
  /** Sends these exact bytes once, never again by itself, and only before `leaveBy` (performance.now()). */
  send(
    op: Command,
    input: Record<string, unknown>,
    body: string | undefined,
    effectId: string,
    leaveBy: number,
  ): Promise<
    Upstream & {
      outcome: 'done' | 'failed' | 'unknown'
      message?: string
      retryAfterSeconds?: number
    }
  >
  /** A sentence when what the command reads first stops it. Throws when the answer is not known. */
  whyNot(op: Command, input: Record<string, unknown>): Promise<string | undefined>
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

/** What a read shows of an effect's call. */
export async function look(
  reach: Reach,
  op: Command,
  effect: EffectRow,
  input: Record<string, unknown>,
): Promise<{ verdict: Verdict | 'unread'; observed?: unknown; why?: string }> {
  try {
    const answer = await reach.read(op.readBack!.read(input))
    const verdict = op.readBack!.verdict(
      answer,
      input,
      effect.body ? JSON.parse(effect.body) : undefined,
      effect.sent_at ?? undefined,
    )
    return { verdict, observed: observedOf(answer) }
  } catch (error) {
    return { verdict: 'unread', why: error instanceof Error ? error.message : String(error) }
  }
}

/** What of a read-back answer is worth a line in the chain. */
const observedOf = (answer: unknown): unknown =>
  typeof answer === 'object' && answer !== null && 'mongoDBEmployeeAccessGrant' in answer
    ? (answer.mongoDBEmployeeAccessGrant ?? null)
    : null
