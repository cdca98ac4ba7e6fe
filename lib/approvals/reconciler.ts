import { closedBy, move, nextCheckSeconds } from './effects'
import { commandOf, inputOf, look, messageOf, READ_WITHIN_MS, type Reach } from './reach'
import type { ClosedHow, EffectRow, Sql } from './rows'
import { takenOver } from './take-over'

/** Recovers effects of an executor that died: claimed ones were not sent, sending ones may have been. */
export async function recoverAbandoned(sql: Sql): Promise<void> {
  const held = await sql<EffectRow[]>`
    select * from effect where state in ('claimed', 'sending') and lease_until < clock_timestamp()`
  for (const effect of held)
    await (effect.state === 'claimed'
      ? move(sql, effect, 'claimed', 'planned', {
          note: 'The console stopped before the call.',
          stuck: true,
        })
      : move(sql, effect, 'sending', 'unknown', {
          note: 'The console stopped during the call.',
          uncounted: true,
          nextCheckSeconds: 0,
        }))
}

type Due = EffectRow & { may_repeat: boolean }

/** Settles effects with an unknown outcome by reading Atlas; of one kind, if given. A slow cluster does not delay others. */
export async function reconcile(sql: Sql, reach: Reach, kind?: EffectRow['kind']): Promise<void> {
  const due = await sql<Due[]>`
    select *, clock_timestamp() > give_up_at as may_repeat from effect
    where state = 'unknown' ${kind ? sql`and kind = ${kind}` : sql``} and coalesce(next_check_at, '-infinity') <= clock_timestamp()
    order by kind = 'end' desc, checks, next_check_at limit 40`
  const failed = (effect: Due) => (error: unknown) =>
    postpone(sql, effect, `Gatehouse failed while checking: ${messageOf(error)}`)
  await Promise.all(due.map((effect) => settle(sql, reach, effect).catch(failed(effect))))
}

async function settle(sql: Sql, reach: Reach, effect: Due): Promise<void> {
  const op = commandOf(effect)
  const input = await inputOf(sql, effect)
  const { sent: old } = await takenOver(sql, effect)
  const { verdict, observed, why } = await look(reach, op, effect, input, READ_WITHIN_MS, old)
  if (verdict === 'done')
    await move(sql, effect, 'unknown', 'confirmed', {
      observed,
      upstream: {},
      close: await closedBy(sql, op, effect),
    })
  else if (verdict === 'other')
    await move(sql, effect, 'unknown', 'conflict', {
      observed,
      note:
        op.durationField || effect.kind === 'end'
          ? 'The cluster has a different grant than the one that was sent. Gatehouse left it unchanged.'
          : 'What Atlas shows does not prove that the call was carried out. Gatehouse did not send it again.',
      close: 'conflict',
    })
  else if (verdict === 'absent' && effect.may_repeat) await repeat(sql, effect, observed)
  else if (effect.kind === 'end' && verdict === 'unread' && !effect.accepted_at)
    await move(sql, effect, 'unknown', 'planned', {
      note: `Atlas did not accept the revoke, and Gatehouse can’t read the cluster: ${why}`,
      stuck: true,
      nextCheckSeconds: againSeconds(effect),
    })
  else await postpone(sql, effect, why)
}

/** The call is over and Atlas does not show the change: the same bytes may be sent again, within limits. */
async function repeat(sql: Sql, effect: EffectRow, observed: unknown) {
  if (await move(sql, effect, 'unknown', 'absent', { observed, ...stillStuck(effect) }))
    await goOn(sql, effect)
}

/** For a revoke that keeps failing, only a new reason is recorded. */
const stillStuck = ({ stuck_since, note }: EffectRow) =>
  stuck_since ? { stuck: true, ...(note ? { note } : {}) } : {}

/** Most calls for an operation that is not idempotent, such as a restore. */
const MOST_CALLS = 2

/** Seconds until a call is sent again. A revoke is retried within 10 s at first; a grant once soon, then every minute. */
function againSeconds({ kind, attempt }: EffectRow): number {
  if (kind === 'begin') return attempt < 2 ? 2 : 60
  const longest = attempt <= 8 ? 5 : attempt <= 20 ? 30 : 300
  return Math.min(longest, 2 ** Math.min(attempt, 9))
}

async function goOn(sql: Sql, effect: EffectRow) {
  if (effect.kind === 'end')
    return move(sql, effect, 'absent', 'planned', {
      nextCheckSeconds: againSeconds(effect),
      ...stillStuck(effect),
    })
  const [time] = await sql<{ missed: boolean; over: boolean; revoked: boolean }[]>`
    select execute_by < clock_timestamp() as missed,
      coalesce(expiration_time < clock_timestamp(), false) as over,
      exists (select 1 from effect o where o.request_id = e.request_id and o.kind = 'end') as revoked
    from effect e where id = ${effect.id}`
  const stop = (note: string, close: ClosedHow) =>
    move(sql, effect, 'absent', 'refused', { note, close })
  if (time?.revoked) return stop('Revoked before Atlas acted on the grant.', 'revoked')
  if (time?.over)
    return stop('The grant expired before Atlas could be read. It may have been active.', 'missed')
  if (time?.missed)
    return stop('The approval expired before Gatehouse could send the call.', 'missed')
  if (!commandOf(effect).durationField && effect.attempt >= MOST_CALLS)
    return stop(`Atlas did not act on ${effect.attempt} calls.`, 'refused')
  return move(sql, effect, 'absent', 'planned', { nextCheckSeconds: againSeconds(effect) })
}

/** Checks of a revoke that are not further apart than 5 s: about two minutes. */
const CLOSE_CHECKS = 25

/** Access may be open until a revoke is seen, so it is looked at more often. */
const untilNextCheck = ({ kind, checks }: EffectRow): number =>
  Math.min(kind === 'end' && checks < CLOSE_CHECKS ? 5 : 60, nextCheckSeconds(checks + 1))

const postpone = (sql: Sql, effect: EffectRow, why: string | undefined) => sql`
  update effect set checks = checks + 1, note = coalesce(${why ?? null}, note),
    stuck_since = case when ${why !== undefined} then coalesce(stuck_since, clock_timestamp()) end,
    next_check_at = clock_timestamp() + make_interval(secs => ${untilNextCheck(effect)})
  where id = ${effect.id} and token = ${effect.token} and state = 'unknown'`

/** Continues absent effects that a console left between two transitions when it died. */
export async function resumeAbsent(sql: Sql): Promise<void> {
  const left = await sql<EffectRow[]>`
    select * from effect where state = 'absent' and changed_at < clock_timestamp() - interval '5 seconds'`
  for (const effect of left) await goOn(sql, effect)
}
