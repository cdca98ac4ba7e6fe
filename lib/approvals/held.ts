import { append } from '@/lib/audit/append'
import { OpError } from '@/lib/ops/failure'
import type { By } from './ballot'
import { move } from './effects'
import { gatehouse } from './gatehouse'
import type { EffectRow, RequestRow, Sql } from './rows'
import { refOf } from './targets'

/**
 * Puts every approved grant that may still be sent on hold until a person releases it, because the database was restored
 * from a backup. Revokes continue. Records `why` and returns how many were put on hold.
 */
export async function holdGrants(sql: Sql, why: string): Promise<number> {
  return sql.begin(async (tx) => {
    const held = await tx<{ id: string }[]>`
      update effect set held_since = clock_timestamp()
      where kind = 'begin' and held_since is null and state in ('planned', 'claimed', 'sending', 'unknown', 'absent')
      returning id`
    if (held.length > 0)
      await append(tx, {
        type: 'grants.held',
        actor: gatehouse,
        after: { note: why, effects: held.map(({ id }) => id) },
      })
    return held.length
  })
}

/** Releases the held grant of a request. @throws OpError 'conflict' if nothing is on hold */
export async function releaseGrant(sql: Sql, r: RequestRow, by: By, trace: string): Promise<void> {
  await sql.begin(async (tx) => {
    const [effect] = await tx<EffectRow[]>`
      update effect set held_since = null where request_id = ${r.id} and held_since is not null
        and kind = 'begin' and state in ('planned', 'claimed', 'sending', 'unknown', 'absent')
      returning *`
    if (!effect) throw OpError.of('conflict', 'This request is no longer on hold.')
    const { request, part } = await refOf(tx, r)
    await append(tx, {
      type: 'grants.released',
      actor: by,
      request,
      op: r.op,
      target: r.says,
      targetInput: r.input,
      after: { effect: effect.id, ...part },
      trace,
    })
  })
}

/** Closes approved calls that wait for someone, once their time to execute is over. */
export async function expireWaiting(sql: Sql): Promise<void> {
  const late = await sql<EffectRow[]>`
    select * from effect where (held_since is not null or awaits_caller) and state = 'planned' and execute_by < clock_timestamp()`
  for (const effect of late)
    await move(sql, effect, 'planned', 'refused', {
      note: effect.held_since
        ? 'Nobody released it in time after a database restore.'
        : 'The client did not repeat the call in time.',
      close: 'missed',
    })
}
