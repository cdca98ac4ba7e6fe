import { z } from 'zod'
import { findOp } from '@/lib/atlas/find-op'
import { perProcess } from '@/lib/atlas/per-process'
import { entries } from '@/lib/audit/read'
import type { Scope } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { sql } from './database'
import type { Kept } from './op-answer'
import { GIVE_UP_MS, isOpen, type Open, outcomes, settleIntent } from './settle-intent'

const isOutcome = (type: string) => outcomes.some((one) => one === type)
const runStarted = z.looseObject({ run: z.string() })

/**
 * The answer for the key of an interrupted attempt. Undefined: nothing was changed, so the same key can run again.
 * @throws OpError 'slow-down' while the outcome is not known yet
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
    rows.findLast(({ body }) => isOutcome(body.type))?.body.outcome ?? (await settleIntent(intent))
  if (outcome === 'done' || outcome === 'accepted')
    return { answer: { data: null, asOf: new Date().toISOString() } }
  if (outcome === 'failed') return undefined
  if (outcome === undefined)
    throw OpError.of(
      'slow-down',
      'The first attempt was interrupted, and Gatehouse is checking in Atlas whether it took effect. Send it again with the same key in a minute.',
      { retryAfterSeconds: 30 },
    )
  return {
    failure: {
      kind: 'unknown-outcome',
      message:
        'The first attempt was interrupted, and Atlas does not show whether it took effect. Check in Atlas before you send it with a new key.',
    },
  }
}

export type CutCommand = { seq: number; trace: string; scope: Scope; says: string }

/** When to check a command again, in ms since 1970, and how often it was checked. */
type Next = { at: number; looks: number }
type Known = { from: number; cut: CutCommand[]; next: Map<number, Next> }
const lastLook = perProcess('gatehouseCut', () => ({
  known: { from: 0, cut: [], next: new Map() } as Known,
}))

/** Commands whose outcome is not settled yet, as `settleCutCommands` of this process last saw them. */
export const cutCommands = (): readonly CutCommand[] => lastLook().known.cut

/** Pause between checks of one command, in ms. */
const pauseAfter = (looks: number) => Math.min(5_000 * 2 ** looks, 120_000)

type OpenRow = { seq: number; is_live: boolean; open: `command.${Open}` | null; age: number }

/**
 * Settles by reading: commands that a stopped console left without an outcome, and those with an unknown outcome. With
 * `mayRecord` false, only finds them.
 */
export async function settleCutCommands(mayRecord: boolean): Promise<void> {
  const { from, next } = lastLook().known
  const rows = await sql()<OpenRow[]>`
    select * from (
      select i.seq, told.type as open, (told.type is null or told.is_open) as is_unsettled,
        extract(epoch from clock_timestamp() - (i.body::jsonb ->> 'time')::timestamptz)::float8 * 1000 as age,
        exists (select from command_key k where k.trace = i.body::jsonb ->> 'trace'
          and k.answer is null and k.lease_until > clock_timestamp()) as is_live
      from audit i left join lateral (
        select o.body::jsonb ->> 'type' as type, ${isOpen('o')} as is_open from audit o
        where o.seq > i.seq and o.body::jsonb ->> 'trace' = i.body::jsonb ->> 'trace'
          and o.body::jsonb ->> 'type' in ${sql()(outcomes)} and o.body::jsonb ->> 'op' = i.body::jsonb ->> 'op'
        order by o.seq desc limit 1) told on true
      where i.seq > ${from} and i.body::jsonb ->> 'type' = 'command.intent'
        and i.body::jsonb #>> '{actor,kind}' in ('human', 'machine')) i
    where is_unsettled and (open is null or age < ${GIVE_UP_MS})
    order by seq`
  const [last] = await sql()<{ seq: number }[]>`select seq from audit_head`
  const cut: CutCommand[] = []
  const looked = new Map<number, Next>()
  for (const { seq, open } of rows.filter((row) => !row.is_live)) {
    const before = next.get(seq) ?? { at: 0, looks: 0 }
    const [intent] = await entries(sql(), { after: seq - 1, limit: 1 })
    const isDue = mayRecord && Date.now() >= before.at
    const told = open === 'command.unknown' ? 'unknown' : open ? 'accepted' : undefined
    if (!intent || (isDue && (await settleIntent(intent, Date.now(), told)) !== undefined)) {
      // Settled, or its outcome can never be known.
      looked.set(seq, { at: Number.POSITIVE_INFINITY, looks: before.looks })
      continue
    }
    const { at, looks } = before
    looked.set(
      seq,
      isDue ? { at: Date.now() + pauseAfter(looks), looks: looks + 1 } : { at, looks },
    )
    // An accepted command usually takes a moment, so it needs no notice.
    if (at === Number.POSITIVE_INFINITY || told === 'accepted') continue
    const { trace = '', scope, op = '', target = '', actor } = intent.body
    cut.push({
      seq,
      trace,
      scope: (scope ?? { kind: 'console' }) as Scope,
      says: `${findOp(op)?.title ?? op} (${target}), sent by ${actor.display ?? 'someone'}`,
    })
  }
  // Rows before the first open one are settled and need no further check.
  const first = rows[0]?.seq
  lastLook().known = {
    from: first === undefined ? Number(last?.seq ?? 0) : first - 1,
    cut,
    next: looked,
  }
}
