import { fact } from '@/lib/atlas/facts'
import { printJson } from '@/lib/format/json'
import { bodyOf } from '@/lib/ops/body'
import type { Command } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { approvedInput } from './decide-request'
import { digestOf } from './digest'
import {
  claim,
  closedBy,
  isNewerGranted,
  move,
  nextCheckSeconds,
  record,
  type Upstream,
} from './effects'
import { commandOf, inputOf, look, messageOf, type Reach, type Seen, type Sent } from './reach'
import type { ClosedHow, DecisionRow, EffectRow, RequestRow, Sql } from './rows'

/** How long a read may take before a call, and after it, in ms. */
const READ_WITHIN_MS = 5_000

/** Executes the next planned effect, of one kind if given; false when none is due. */
export async function executeNext(
  sql: Sql,
  reach: Reach,
  kind?: EffectRow['kind'],
): Promise<boolean> {
  const effect = await claim(sql, kind)
  if (!effect) return false
  await execute(sql, reach, effect)
  return true
}

/** Carries out an effect that was just claimed. */
export async function execute(sql: Sql, reach: Reach, effect: EffectRow): Promise<void> {
  const op = commandOf(effect)
  const refused = effect.kind === 'begin' ? await recheck(sql, reach, effect) : undefined
  if (refused === 'voided') return
  if (refused) {
    await move(sql, effect, 'claimed', 'refused', { note: refused.why, close: refused.how })
    return
  }
  const input = await inputOf(sql, effect)
  const seen = await look(reach, op, effect, input, READ_WITHIN_MS)
  const next =
    effect.kind === 'end'
      ? await beforeRevoke(sql, op, effect, seen)
      : await beforeGrant(sql, reach, op, effect, input, seen)
  if (next && 'wait' in next) await wait(sql, effect, next.wait)
  else if (next) await move(sql, effect, 'claimed', next.to, next)
  else await sendOnce(sql, reach, op, effect, input)
}

/** Nothing was sent: try again later, until the time to execute is over. */
const wait = (sql: Sql, effect: EffectRow, note: string) =>
  move(sql, effect, 'claimed', 'planned', {
    note,
    stuck: true,
    nextCheckSeconds: Math.min(effect.kind === 'end' ? 5 : 30, nextCheckSeconds(effect.checks)),
  })

type Next =
  | { wait: string }
  | {
      to: 'confirmed' | 'conflict' | 'refused'
      note: string
      observed?: unknown
      close?: ClosedHow
    }
  | undefined

/**
 * What the slot's state means for a revoke; undefined: send. A cluster that cannot be read does not stop it: only a
 * newer approved grant does, since a revoke clears whatever it finds.
 */
async function beforeRevoke(
  sql: Sql,
  op: Command,
  effect: EffectRow,
  { verdict, observed }: Seen,
): Promise<Next> {
  if (verdict === 'done')
    return {
      to: 'confirmed',
      note: 'There was no grant left to revoke.',
      observed,
      close: await closedBy(sql, op, effect),
    }
  const isOther = verdict === 'other' || (await isNewerGranted(sql, effect))
  return isOther
    ? {
        to: 'conflict',
        note: 'The cluster has a different grant now. It was not revoked.',
        observed,
        close: 'conflict',
      }
    : undefined
}

