import { gatehouse } from '@/lib/approvals/gatehouse'
import { fact } from '@/lib/atlas/facts'
import { findOp } from '@/lib/atlas/find-op'
import { append } from '@/lib/audit/append'
import { isWritten } from '@/lib/audit/entry'
import type { StoredEntry } from '@/lib/audit/read'
import { mapped } from '@/lib/format/values'
import { bodyOf } from '@/lib/ops/body'
import { scopeOf, type Verdict } from '@/lib/ops/define'
import { configuration } from './configuration'
import { sql } from './database'
import { placeOf } from './decide'
import { LONGEST_TURN_MS, readBack } from './perform'

/** How long Atlas's reads can lag behind a change. */
const LAG_MS = 30_000
/** An outcome that can't be read by then is recorded as unknown. */
export const GIVE_UP_MS = 60 * 60_000

/** The types of audit rows with a command's outcome. */
export const outcomes = [
  'command.done',
  'command.failed',
  'command.unknown',
  'command.accepted',
] as const
type Outcome = 'done' | 'failed' | 'unknown'

/** What Gatehouse recorded right after the call, if it did not see whether it happened. */
export type Open = 'unknown' | 'accepted'

/**
 * Reads the outcome of a command that was interrupted, or whose recorded outcome is `open`, and records it. Undefined: it
 * is not known yet. `now` is in ms since 1970.
 */
export async function settleIntent(
  intent: StoredEntry,
  now = Date.now(),
  open?: Open,
): Promise<Outcome | undefined> {
  const { body } = intent
  const at = new Date(body.time)
  const age = now - at.getTime()
  const seen = await verdictOf(intent, at)
  const found = ((): { outcome: Outcome; note: string } | undefined => {
    const cut = open ? firstSaw[open] : 'Gatehouse stopped before it recorded the outcome.'
    if (seen === 'done') return { outcome: 'done', note: `${cut} Atlas shows the change.` }
    if (seen === 'absent' && age > settledAfter(findOp(body.op ?? '')))
      // An accepted command may have taken effect and been undone since.
      return {
        outcome: open === 'accepted' ? 'unknown' : 'failed',
        note: `${cut} Atlas does not show the change.`,
      }
    if (seen === 'other')
      return { outcome: 'unknown', note: `${cut} Atlas shows something else now.` }
    if (seen === 'untold' || age > GIVE_UP_MS)
      return { outcome: 'unknown', note: `${cut} Gatehouse could not read the outcome in Atlas.` }
    return undefined
  })()
  if (!found) return undefined
  return open && found.outcome === open ? open : record(intent, found)
}

const firstSaw = {
  unknown: 'Atlas did not confirm the call.',
  accepted: 'Atlas accepted the call.',
} satisfies Record<Open, string>

/** By then the call has ended or will never be sent, and reads show its effect. */
const settledAfter = (op: ReturnType<typeof findOp>) =>
  LONGEST_TURN_MS +
  Math.max(...configuration().connections.map((c) => c.timeoutMs)) +
  ((op?.kind === 'command' && op.readBack?.showsWithinMs) || LAG_MS)

/** What Atlas shows now. `untold`: it can never be read; undefined: it can't be read now. */
async function verdictOf({ body }: StoredEntry, at: Date): Promise<Verdict | 'untold' | undefined> {
  const op = findOp(body.op ?? '')
  const input = inputIn(op, body.after)
  if (op?.kind !== 'command' || !op.readBack || !input || !op.atlas) return 'untold'
  try {
    const place = await placeOf(scopeOf(op, input))
    if (!place) return 'untold'
    const answer = await readBack(op.readBack.read(input), place, body.trace ?? '')
    return op.readBack.verdict(answer, input, bodyOf(op, input, at, fact(op.atlas.op)), at)
  } catch {
    return undefined
  }
}

/** The audit log stores values as text, even objects. */
const restored = (input: unknown): unknown =>
  mapped(input, (value, field) => {
    if (typeof value !== 'string' || !isWritten(field) || !/^[[{]/.test(value)) return value
    try {
      return JSON.parse(value)
    } catch {
      return value
    }
  })

function inputIn(op: ReturnType<typeof findOp>, after: unknown) {
  const input = typeof after === 'object' && after !== null && 'input' in after ? after.input : null
  return op?.input.safeParse(input).data ?? op?.input.safeParse(restored(input)).data
}

/** Writes the outcome once, even if several replicas found it. */
async function record(
  { body }: StoredEntry,
  { outcome, note }: { outcome: Outcome; note: string },
): Promise<Outcome> {
  const trace = body.trace ?? ''
  return sql().begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`cut:${trace}`}, 0))`
    const [told] = await tx<{ outcome: Outcome; is_open: boolean }[]>`
      select body::jsonb ->> 'outcome' as outcome, ${isOpen('audit')} as is_open from audit
      where body::jsonb ->> 'trace' = ${trace} and body::jsonb ->> 'type' in ${tx(outcomes)}
        and body::jsonb ->> 'op' = ${body.op ?? ''}
      order by seq desc limit 1`
    if (told && !told.is_open) return told.outcome
    // From now on, the command's idempotency key returns this outcome.
    await tx`update command_key set answer = null, expires_at = null, lease_until = clock_timestamp()
      where trace = ${trace} and began and answer is not null`
    await append(tx, {
      type: `command.${outcome}`,
      actor: gatehouse,
      ...(body.op ? { op: body.op } : {}),
      ...(body.target ? { target: body.target, targetInput: body.after } : {}),
      ...(body.scope ? { scope: body.scope as never } : {}),
      after: { note, intent: body.seq },
      outcome,
      trace,
    })
    return outcome
  })
}

/** An outcome that Gatehouse recorded right after the call without seeing whether it happened. */
export const isOpen = (row: 'o' | 'audit') => sql()`(
  ${sql()(row)}.body::jsonb ->> 'type' in ('command.unknown', 'command.accepted')
  and ${sql()(row)}.body::jsonb #>> '{actor,kind}' in ('human', 'machine'))`
