import { fact } from '@/lib/atlas/facts'
import { printJson } from '@/lib/format/json'
import { bodyOf } from '@/lib/ops/body'
import type { Command } from '@/lib/ops/define'
import { approvedInput } from './decide-request'
import { digestOf } from './digest'
import { claim, move, nextCheckSeconds, record, type Upstream } from './effects'
import { commandOf, inputOf, look, type Reach } from './reach'
import type { DecisionRow, EffectRow, RequestRow, Sql } from './rows'

/** Executes the next planned effect; false when none waits. */
export async function executeNext(sql: Sql, reach: Reach): Promise<boolean> {
  const effect = await claim(sql)
  if (!effect) return false
  await execute(sql, reach, effect)
  return true
}

async function execute(sql: Sql, reach: Reach, effect: EffectRow): Promise<void> {
  const op = commandOf(effect)
  const refused = effect.kind === 'begin' ? await recheck(sql, reach, effect) : undefined
  if (refused === 'voided') return
  if (refused) {
    await move(sql, effect, 'claimed', 'refused', { note: refused.why, close: refused.how })
    return
  }
  const input = await inputOf(sql, effect)
  let answer: unknown
  try {
    answer = await reach.read(op.readBack!.read(input))
  } catch (error) {
    await wait(sql, effect, error)
    return
  }
  let stop: Stop | undefined
  try {
    stop = beforeSending(op, effect, input, answer) ?? (await firstRead(reach, op, effect, input))
  } catch (error) {
    await wait(sql, effect, error)
    return
  }
  if (stop) {
    await move(sql, effect, 'claimed', stop.to, { ...stop, ...settledBy(op, effect, stop.to) })
    return
  }
  // Taken before the commit: a process that is paused after it must not send when others have gone on.
  const leaveBy = performance.now() + reach.leaveWithinMs
  const sending = await commitSending(sql, reach, op, effect, input)
  if (!sending) return
  const sent = await reach.send(op, input, sending.body ?? undefined, effect.id, leaveBy)
  await afterSending(sql, reach, op, sending, input, sent)
}

/** Nothing was sent: wait and try again, until the time to execute is over. */
const wait = (sql: Sql, effect: EffectRow, error: unknown) =>
  move(sql, effect, 'claimed', 'planned', {
    note: `What it is about could not be read first: ${error instanceof Error ? error.message : error}`,
    nextCheckSeconds: Math.min(30, nextCheckSeconds(effect.checks)),
    checked: true,
  })

type Stop = {
  to: 'confirmed' | 'conflict' | 'refused'
  note: string
  observed?: unknown
  close?: 'refused' | 'conflict'
}

/** What the command asks to be read first; a read-back of what is to end needs none. */
async function firstRead(
  reach: Reach,
  op: Command,
  effect: EffectRow,
  input: Record<string, unknown>,
): Promise<Stop | undefined> {
  const why = effect.kind === 'begin' && op.first ? await reach.whyNot(op, input) : undefined
  return why === undefined ? undefined : { to: 'conflict', note: why, close: 'conflict' }
}

/** What the slot's state before the call means; undefined: send. */
function beforeSending(
  op: Command,
  effect: EffectRow,
  input: Record<string, unknown>,
  answer: unknown,
): Stop | undefined {
  const verdict = op.readBack!.verdict(
    answer,
    input,
    effect.body ? JSON.parse(effect.body) : undefined,
    effect.sent_at ?? undefined,
  )
  if (verdict === 'done')
    return {
      to: 'confirmed',
      note: effect.kind === 'end' ? 'Nothing was left to revoke.' : 'It was so already.',
    }
  // What is read first decides where there is such a read: what is to be made is not there yet.
  if (answer === undefined && effect.kind === 'begin' && !op.first)
    return {
      to: 'refused',
      note: 'Atlas does not know what it is about any more.',
      close: 'refused',
    }
  if (effect.kind === 'end')
    return verdict === 'other'
      ? {
          to: 'conflict',
          note: 'Another grant stands in the slot: it was left alone.',
          close: 'conflict',
        }
      : undefined
  const why = op.readBack!.before?.(answer, input)
  return why ? { to: 'conflict', note: why, close: 'conflict' } : undefined
}

/** What a settled effect means for its request: a call without an end is done, a revoke closes what it ended. */
export function settledBy(op: Command, effect: EffectRow, to: string) {
  if (to !== 'confirmed') return {}
  if (effect.kind === 'end') return { close: 'revoked' as const }
  return op.lasts ? {} : { close: 'done' as const }
}