/** What the state before a call that begins something means for it; undefined: send. */
async function beforeGrant(
  sql: Sql,
  reach: Reach,
  op: Command,
  effect: EffectRow,
  input: Record<string, unknown>,
  { verdict, observed, answer, why }: Seen,
): Promise<Next> {
  if (verdict === 'unread') return { wait: `Atlas could not be read before the call: ${why}` }
  if (verdict === 'done')
    return {
      to: 'confirmed',
      note: 'Atlas already had this state. Nothing was sent.',
      observed,
      close: await closedBy(sql, op, effect),
    }
  // What is read first decides where there is such a read: what is to be made is not there yet.
  if (answer === undefined && !op.first)
    return { to: 'refused', note: 'The target no longer exists in Atlas.', close: 'refused' }
  const conflict = op.readBack!.before?.(answer, input)
  if (conflict) return { to: 'conflict', note: conflict, observed, close: 'conflict' }
  if (op.first) {
    try {
      const whyNot = await reach.whyNot(op, input, effect, READ_WITHIN_MS)
      if (whyNot !== undefined) return { to: 'conflict', note: whyNot, close: 'conflict' }
    } catch (error) {
      return { wait: `Atlas could not be read before the call: ${messageOf(error)}` }
    }
  }
  // Its end is an absolute time: with a wrong clock it would last longer than approved.
  const skew = op.lasts ? await reach.clocks(effect) : undefined
  return skew?.whyNot ? { wait: skew.whyNot } : undefined
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

/** Takes the cluster's turn, commits `sending` in it, calls, and settles what came of it. */
async function sendOnce(
  sql: Sql,
  reach: Reach,
  op: Command,
  held: EffectRow,
  input: Record<string, unknown>,
): Promise<void> {
  // Taken before the commit: a process that is paused after it must not send when others have gone on.
  const leaveBy = performance.now() + reach.leaveWithinMs
  let sending: EffectRow | undefined
  const sent = await reach.send(op, input, held, leaveBy, async () => {
    sending = await commitSending(sql, reach, op, held, input)
    if (!sending) throw OpError.of('conflict', 'Another replica has taken this over.')
    return sending.body ?? undefined
  })
  if (sending) await afterSending(sql, reach, op, sending, input, sent)
  // Nothing has left.
  else if (sent.isConflict)
    await move(sql, held, 'claimed', 'conflict', { note: sent.message ?? '', close: 'conflict' })
  else await wait(sql, held, sent.message ?? 'The call could not be sent yet.')
}

/** Commits `sending` with the bytes before a socket is opened; undefined when the effect was taken over. */
async function commitSending(
  sql: Sql,
  reach: Reach,
  op: Command,
  held: EffectRow,
  input: Record<string, unknown>,
): Promise<EffectRow | undefined> {
  const aheadMs = held.body || !op.lasts ? 0 : ((await reach.clocks(held)).databaseAheadMs ?? 0)
  return sql.begin(async (tx) => {
    const [clock] = await tx<{ now: Date }[]>`select clock_timestamp() as now`
    // By the slower of the two clocks: never longer than approved.
    const at = new Date(clock!.now.getTime() - Math.max(0, aheadMs))
    const value = op.atlas && bodyOf(op, input, at, fact(op.atlas.op))
    const body = held.body ?? (value === undefined ? null : printJson(value))
    const end = op.lasts && body ? new Date(JSON.parse(body).expirationTime) : null
    const [effect] = await tx<EffectRow[]>`
      update effect set state = 'sending', attempt = attempt + 1, body = ${body}, checks = 0,
        expiration_time = ${end}, sent_at = clock_timestamp(), accepted_at = null,
        stuck_since = case when kind = 'end' then stuck_since end,
        give_up_at = clock_timestamp() + make_interval(secs => ${reach.timeoutMs / 1000 + 1}),
        lease_until = clock_timestamp() + make_interval(secs => ${reach.timeoutMs / 1000 + 2})
      where id = ${held.id} and token = ${held.token} and state = 'claimed' and lease_until > clock_timestamp()
      returning *`
    if (effect) await record(tx, effect, 'effect.sending')
    return effect
  })
}

/** What Atlas accepted may show late: a read that lags is not taken for a lost call before this, in seconds. */
const SHOWS_WITHIN = { grant: 120, revoke: 10, other: 30 * 60 }

async function afterSending(
  sql: Sql,
  reach: Reach,
  op: Command,
  effect: EffectRow,
  input: Record<string, unknown>,
  sent: Sent,
) {
  const upstream: Upstream = sent
  const isEnd = effect.kind === 'end'
  // Only Atlas's own no to what was asked is a refusal. Not reached, a credential that is not taken, slow down:
  // settled by reading, then sent again.
  const { status } = sent
  const definite = sent.outcome === 'failed' && status !== undefined && ![401, 429].includes(status)
  if (definite && !isEnd) {
    await move(sql, effect, 'sending', 'refused', {
      upstream,
      note: sent.message ?? 'Atlas refused the call.',
      close: 'refused',
    })
    return
  }
  if (sent.outcome !== 'done') {
    await move(sql, effect, 'sending', 'unknown', {
      upstream,
      note: sent.message ?? 'Atlas gave no clear answer.',
      nextCheckSeconds: Math.max(sent.retryAfterSeconds ?? 0, isEnd ? 1 : nextCheckSeconds(0)),
      stuck: isEnd && effect.attempt > 1,
      // A revoke that arrives twice does no harm, and Atlas certainly has not acted on what failed.
      ...(isEnd || sent.outcome === 'failed' ? { repeatAfterSeconds: 0 } : {}),
      uncounted: !isEnd && sent.outcome === 'failed',
    })
    return
  }
  if (op.readBack?.acceptedIsDone) {
    await move(sql, effect, 'sending', 'confirmed', {
      upstream,
      accepted: true,
      note: 'Atlas accepted the call. No read shows its effect.',
      close: await closedBy(sql, op, effect),
    })
    return
  }
  const seen = await look(reach, op, effect, input, READ_WITHIN_MS)
  if (seen.verdict === 'done')
    await move(sql, effect, 'sending', 'confirmed', {
      upstream,
      accepted: true,
      observed: seen.observed,
      close: await closedBy(sql, op, effect),
    })
  else
    await move(sql, effect, 'sending', 'unknown', {
      upstream,
      accepted: true,
      note: 'Atlas accepted the call, but does not show the change yet.',
      nextCheckSeconds: nextCheckSeconds(0),
      repeatAfterSeconds: SHOWS_WITHIN[isEnd ? 'revoke' : op.lasts ? 'grant' : 'other'],
    })
}
