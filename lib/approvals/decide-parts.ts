import { findCommand } from '@/lib/atlas/find-op'
import { OpError } from '@/lib/ops/failure'
import type { Narrowing } from './narrowing'
import type { RequestRow, Tx } from './rows'

/** People decide on a request, never on a part of it. */
export const isPart = () =>
  OpError.of(
    'conflict',
    'This is one cluster of a request for several. Open that request to decide on it.',
  )

/** The failure of stopping a request whose call is sent, with what is left to do about it. */
export const alreadySent = (said: string, { op }: Pick<RequestRow, 'op'>): OpError =>
  findCommand(op)?.access
    ? OpError.of(
        'conflict',
        `${said} Gatehouse has sent the call, or is sending it. You can still revoke the access.`,
        { revocable: true },
      )
    : OpError.of(
        'conflict',
        `${said} Gatehouse has sent the call, or is sending it, so it can’t be stopped.`,
      )

/** Approves the parts that the approvals left, and denies the others. Undefined: the request has one target. */
export async function startParts(tx: Tx, r: RequestRow, { targets }: Narrowing) {
  if (r.targets === null) return undefined
  const isLeft = targets === null ? tx`true` : tx`id = any(${[...targets]})`
  await tx`update request set state = 'denied' where part_of = ${r.id} and state = 'pending' and not ${isLeft}`
  const parts = await tx<RequestRow[]>`
    update request set state = 'approved', execute_by = ${r.execute_by}
    where part_of = ${r.id} and state = 'pending' returning *`
  if (parts.length === 0)
    throw OpError.of('conflict', 'No cluster of this request waits for approval anymore.')
  return parts.sort((a, b) => (a.part_at ?? 0) - (b.part_at ?? 0))
}

/**
 * Stops the calls of an approved request. False: not all of them could be stopped. Skips an effect that an executor or a
 * revoke has locked, because those lock the effect before the request.
 */
export async function stopUnsent(tx: Tx, { id }: RequestRow, note: string): Promise<boolean> {
  const isOf = tx`request_id in (select id from request where id = ${id} or part_of = ${id}) and kind = 'begin'`
  const stopped = await tx`
    update effect set state = 'refused', note = ${note}
    where id in (select id from effect where ${isOf} and state = 'planned' for update skip locked) returning id`
  const [left] = await tx`select 1 from effect where ${isOf} and state <> 'refused' limit 1`
  return stopped.length > 0 && left === undefined
}

/** Moves the parts of a request along with it, except those whose call is sent. */
export const moveParts = (
  tx: Tx,
  { id }: Pick<RequestRow, 'id'>,
  state: 'denied' | 'cancelled' | 'expired',
) => tx`
  update request p set state = ${state} where part_of = ${id} and (state = 'pending' or state = 'approved'
    and ${state} <> 'expired' and not exists (
      select from effect e where e.request_id = p.id and e.kind = 'begin' and e.state <> 'refused'))`