/** State, digest, input, time and the approver's right, looked at again; undefined: go on. */
async function recheck(sql: Sql, reach: Reach, effect: EffectRow) {
  const [r] = await sql<RequestRow[]>`select * from request where id = ${effect.request_id}`
  if (r?.state !== 'approved') return { why: `The request is ${r?.state ?? 'gone'}.` }
  const [decision] = await sql<DecisionRow[]>`
    select * from decision where request_id = ${r.id} and revision = ${r.revision} and verdict = 'approve'`
  const digest = digestOf(r)
  if (!decision || digest !== r.digest || digest !== decision.digest)
    return { why: 'The request differs from what was approved.', how: 'refused' as const }
  if (effect.input !== approvedInput(r, decision.minutes))
    return { why: 'The call differs from what was approved.', how: 'refused' as const }
  const [late] =
    await sql`select 1 from effect where id = ${effect.id} and execute_by < clock_timestamp()`
  if (late) return { why: 'The time to execute the approval is over.', how: 'missed' as const }
  const lost = await reach.lostRight(r, decision)
  if (!lost) return undefined
  await voidApproval(sql, effect, r, lost)
  return 'voided' as const
}

async function voidApproval(sql: Sql, effect: EffectRow, r: RequestRow, why: string) {
  await sql.begin(async (tx) => {
    const [held] = await tx<EffectRow[]>`
      update effect set state = 'refused', note = ${why} where id = ${effect.id} and token = ${effect.token} and state = 'claimed' returning *`
    if (!held) return
    // A new revision: the decision stays on record and no longer counts.
    const revision = r.revision + 1
    await tx`update request set state = 'pending', execute_by = null, revision = ${revision},
      digest = ${digestOf({ ...r, revision })} where id = ${r.id} and state = 'approved'`
    await record(tx, held, 'approvals.voided', { note: why })
  })
}

/** Commits `sending` with the bytes before a socket is opened; undefined when the effect was taken over. */
async function commitSending(
  sql: Sql,
  reach: Reach,
  op: Command,
  held: EffectRow,
  input: Record<string, unknown>,
): Promise<EffectRow | undefined> {
  return sql.begin(async (tx) => {
    const [clock] = await tx<{ now: Date }[]>`select clock_timestamp() as now`
    const value = op.atlas && bodyOf(op, input, clock!.now, fact(op.atlas.op))
    const body = held.body ?? (value === undefined ? null : printJson(value))
    const end = op.lasts && body ? new Date(JSON.parse(body).expirationTime) : null
    const [effect] = await tx<EffectRow[]>`
      update effect set state = 'sending', attempt = attempt + 1, body = ${body}, checks = 0,
        expiration_time = ${end}, sent_at = clock_timestamp(),
        give_up_at = clock_timestamp() + make_interval(secs => ${reach.timeoutMs / 1000 + 1}),
        lease_until = clock_timestamp() + make_interval(secs => ${reach.timeoutMs / 1000 + 2})
      where id = ${held.id} and token = ${held.token} and state = 'claimed' and lease_until > clock_timestamp()
      returning *`
    if (effect) await record(tx, effect, 'effect.sending')
    return effect
  })
}

async function afterSending(
  sql: Sql,
  reach: Reach,
  op: Command,
  effect: EffectRow,
  input: Record<string, unknown>,
  sent: Awaited<ReturnType<Reach['send']>>,
) {
  const upstream: Upstream = sent
  // Only Atlas's own no to what was asked is a refusal. Not reached, a credential that is not taken, slow down:
  // settled by reading, then sent again.
  const { status } = sent
  const definite = sent.outcome === 'failed' && status !== undefined && ![401, 429].includes(status)
  if (definite && effect.kind === 'begin') {
    await move(sql, effect, 'sending', 'refused', {
      upstream,
      note: sent.message ?? 'Atlas refused.',
      close: 'refused',
    })
    return
  }
  if (sent.outcome === 'done' && op.readBack?.acceptedIsDone) {
    await move(sql, effect, 'sending', 'confirmed', {
      upstream,
      note: 'Atlas accepted it; no read shows its effect.',
      ...settledBy(op, effect, 'confirmed'),
    })
    return
  }
  if (sent.outcome === 'done') {
    const seen = await look(reach, op, effect, input)
    if (seen.verdict === 'done') {
      await move(sql, effect, 'sending', 'confirmed', {
        upstream,
        observed: seen.observed,
        ...settledBy(op, effect, 'confirmed'),
      })
      return
    }
    if (effect.kind === 'begin' && !op.lasts) await beLenient(sql, effect)
  }
  await move(sql, effect, 'sending', 'unknown', {
    upstream,
    note: sent.message ?? 'Atlas accepted the call, and the cluster does not show it yet.',
    nextCheckSeconds: Math.max(nextCheckSeconds(0), sent.retryAfterSeconds ?? 0),
  })
}

/** Atlas took it and is at it: what takes minutes is not asked for again as if the call had been lost. */
const beLenient = (sql: Sql, effect: EffectRow) => sql`
  update effect set give_up_at = clock_timestamp() + interval '30 minutes'
  where id = ${effect.id} and token = ${effect.token} and state = 'sending'`
