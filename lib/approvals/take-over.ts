import type { EffectRow, RequestRow, Sql } from './rows'

/** The access that an approved call takes over from. */
export type TakenOver = {
  /** The body that made it, as parsed JSON. Undefined: it has ended, or nothing is taken over. */
  sent?: unknown
  /** Why nothing may be sent. */
  whyNot?: string
}

/** What an effect takes over from. A revoke wins: what people ended is not granted again by an earlier approval. */
export async function takenOver(sql: Sql, effect: EffectRow): Promise<TakenOver> {
  if (effect.kind !== 'begin') return {}
  const [old] = await sql<(RequestRow & { body: string | null })[]>`
    select old.*, e.body from request r join request old on old.id = r.replaces
      left join effect e on e.request_id = old.id and e.kind = 'begin' and e.state = 'confirmed'
    where r.id = ${effect.request_id}`
  if (!old) return {}
  if (old.state === 'approved' && old.body !== null) return { sent: JSON.parse(old.body) }
  if (old.how === 'ended') return {}
  // This call itself closed it.
  if (old.how === 'replaced' && effect.state === 'confirmed') return {}
  return { whyNot: 'The access that it replaces was revoked or changed. Send a new request.' }
}
