import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { append } from '@/lib/audit/append'
import type { EventType } from '@/lib/audit/event-types'
import { OpError } from '@/lib/ops/failure'
import type {
  enableChannel,
  listChannels,
  listDeliveries,
  replayAll,
  replayDelivery,
  testChannel,
} from '@/lib/ops/notifications'
import { byOf } from '../actor'
import { configuration } from '../configuration'
import { sql, type Transaction } from '../database'
import { recipientOf } from '../notify/audience'
import { channelsOff, sharedChannels } from '../notify/channels'
import { deliver } from '../notify/delivery'
import type { DeliveryRow } from '../notify/delivery-row'
import type { ConsoleContext } from './context'

/** The address without its path, which can contain a secret. */
const shown = (target: string) => URL.parse(target)?.origin ?? target

/** `notifications.channels` */
export async function channels(): Promise<z.output<typeof listChannels.output>> {
  const { email } = configuration().notifications
  const off = await channelsOff()
  const counts = await sql()<
    { channel: string; waiting: number; dead: number; delivered_at: Date | null }[]
  >`
    select channel, count(*) filter (where state = 'waiting')::int as waiting,
      count(*) filter (where state = 'dead')::int as dead, max(settled_at) filter (where state = 'delivered') as delivered_at
    from delivery group by channel`
  const latest = await sql()<{ channel: string; note: string | null }[]>`
    select distinct on (channel) channel, note from delivery where attempts > 0
    order by channel, coalesce(settled_at, next_at) desc, id desc`
  const all = [
    ...sharedChannels(),
    ...(email ? [{ id: 'email', target: email.server.replace(/^smtps?:\/\//, '') }] : []),
  ]
  return {
    results: all.map(({ id, target }) => {
      const about = counts.find(({ channel }) => channel === id)
      return {
        id,
        kind: id === 'email' ? 'email' : id.startsWith('slack:') ? 'slack' : 'webhook',
        target: shown(target),
        waiting: about?.waiting ?? 0,
        dead: about?.dead ?? 0,
        deliveredAt: about?.delivered_at?.toISOString() ?? null,
        problem: latest.find(({ channel }) => channel === id)?.note ?? null,
        off: off.get(id) ?? null,
      }
    }),
  }
}

const MOST_ROWS = 1000

/** `notifications.deliveries` */
export async function deliveries({
  state,
}: z.output<typeof listDeliveries.input>): Promise<z.output<typeof listDeliveries.output>> {
  const rows = await sql()<Array<DeliveryRow & { type: string; name: string | null; at: Date }>>`
    select d.*, n.type, n.at, p.name from delivery d join notification n on n.id = d.notification_id
    left join person_seen p on p.iss = nullif(d.recipient, '')::jsonb ->> 0 and p.sub = nullif(d.recipient, '')::jsonb ->> 1
    where d.state = ${state} order by d.id desc limit ${MOST_ROWS}`
  const [all] = await sql()<{ total: number }[]>`
    select count(*)::int as total from delivery where state = ${state}`
  return {
    total: all?.total ?? rows.length,
    results: rows.map((row) => ({
      id: row.id,
      channel: row.channel,
      recipient: row.recipient === '' ? null : (row.name ?? 'Unknown'),
      notificationId: row.notification_id,
      type: row.type,
      requestId: row.request_id,
      state: row.state,
      attempts: row.attempts,
      at: row.at.toISOString(),
      nextAt: row.state === 'waiting' ? row.next_at.toISOString() : null,
      settledAt: row.settled_at?.toISOString() ?? null,
      status: row.status,
      note: row.note,
    })),
  }
}

/** Runs a change by an admin and records it. */
const asAdmin = <T>(
  { person, decision, requestId, begin = async () => {} }: ConsoleContext,
  entry: { type: EventType; op: string; target: string },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> =>
  sql().begin(async (tx) => {
    await begin(tx)
    const done = await work(tx)
    await append(tx, { ...entry, actor: byOf(person, decision), trace: requestId })
    return done
  }) as Promise<T>

const again = (tx: Transaction) => tx`
  state = 'waiting', settled_at = null, note = null, status = null, attempts = 0,
  next_at = clock_timestamp(), since = clock_timestamp()`

/** `notifications.replay` @throws OpError 'conflict' if it did not fail, or is queued again already */
export async function replay(
  { deliveryId }: z.output<typeof replayDelivery.input>,
  context: ConsoleContext,
): Promise<z.output<typeof replayDelivery.output>> {
  const entry = {
    type: 'notification.replayed' as const,
    op: 'notifications.replay',
    target: `delivery ${deliveryId}`,
  }
  return asAdmin(context, entry, async (tx) => {
    const [row] = await tx`
      update delivery set ${again(tx)} where id = ${deliveryId} and state = 'dead' returning id`
    if (!row)
      throw OpError.of(
        'conflict',
        'This notification did not fail, or was sent again already. Refresh the list.',
      )
    return { replayed: true }
  })
}

/** `notifications.replayAll` */
export async function replayEach(
  { channel }: z.output<typeof replayAll.input>,
  context: ConsoleContext,
): Promise<z.output<typeof replayAll.output>> {
  known(channel)
  const entry = {
    type: 'notification.replayed' as const,
    op: 'notifications.replayAll',
    target: `channel ${channel}`,
  }
  return asAdmin(context, entry, async (tx) => {
    const rows = await tx`
      update delivery set ${again(tx)} where channel = ${channel} and state = 'dead' returning id`
    return { replayed: rows.length }
  })
}

/** @throws OpError 'not-found' for a channel that gatehouse.yaml does not have */
function known(channel: string): void {
  const isKnown =
    channel === 'email'
      ? configuration().notifications.email !== undefined
      : sharedChannels().some(({ id }) => id === channel)
  if (!isKnown) throw OpError.of('not-found', 'gatehouse.yaml has no channel with this name.')
}

/**
 * `notifications.test`: one attempt, now. An e-mail goes to the person who tests.
 * @throws OpError 'unavailable' with the reason if it is not delivered
 */
export async function test(
  { channel }: z.output<typeof testChannel.input>,
  context: ConsoleContext,
): Promise<z.output<typeof testChannel.output>> {
  known(channel)
  const { person } = context
  const recipient = channel === 'email' ? recipientOf(person) : ''
  const id = `gh_test_${randomBytes(12).toString('hex')}`
  const entry = {
    type: 'notification.tested' as const,
    op: 'notifications.test',
    target: `channel ${channel}`,
  }
  const row = await asAdmin(context, entry, async (tx) => {
    await tx`insert into notification ${tx({ id, type: 'test', at: new Date() })}`
    // Claimed from the start, so that no loop sends it too.
    const [made] = await tx<DeliveryRow[]>`
      insert into delivery ${tx({ notification_id: id, channel, recipient, seq: 0, attempts: 1 })} returning *`
    await tx`
      update delivery set lease_until = clock_timestamp() + interval '60 seconds' where notification_id = ${id}`
    return made
  })
  if (!row) throw new Error('The test was not written')
  const outcome = await deliver(row)
  if (outcome.kind === 'delivered') return { delivered: true }
  // A test is not tried again.
  await sql()`
    update delivery set state = 'dead', settled_at = clock_timestamp() where id = ${row.id} and state = 'waiting'`
  throw OpError.of('unavailable', `The test was not delivered. ${outcome.note}`)
}

/** `notifications.enable` */
export async function enable(
  { channel }: z.output<typeof enableChannel.input>,
  context: ConsoleContext,
): Promise<z.output<typeof enableChannel.output>> {
  known(channel)
  const entry = {
    type: 'notification.enabled' as const,
    op: 'notifications.enable',
    target: `channel ${channel}`,
  }
  return asAdmin(context, entry, async (tx) => {
    const rows = await tx`delete from channel_off where channel = ${channel} returning channel`
    return { enabled: rows.length > 0 }
  })
}
