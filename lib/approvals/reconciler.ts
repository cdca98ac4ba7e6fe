import { move, nextCheckSeconds } from './effects'
import { settledBy } from './executor'
import { commandOf, inputOf, look, type Reach } from './reach'
import type { EffectRow, Sql } from './rows'

/** At most two calls for one approval; the end of a grant is tried until it is over. */
const MAX_BEGIN_ATTEMPTS = 2

/** Gives back what a dead executor held: claimed effects were not sent, sending ones may have been. */
export async function recoverAbandoned(sql: Sql): Promise<void> {
  const held = await sql<EffectRow[]>`
    select * from effect where state in ('claimed', 'sending') and lease_until < clock_timestamp()`
  for (const effect of held)
    await (effect.state === 'claimed'
      ? move(sql, effect, 'claimed', 'planned', { note: 'The console stopped before sending.' })
      : move(sql, effect, 'sending', 'unknown', {
          note: 'The console stopped while Atlas was called.',
          uncounted: true,
          nextCheckSeconds: 0,
        }))
}

/** Settles effects of unknown outcome by reading, never by a blind second call. */
export async function reconcile(sql: Sql, reach: Reach): Promise<void> {
  const due = await sql<(EffectRow & { may_repeat: boolean })[]>`
    select *, clock_timestamp() > give_up_at as may_repeat from effect
    where state = 'unknown' and coalesce(next_check_at, '-infinity') <= clock_timestamp()
    order by next_check_at limit 20`
  for (const effect of due) {
    const op = commandOf(effect)
    const { verdict, observed, why } = await look(reach, op, effect, await inputOf(sql, effect))
    const upstream = {}
    if (verdict === 'done')
      await move(sql, effect, 'unknown', 'confirmed', {
        observed,
        upstream,
        ...settledBy(op, effect, 'confirmed'),
      })
    else if (verdict === 'other')
      await move(sql, effect, 'unknown', 'conflict', {
        observed,
        note: 'Something else stands there than what was sent: it was left alone.',
        close: 'conflict',
      })
    else if (verdict === 'absent' && effect.may_repeat) await repeat(sql, effect, observed)
    else await postpone(sql, effect, why)
  }
}

/** The first call timed out and the slot is empty: the same bytes may be sent again, within limits. */
async function repeat(sql: Sql, effect: EffectRow, observed: unknown) {
  if (await move(sql, effect, 'unknown', 'absent', { observed })) await goOn(sql, effect)
}

async function goOn(sql: Sql, effect: EffectRow) {
  if (effect.kind === 'end')
    return move(sql, effect, 'absent', 'planned', {
      nextCheckSeconds: Math.min(60, 2 ** effect.attempt),
    })
  const [time] = await sql<{ missed: boolean; over: boolean }[]>`
    select execute_by < clock_timestamp() as missed,
      coalesce(expiration_time < clock_timestamp(), false) as over
    from effect where id = ${effect.id}`
  if (time?.over)
    return move(sql, effect, 'absent', 'refused', {
      note: 'The time of the grant passed before Atlas could be read: whether it ever stood there is not known.',
      close: 'missed',
    })
  if (time?.missed)
    return move(sql, effect, 'absent', 'refused', {
      note: 'The time to execute the approval is over.',
      close: 'missed',
    })
  if (effect.attempt >= MAX_BEGIN_ATTEMPTS)
    return move(sql, effect, 'absent', 'refused', {
      note: `Atlas did not act on ${effect.attempt} calls.`,
      close: 'refused',
    })
  return move(sql, effect, 'absent', 'planned', { nextCheckSeconds: 2 ** effect.attempt })
}

const postpone = (sql: Sql, effect: EffectRow, why: string | undefined) => sql`
  update effect set checks = checks + 1, note = coalesce(${why ?? null}, note),
    next_check_at = clock_timestamp() + make_interval(secs => ${nextCheckSeconds(effect.checks + 1)})
  where id = ${effect.id} and token = ${effect.token} and state = 'unknown'`

/** Absent effects that a dying console left between two hops go on. */
export async function resumeAbsent(sql: Sql): Promise<void> {
  const left = await sql<EffectRow[]>`
    select * from effect where state = 'absent' and changed_at < clock_timestamp() - interval '5 seconds'`
  for (const effect of left) await goOn(sql, effect)
}
