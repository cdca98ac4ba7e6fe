import { ErrorCode, type WebClient } from '@slack/web-api'
import { configuration } from '../configuration'
import { sql } from '../database'
import type { NotificationRow } from './channels'
import type { DeliveryRow, Outcome } from './delivery-row'
import { isLoud } from './event'
import { blocksOf } from './slack-blocks'
import { slack } from './slack-client'
import { linkOf } from './webhook'
import { toldOf } from './words'

type Message = ReturnType<typeof blocksOf>

const inert = {
  unfurl_links: false,
  unfurl_media: false,
  link_names: false,
  parse: 'none',
} as const

/** Posts the message of a request to a channel, or edits the one that is there. */
export async function postToSlack(
  n: NotificationRow,
  row: DeliveryRow,
  name: string,
): Promise<Outcome> {
  const channel = configuration().notifications.slack?.channels.find((one) => one.name === name)
  const client = slack()
  if (!channel || !client) return { kind: 'dead', note: 'The channel is no longer configured.' }
  const told = await toldOf(n, channel.includeReason)
  const attended = await sql()<{ name: string }[]>`
    select name from request_attended where request_id = ${n.request_id} order by at`
  const message = blocksOf(
    told,
    linkOf(n, told.plan),
    attended.map((one) => one.name),
  )
  try {
    if (n.request_id === null)
      await client.chat.postMessage({ channel: channel.id, ...message, ...inert })
    else await postOnce(client, row, channel.id, { ...n, request_id: n.request_id }, message)
    return { kind: 'delivered' }
  } catch (error) {
    return outcomeOf(error)
  }
}

async function postOnce(
  client: WebClient,
  row: DeliveryRow,
  slackChannel: string,
  { type, request_id: requestId }: Pick<NotificationRow, 'type'> & { request_id: string },
  message: Message,
): Promise<void> {
  const known = await knownMessage(client, row, slackChannel, requestId)
  const isEdited = known !== undefined && (await edited(client, slackChannel, known, message))
  // Slack alerts nobody of an edit.
  if (isEdited && !isLoud(type)) return
  const { ts } = await client.chat.postMessage({
    channel: slackChannel,
    ...message,
    ...inert,
    metadata: { event_type: 'gatehouse_request', event_payload: { request_id: requestId } },
  })
  if (ts && !isEdited) await remember(row.channel, requestId, slackChannel, ts)
}

const remember = (channel: string, request_id: string, slack_channel: string, ts: string) => sql()`
  insert into slack_message ${sql()({ channel, request_id, slack_channel, ts })}
  on conflict (channel, request_id) do update set slack_channel = excluded.slack_channel, ts = excluded.ts`

/** The message of a request. After a failed attempt it may be there although Slack's answer was lost. */
async function knownMessage(
  client: WebClient,
  row: DeliveryRow,
  slackChannel: string,
  requestId: string,
): Promise<string | undefined> {
  const [known] = await sql()<{ ts: string }[]>`
    select ts from slack_message
    where channel = ${row.channel} and request_id = ${requestId} and slack_channel = ${slackChannel}`
  if (known || row.attempts < 2) return known?.ts
  const { messages = [] } = await client.conversations.history({
    channel: slackChannel,
    include_all_metadata: true,
    limit: 200,
  })
  const found = messages.find(
    ({ metadata }) => metadata?.event_payload && idIn(metadata.event_payload) === requestId,
  )
  if (found?.ts) await remember(row.channel, requestId, slackChannel, found.ts)
  return found?.ts
}

const idIn = (payload: unknown) =>
  typeof payload === 'object' && payload && 'request_id' in payload ? payload.request_id : undefined

/** Returns false if someone deleted the message. */
async function edited(
  client: WebClient,
  channel: string,
  ts: string,
  message: Message,
): Promise<boolean> {
  try {
    await client.chat.update({ channel, ts, ...message, link_names: false, parse: 'none' })
    return true
  } catch (error) {
    if (platformError(error) === 'message_not_found') return false
    throw error
  }
}

/** Slack's own error such as `channel_not_found`. */
const platformError = (error: unknown): string | undefined =>
  error instanceof Error &&
  'data' in error &&
  typeof error.data === 'object' &&
  error.data &&
  'error' in error.data &&
  typeof error.data.error === 'string'
    ? error.data.error
    : undefined

function outcomeOf(error: unknown): Outcome {
  const said = platformError(error)
  if (said && /^[a-z_]{3,60}$/.test(said)) return { kind: 'retry', note: `Slack answered ${said}.` }
  const isLimited =
    error instanceof Error && 'code' in error && error.code === ErrorCode.RateLimitedError
  if (isLimited && 'retryAfter' in error)
    return {
      kind: 'retry',
      note: 'Slack limits how often Gatehouse can post.',
      afterSeconds: Number(error.retryAfter) || 60,
    }
  return { kind: 'retry', note: 'Slack could not be reached.' }
}
