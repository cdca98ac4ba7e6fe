import { z } from 'zod'
import { gatehouse } from '@/lib/approvals/effects'
import { fact } from '@/lib/atlas/facts'
import { append } from '@/lib/audit/append'
import { isWritten } from '@/lib/audit/entry'
import { entries, type StoredEntry } from '@/lib/audit/read'
import { bodyOf } from '@/lib/ops/body'
import { type Scope, scopeOf, type Verdict } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { ops } from '@/lib/ops/registry'
import { configuration } from './configuration'
import { sql } from './database'
import { placeOf } from './decide'
import type { Kept } from './once'
import { LONGEST_TURN_MS, readBack } from './perform'

/** How long a read of Atlas's may lag behind a change. */
const LAG_MS = 30_000
/** After this an outcome that cannot be read is recorded as unknown. */
const GIVE_UP_MS = 60 * 60_000

const outcomes = ['command.done', 'command.failed', 'command.unknown', 'command.accepted']
type Outcome = 'done' | 'failed' | 'unknown'
const runStarted = z.looseObject({ run: z.string() })

/**
 * What the key of an attempt that was cut off holds; undefined: nothing was changed, so the same key may run again.
 * @throws OpError 'slow-down' while the outcome cannot be told yet
 */
export async function settleCut(attempt: { op: string; trace: string }): Promise<Kept | undefined> {
  const rows = await entries(sql(), { limit: 20, trace: attempt.trace })
  const filed = rows.find(({ body }) => body.type === 'request.created')?.body
  if (filed?.request) {
    const [request] = await sql()<{ state: string }[]>`
      select state from request where id = ${filed.request.id}`
    const data = { requestId: filed.request.id, state: request?.state ?? 'pending' }
    return { answer: { data, asOf: new Date().toISOString() } }
  }
  const started = rows.find(({ body }) => body.type === 'guided.started')?.body
  if (started) {
    const { run } = runStarted.parse(started.after)
    return { answer: { data: { runId: run }, asOf: new Date().toISOString() } }
  }
  const intent = rows.find(({ body }) => body.type === 'command.intent')
  if (!intent) return undefined
  const outcome =
    rows.find(({ body }) => outcomes.includes(body.type))?.body.outcome ??
    (await settleIntent(intent))
  if (outcome === 'done' || outcome === 'accepted')
    return { answer: { data: null, asOf: new Date().toISOString() } }
  if (outcome === 'failed') return undefined
  if (outcome === undefined)
    throw OpError.of(
      'slow-down',
      'The first attempt was cut off, and Gatehouse is checking in Atlas whether it happened. Send it again with the same key in a minute.',
      { retryAfterSeconds: 30 },
    )
  return {
    failure: {
      kind: 'unknown-outcome',
      message:
        'The first attempt was cut off, and Atlas does not show whether it happened. Check in Atlas before you send it with a new key.',
    },
  }
}

/** Reads whether a cut command happened and records it; undefined: it cannot be told yet. `now` in ms since 1970. */
export async function settleIntent(
  intent: StoredEntry,
  now = Date.now(),
): Promise<Outcome | undefined> {
  const { body } = intent
  const at = new Date(body.time)
  const age = now - at.getTime()
  const seen = await verdictOf(intent, at)
  const found = ((): { outcome: Outcome; note: string } | undefined => {
    const cut = 'Gatehouse stopped before it recorded the outcome.'
    if (seen === 'done') return { outcome: 'done', note: `${cut} Atlas shows the change.` }
    if (seen === 'absent' && age > settledAfter(ops.get(body.op ?? '')))
      return { outcome: 'failed', note: `${cut} Atlas does not show the change.` }
    if (seen === 'other')
      return { outcome: 'unknown', note: `${cut} Atlas shows something else now.` }
    if (seen === 'untold' || age > GIVE_UP_MS)
      return { outcome: 'unknown', note: `${cut} Whether it happened could not be read in Atlas.` }
    return undefined
  })()
  return found && record(intent, found)
}

/** By then the call has left and ended, or never leaves, and reads show what it did. */
const settledAfter = (op: ReturnType<typeof ops.get>) =>
  LONGEST_TURN_MS +
  Math.max(...configuration().connections.map((c) => c.timeoutMs)) +
  ((op?.kind === 'command' && op.readBack?.showsWithinMs) || LAG_MS)

