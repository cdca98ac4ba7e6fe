import { breakGlassOf } from '@/lib/approvals/break-glass'
import { requestOf } from '@/lib/approvals/decide-request'
import type { RequestRow } from '@/lib/approvals/rows'
import { type AuditBody, entries, type StoredEntry } from '@/lib/audit/read'
import type { Topic } from '@/lib/ops/notifications'
import { configuration } from '../configuration'
import { isDatabaseError, sql } from '../database'
import { directory, environmentOf, type Tag } from '../directory'
import { log } from '../log'
import {
  hasRole,
  mutedBy,
  peopleOf,
  recipientOf,
  sameAccount,
  whereOf,
  whyNoMail,
} from './audience'
import { channelsOff, matches, type NotificationRow, sharedChannels } from './channels'
import { type Audience, type EventKind, eventOf } from './event'
import { type Planned, withoutTold } from './once-per-plan'

/** Rows of the audit log that one turn reads. */
const PAGE = 200

/**
 * Turns the next rows of the audit log into notifications and their deliveries. Any replica may run it: what two of them
 * read at once is written once. Returns whether there was something to read.
 */
export async function readOutbox(): Promise<boolean> {
  const [at] = await sql()<{ seq: number }[]>`select seq from notification_cursor`
  const from = at?.seq ?? 0
  const rows = await entries(sql(), { after: from, limit: PAGE })
  const last = rows.at(-1)
  if (!last) return false
  const planned: Planned[] = []
  for (const row of rows) {
    const plan = await planOf(row, planned)
    if (plan) planned.push(plan)
  }
  await sql().begin(async (tx) => {
    const [mine] = await tx`
      update notification_cursor set seq = ${last.seq} where seq = ${from} returning seq`
    if (!mine) return
    for (const { notification, to } of planned) {
      await tx`insert into notification ${tx(notification)} on conflict do nothing`
      const deliveries = to.map((one) => ({
        ...one,
        notification_id: notification.id,
        seq: notification.seq ?? 0,
        request_id: notification.request_id,
      }))
      if (deliveries.length > 0)
        await tx`insert into delivery ${tx(deliveries)} on conflict do nothing`
    }
  })
  return true
}

async function planOf(row: StoredEntry, before: readonly Planned[]): Promise<Planned | undefined> {
  const kind = eventOf(row.body)
  if (!kind) return undefined
  try {
    const request = row.body.request && (await requestOf(sql(), row.body.request.id))
    // Whoever would wait to decide hears of the break-glass instead.
    if (row.body.type === 'request.created' && request && (await breakGlassOf(sql(), request.id)))
      return undefined
    const notification = await notificationOf(row, kind, request)
    const to = await recipientsOf(notification, kind, row.body, request)
    return await withoutTold({ notification, to, plan: request?.plan ?? null }, before)
  } catch (error) {
    // A lost database is tried again. One odd row must not stop all that follow.
    if (isDatabaseError(error)) throw error
    log.error('Notification skipped', { seq: row.seq, type: row.body.type, error })
    return undefined
  }
}

async function notificationOf(
  { seq, hash, body }: StoredEntry,
  kind: EventKind,
  r: RequestRow | undefined,
): Promise<NotificationRow> {
  return {
    id: `gh_${hash.slice(0, 32)}`,
    seq,
    type: kind.type,
    request_id: r?.id ?? null,
    state: (r && kind.state) ?? null,
    outcome: body.outcome ?? null,
    ...(await placeOf(body, r)),
    op: r?.op ?? body.op ?? null,
    rule: r?.rule ?? null,
    at: new Date(body.time),
  }
}

type PlaceFields = Pick<NotificationRow, 'org_id' | 'group_id' | 'cluster_name' | 'environment'>

async function placeOf({ scope }: AuditBody, r: RequestRow | undefined): Promise<PlaceFields> {
  if (r) return pick(r)
  const text = (key: string) =>
    typeof scope === 'object' && scope && key in scope
      ? String((scope as Record<string, unknown>)[key])
      : null
  const [groupId, clusterName] = [text('groupId'), text('clusterName')]
  const [slot] = await sql()<{ org_id: string; tags: Tag[] }[]>`
    select org_id, tags from slot where group_id = ${groupId} and cluster_name = ${clusterName}`
  const project = groupId === null ? undefined : (await directory()).projects.get(groupId)
  return {
    org_id: slot?.org_id ?? project?.orgId ?? text('orgId'),
    group_id: groupId,
    cluster_name: clusterName,
    environment: environmentOf([...(project?.tags ?? []), ...(slot?.tags ?? [])]),
  }
}

const pick = ({ org_id, group_id, cluster_name, environment }: RequestRow): PlaceFields => ({
  org_id,
  group_id,
  cluster_name,
  environment,
})

async function recipientsOf(
  n: NotificationRow,
  { to }: EventKind,
  { actor, after }: AuditBody,
  r: RequestRow | undefined,
): Promise<Planned['to']> {
  const off = await channelsOff()
  const shared = sharedChannels()
    .filter((channel) => matches(channel, n) && !off.has(channel.id))
    .map(({ id }) => ({ channel: id, recipient: '' }))
  if (!configuration().notifications.email) return shared
  const { iss = '', sub = '' } = actor
  const mailed = new Set<string>()
  for (const [audience, topic] of Object.entries(to) as Array<[Audience, Topic]>) {
    const place = await whereOf({ ...n, org_id: n.org_id ?? '' })
    const people = (await peopleOf(audience, r, place, after)).filter(
      (one) => hasRole(one) && !sameAccount(one, { iss, sub }) && !whyNoMail(one),
    )
    const muted = await mutedBy(people)
    for (const recipient of people.map(recipientOf))
      if (topic === 'emergencies' || !muted.get(recipient)?.includes(topic)) mailed.add(recipient)
  }
  return [...shared, ...[...mailed].map((recipient) => ({ channel: 'email', recipient }))]
}
