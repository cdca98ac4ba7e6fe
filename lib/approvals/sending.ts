import { setTimeout as sleep } from 'node:timers/promises'
import { fact } from '@/lib/atlas/facts'
import { printJson } from '@/lib/format/json'
import { bodyOf } from '@/lib/ops/body'
import type { Command } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { accessOf } from '@/lib/ops/registry'
import { closedBy, move, nextCheckSeconds, record, type Upstream, wait } from './effects'
import { look, READ_WITHIN_MS, type Reach, type Seen, type Sent } from './reach'
import type { EffectRow, Sql } from './rows'
import { takenOver } from './take-over'

/** How long after a call is written the first read follows it, in ms. The call must reach Atlas first. */
const FOLLOW_MS = 35

/**
 * Takes the cluster's turn, commits `sending`, calls Atlas, and records what came of it. `before` is what the read right
 * before showed.
 */
export async function sendOnce(
  sql: Sql,
  reach: Reach,
  op: Command,
  held: EffectRow,
  input: Record<string, unknown>,
  before: Seen['verdict'],
): Promise<void> {
  // Set before the commit, so that a process that is paused after it does not send late.
  const leaveBy = performance.now() + reach.leaveWithinMs
  // Only where a read shows exactly what was sent, and did not show it before, can a read confirm a call under way.
  const follows = accessOf(op.id) && (before === 'absent' || before === 'other')
  let sending: EffectRow | undefined
  const connected = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  let early: Promise<Seen> | undefined
  const commit = async () => {
    sending = await commitSending(sql, reach, op, held, input)
    if (!sending) throw OpError.of('conflict', 'Another Gatehouse server took this over.')
    const effect = sending
    if (follows)
      early = Promise.race([connected.promise.then(() => sleep(FOLLOW_MS)), answered.promise]).then(
        () => look({ read: reach.readDuring }, op, effect, input, READ_WITHIN_MS),
      )
    return sending.body ?? undefined
  }
  const sent = await reach.send(op, input, held, leaveBy, commit, connected.resolve)
  answered.resolve()
  if (sending) await afterSending(sql, reach, op, sending, input, sent, early)
  // Nothing was sent.
  else if (sent.isConflict)
    await move(sql, held, 'claimed', 'conflict', { note: sent.message ?? '', close: 'conflict' })
  else await wait(sql, held, sent.message ?? 'The call couldn’t be sent yet.')
}

/** Commits `sending` with the exact bytes before a socket is opened; undefined if the effect was taken over. */
async function commitSending(
  sql: Sql,
  reach: Reach,
  op: Command,
  held: EffectRow,
  input: Record<string, unknown>,
): Promise<EffectRow | undefined> {
  const aheadMs =
    held.body || !op.durationField ? 0 : ((await reach.clocks(held)).databaseAheadMs ?? 0)
  return sql.begin(async (tx) => {
    const [clock] = await tx<{ now: Date }[]>`select clock_timestamp() as now`
    // By the slower of the two clocks, so that it never lasts longer than approved.
    const at = new Date(clock!.now.getTime() - Math.max(0, aheadMs))
    const value = op.atlas && bodyOf(op, input, at, fact(op.atlas.op))
    const body = held.body ?? (value === undefined ? null : printJson(value))
    const end = (body && op.access?.endsAt(JSON.parse(body))) || null
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

/** How long a change that Atlas accepted may not show in reads before it counts as lost, in seconds. */
const SHOWS_WITHIN = { grant: 120, revoke: 10, other: 30 * 60 }

async function afterSending(
  sql: Sql,
  reach: Reach,
  op: Command,
  effect: EffectRow,
  input: Record<string, unknown>,
  sent: Sent,
  early: Promise<Seen> | undefined,
) {
  const upstream: Upstream = sent
  const isEnd = effect.kind === 'end'
  // Only Atlas's own refusal is final. A rejected credential, a rate limit or no connection is not.
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
      note: sent.message ?? 'Atlas did not confirm the call.',
      nextCheckSeconds: Math.max(sent.retryAfterSeconds ?? 0, isEnd ? 1 : nextCheckSeconds(0)),
      stuck: isEnd && effect.attempt > 1,
      // A second revoke does no harm, and Atlas certainly did not act on a failed call.
      ...(isEnd || sent.outcome === 'failed' ? { repeatAfterSeconds: 0 } : {}),
      uncounted: !isEnd && sent.outcome === 'failed',
    })
    return
  }
  if (op.readBack?.acceptedIsDone) {
    await move(sql, effect, 'sending', 'confirmed', {
      upstream,
      accepted: true,
      note: 'Atlas accepted the call. Gatehouse can’t read back its effect.',
      close: await closedBy(sql, op, effect),
    })
    return
  }
  let seen = await early
  if (seen?.verdict !== 'done') {
    const { sent: old } = await takenOver(sql, effect)
    seen = await look(reach, op, effect, input, READ_WITHIN_MS, old)
  }
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
      repeatAfterSeconds: SHOWS_WITHIN[isEnd ? 'revoke' : op.durationField ? 'grant' : 'other'],
    })
}
