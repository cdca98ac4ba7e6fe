import { configuration } from '../configuration'
import { sql } from '../database'
import { log } from '../log'
import { nextAttempt } from './backoff'
import { channelsOff, type NotificationRow, sharedChannels } from './channels'
import type { DeliveryRow, Outcome } from './delivery-row'
import { sendMail } from './email'
import { postToSlack } from './slack-message'
import { sendWebhook } from './webhook'

/** Longer than any attempt, so that two replicas never make the same one. */
const LEASE_SECONDS = 60
/** Attempts at once for one channel, so that one that hangs leaves room for the others. */
const AT_ONCE = 4

/**
 * Claims the next due delivery; undefined if there is none. Notifications about one request reach a recipient in order.
 * Only channels of the current configuration are tried.
 */
export async function claimDelivery(): Promise<DeliveryRow | undefined> {
  const { email } = configuration().notifications
  const known = [...sharedChannels().map(({ id }) => id), ...(email ? ['email'] : [])]
  if (known.length === 0) return undefined
  const [row] = await sql()<DeliveryRow[]>`
    with busy as (
      select channel from delivery where lease_until > clock_timestamp()
      group by channel having count(*) >= ${AT_ONCE})
    update delivery set attempts = attempts + 1, token = token + 1,
      lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where id = (
      select d.id from delivery d
      where d.state = 'waiting' and d.next_at <= clock_timestamp()
        and coalesce(d.lease_until, '-infinity') < clock_timestamp()
        and d.channel = any(${known}) and d.channel not in (select channel from busy)
        and not exists (
          select 1 from delivery e where e.channel = d.channel and e.recipient = d.recipient
            and e.request_id = d.request_id and e.seq < d.seq and e.state = 'waiting')
      order by d.next_at limit 1 for update skip locked)
    returning *`
  return row
}

/** Makes one attempt and records what it came to. */
export async function deliver(row: DeliveryRow): Promise<Outcome> {
  const [notification] = await sql()<NotificationRow[]>`
    select * from notification where id = ${row.notification_id}`
  const outcome: Outcome = notification
    ? await attempt(notification, row).catch((error: unknown): Outcome => {
        log.error('Notification failed', { delivery: row.id, channel: row.channel, error })
        return { kind: 'retry', note: 'Gatehouse could not send it. The log has the details.' }
      })
    : { kind: 'dead', note: 'The notification no longer exists.' }
  await settle(row, outcome)
  return outcome
}

async function attempt(notification: NotificationRow, row: DeliveryRow): Promise<Outcome> {
  if ((await channelsOff()).has(row.channel)) return { kind: 'dead', note: 'The channel is off.' }
  const [kind, name] = row.channel.split(':')
  if (kind === 'email') return sendMail(notification, row)
  if (kind === 'slack') return postToSlack(notification, row, name ?? '')
  return sendWebhook(notification, name ?? '')
}

/** Records an outcome, unless the lease ended and another replica took over. */
async function settle(row: DeliveryRow, outcome: Outcome): Promise<void> {
  const held = sql()`id = ${row.id} and token = ${row.token} and state = 'waiting'`
  const { status = null } = outcome
  if (outcome.kind === 'delivered') {
    await sql()`
      update delivery set state = 'delivered', settled_at = clock_timestamp(), lease_until = null, note = null,
        status = ${status} where ${held}`
    return
  }
  const [age] = await sql()<{ seconds: number }[]>`
    select extract(epoch from clock_timestamp() - since)::float8 as seconds from delivery where id = ${row.id}`
  const next =
    outcome.kind === 'retry'
      ? nextAttempt(row.attempts, age?.seconds ?? 0, outcome.afterSeconds)
      : undefined
  if (next !== undefined) {
    await sql()`
      update delivery set lease_until = null, note = ${outcome.note}, status = ${status},
        next_at = clock_timestamp() + make_interval(secs => ${next}) where ${held}`
    return
  }
  await sql()`
    update delivery set state = 'dead', settled_at = clock_timestamp(), lease_until = null, note = ${outcome.note},
      status = ${status} where ${held}`
  if (outcome.kind === 'gone') await turnOff(row.channel, outcome.note)
}

/** Turns a channel off and stops what waits for it. */
async function turnOff(channel: string, note: string): Promise<void> {
  const target = sharedChannels().find(({ id }) => id === channel)?.target
  if (target === undefined) return
  await sql().begin(async (tx) => {
    await tx`
      insert into channel_off ${tx({ channel, target, note })}
      on conflict (channel) do update set target = excluded.target, note = excluded.note, at = clock_timestamp()`
    await tx`
      update delivery set state = 'dead', settled_at = clock_timestamp(), note = ${note}
      where channel = ${channel} and state = 'waiting' and coalesce(lease_until, '-infinity') < clock_timestamp()`
  })
  log.warn('Notification channel turned off', { channel, note })
}

/** Removes notifications that are older than `keepDays`, and stops those of channels that no longer exist. */
export async function forgetNotifications(): Promise<void> {
  const { keepDays, email } = configuration().notifications
  const known = [...sharedChannels().map(({ id }) => id), ...(email ? ['email'] : [])]
  await sql()`
    update delivery set state = 'dead', settled_at = clock_timestamp(), note = 'The channel is no longer configured.'
    where state = 'waiting' and not (channel = any(${known})) and created_at < clock_timestamp() - interval '1 day'`
  await sql()`
    delete from notification n where at < clock_timestamp() - make_interval(days => ${keepDays})
      and not exists (select 1 from delivery d where d.notification_id = n.id and d.state = 'waiting')`
  await sql()`
    delete from slack_message m using request r where r.id = m.request_id
      and r.state not in ('pending', 'approved') and r.changed_at < clock_timestamp() - make_interval(days => ${keepDays})`
}