/** What Atlas says of it now; `untold`: it can never be read, undefined: not at this moment. */
async function verdictOf({ body }: StoredEntry, at: Date): Promise<Verdict | 'untold' | undefined> {
  const op = ops.get(body.op ?? '')
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

/** The chain keeps what is written as text, also where it was an object. */
function restored(value: unknown, key = ''): unknown {
  if (typeof value === 'string' && isWritten(key) && /^[[{]/.test(value)) {
    try {
      return JSON.parse(value)
    } catch {
      return value
    }
  }
  if (Array.isArray(value)) return value.map((one) => restored(one, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, restored(one, name)]))
}

function inputIn(op: ReturnType<typeof ops.get>, after: unknown) {
  const input = typeof after === 'object' && after !== null && 'input' in after ? after.input : null
  return op?.input.safeParse(input).data ?? op?.input.safeParse(restored(input)).data
}

/** Writes the outcome once, however many replicas found it. */
async function record(
  { body }: StoredEntry,
  { outcome, note }: { outcome: Outcome; note: string },
): Promise<Outcome> {
  const trace = body.trace ?? ''
  return sql().begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`cut:${trace}`}, 0))`
    const [told] = await tx<{ outcome: Outcome }[]>`
      select body::jsonb ->> 'outcome' as outcome from audit
      where body::jsonb ->> 'trace' = ${trace} and body::jsonb ->> 'type' in ${tx(outcomes)}
        and body::jsonb ->> 'op' = ${body.op ?? ''}`
    if (told) return told.outcome
    await append(tx, {
      type: `command.${outcome}`,
      actor: gatehouse,
      ...(body.op ? { op: body.op } : {}),
      ...(body.target ? { target: body.target } : {}),
      ...(body.scope ? { scope: body.scope as never } : {}),
      after: { note, intent: body.seq },
      outcome,
      trace,
    })
    return outcome
  })
}

export type CutCommand = { seq: number; trace: string; scope: Scope; says: string }

type Known = { from: number; cut: CutCommand[] }
const store = globalThis as typeof globalThis & { gatehouseCut?: Known }

/** Commands that were cut off and are not settled yet, as `settleCutCommands` of this process last saw them. */
export const cutCommands = (): readonly CutCommand[] => store.gatehouseCut?.cut ?? []

/** Settles the commands that a killed console left behind; `mayRecord` only looks for them otherwise. */
export async function settleCutCommands(mayRecord: boolean): Promise<void> {
  const { from } = store.gatehouseCut ?? { from: 0 }
  const rows = await sql()<{ seq: number; is_live: boolean }[]>`
    select i.seq, exists (select from command_key k where k.trace = i.body::jsonb ->> 'trace'
        and k.answer is null and k.lease_until > clock_timestamp()) as is_live
    from audit i
    where i.seq > ${from} and i.body::jsonb ->> 'type' = 'command.intent'
      and i.body::jsonb #>> '{actor,kind}' = 'human'
      and not exists (select from audit o where o.seq > i.seq and o.body::jsonb ->> 'trace' = i.body::jsonb ->> 'trace'
        and o.body::jsonb ->> 'type' in ${sql()(outcomes)} and o.body::jsonb ->> 'op' = i.body::jsonb ->> 'op')
    order by i.seq`
  const [last] = await sql()<{ seq: number }[]>`select seq from audit_head`
  const cut: CutCommand[] = []
  for (const { seq } of rows.filter((row) => !row.is_live)) {
    const [intent] = await entries(sql(), { after: seq - 1, limit: 1 })
    if (!intent || (mayRecord && (await settleIntent(intent)) !== undefined)) continue
    const { trace = '', scope, op = '', target = '', actor } = intent.body
    cut.push({
      seq,
      trace,
      scope: (scope ?? { kind: 'console' }) as Scope,
      says: `${ops.get(op)?.title ?? op} (${target}), sent by ${actor.display ?? 'somebody'}`,
    })
  }
  // Before the first that is open nothing has to be looked at again.
  const open = rows[0]?.seq
  store.gatehouseCut = { from: open === undefined ? Number(last?.seq ?? 0) : open - 1, cut }
}
