import { append } from '@/lib/audit/append'
import { OpError } from '@/lib/ops/failure'
import type { By } from './decide-request'
import { gatehouse, move } from './effects'
import type { EffectRow, RequestRow, Sql } from './rows'

/**
 * Holds every grant that was approved and may still be sent, until a person releases it: the database was restored, and
 * what happened since is not in it. Revokes go on. Gives how many were held. `why` goes into the chain.
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

/**
 * Lets the held grant of a request go on. @throws OpError 'not-allowed' for one's own request, 'conflict' when nothing is
 * held
 */
export async function releaseGrant(sql: Sql, r: RequestRow, by: By, trace: string): Promise<void> {
  if (r.requester_iss === by.iss && r.requester_sub === by.sub)
    throw OpError.of('not-allowed', 'This is your own request. Another person must release it.')
  await sql.begin(async (tx) => {
    const [effect] = await tx<EffectRow[]>`
      update effect set held_since = null where request_id = ${r.id} and held_since is not null
        and kind = 'begin' and state in ('planned', 'claimed', 'sending', 'unknown', 'absent')
      returning *`
    if (!effect) throw OpError.of('conflict', 'This request is no longer on hold.')
    await append(tx, {
      type: 'grants.released',
      actor: by,
      request: { id: r.id, rev: r.revision, digest: r.digest },
      op: r.op,
      target: r.says,
      after: { effect: effect.id },
      trace,
    })
  })
}

/** Closes held grants that nobody released before their time to execute was over. */
export async function expireHeld(sql: Sql): Promise<void> {
  const late = await sql<EffectRow[]>`
    select * from effect where held_since is not null and state = 'planned' and execute_by < clock_timestamp()`
  for (const effect of late)
    await move(sql, effect, 'planned', 'refused', {
      note: 'On hold after a database restore. Nobody released it before its time to execute was over.',
      close: 'missed',
    })
}
