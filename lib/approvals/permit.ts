import { LEASE_SECONDS, record } from './effects'
import type { EffectRow, Sql } from './rows'

/** How long a permit's call may wait for its turn, in ms. Several calls of one client can arrive at once. */
export const PERMIT_WAITS_MS = 15_000

/**
 * Claims the effect of a permit for its client, who sends the call now. Of any number of callers at once, one gets it.
 * Undefined: it is not due, is on hold, or was used. `body` is stored as what was sent, without secrets.
 */
export async function claimPermit(
  sql: Sql,
  effectId: string,
  body: string | null,
): Promise<EffectRow | undefined> {
  const seconds = LEASE_SECONDS + PERMIT_WAITS_MS / 1000
  return sql.begin(async (tx) => {
    const [effect] = await tx<EffectRow[]>`
      update effect set state = 'claimed', token = token + 1, body = coalesce(body, ${body}),
        lease_until = clock_timestamp() + make_interval(secs => ${seconds})
      where id = ${effectId} and state = 'planned' and awaits_caller and held_since is null
        and coalesce(next_check_at, '-infinity') <= clock_timestamp()
      returning *`
    // Another try for the same reason is not recorded.
    if (effect && !effect.stuck_since)
      await record(tx, effect, 'effect.claimed', { attempt: effect.attempt + 1 })
    return effect
  })
}
