import { configuration } from '../configuration'
import { sql } from '../database'
import type { Match } from './settings'

/** A notification (migrations/0130_notifications.sql). */
export type NotificationRow = {
  id: string
  /** The audit row; null for a test. */
  seq: number | null
  type: string
  request_id: string | null
  state: string | null
  outcome: string | null
  org_id: string | null
  group_id: string | null
  cluster_name: string | null
  environment: string | null
  op: string | null
  rule: string | null
  at: Date
}

/** A channel of gatehouse.yaml that many people share. */
export type SharedChannel = { id: string; target: string; match: Match }

/** The webhooks and Slack channels of gatehouse.yaml. */
export function sharedChannels(): SharedChannel[] {
  const { webhooks, slack } = configuration().notifications
  return [
    ...webhooks.map(({ name, url, match }) => ({ id: `webhook:${name}`, target: url, match })),
    ...(slack?.channels ?? []).map(({ name, id, match }) => ({
      id: `slack:${name}`,
      target: id,
      match,
    })),
  ]
}

/** Whether a shared channel gets a notification. */
export function matches({ match }: SharedChannel, n: Omit<NotificationRow, 'id'>): boolean {
  const { org, project, environment, op, rules, events } = match
  return (
    (org === undefined || org === n.org_id) &&
    (project === undefined || project === n.group_id) &&
    (environment === undefined || environment === n.environment) &&
    (op === undefined || op === n.op) &&
    (rules === undefined || rules.some((name) => isAmong(name, n.rule))) &&
    (events === undefined || events.includes(n.type))
  )
}

/** Whether a rule is one of the merged rules of a request, as `rulesInWords` joins their names. */
const isAmong = (name: string, all: string | null) => `, ${all}, `.includes(`, ${name}, `)

/** Channels that are off, with the reason. A channel with another address than then is on. */
export async function channelsOff(): Promise<Map<string, string>> {
  const rows = await sql()<{ channel: string; target: string; note: string }[]>`
    select channel, target, note from channel_off`
  const targets = new Map(sharedChannels().map(({ id, target }) => [id, target]))
  return new Map(
    rows.flatMap(({ channel, target, note }) =>
      targets.get(channel) === target ? [[channel, note]] : [],
    ),
  )
}
