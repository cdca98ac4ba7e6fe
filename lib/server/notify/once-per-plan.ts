import type { RequestRow } from '@/lib/approvals/rows'
import { sql } from '../database'
import type { NotificationRow } from './channels'

export type Planned = {
  notification: NotificationRow
  to: Array<{ channel: string; recipient: string }>
  /** The plan of its request. */
  plan: string | null
}

/** For this long, one message is enough for what happens to the requests of a plan. */
const LONGEST_SECONDS = 600

/** What people hear of once for a whole plan, and not for each of its requests. */
const oncePerPlan = [
  ...['request.created', 'request.escalated', 'request.voted', 'request.approved'],
  ...['request.denied', 'request.cancelled', 'request.expired', 'request.closed'],
]

/**
 * Leaves out who heard the same of another request of the plan. Webhooks get the outcome of every request. Undefined:
 * nobody is left to tell. `before` are the notifications that are not stored yet.
 */
export async function withoutTold(
  planned: Planned,
  before: readonly Planned[],
): Promise<Planned | undefined> {
  const { notification: n, to, plan } = planned
  if (plan === null || !oncePerPlan.includes(n.type)) return planned
  const isSame = (one: Planned) =>
    one.plan === plan && one.notification.type === n.type && one.notification.outcome === n.outcome
  const earlier = before.filter(isSame)
  const stored = await toldOf(n, plan)
  if (earlier.length === 0 && stored.length === 0) return planned
  const told = new Set([...earlier.flatMap((one) => one.to), ...stored].map(keyOf))
  const left = to.filter(
    (one) => !told.has(keyOf(one)) || (isWebhook(one) && n.type !== 'request.created'),
  )
  return left.length > 0 ? { ...planned, to: left } : undefined
}

type Told = { channel: string | null; recipient: string | null }

const keyOf = ({ channel, recipient }: Told) => `${channel} ${recipient}`

const isWebhook = ({ channel }: { channel: string }) => channel.startsWith('webhook:')

/** Who was told the same about the plan. A row without a channel: there was a notification, and nobody to tell. */
const toldOf = ({ type, outcome, at }: NotificationRow, plan: RequestRow['plan']) => sql()<Told[]>`
  select d.channel, d.recipient from request r join notification n on n.request_id = r.id
    left join delivery d on d.notification_id = n.id
  where r.plan = ${plan} and n.type = ${type} and n.outcome is not distinct from ${outcome}
    and n.at > ${at}::timestamptz - make_interval(secs => ${LONGEST_SECONDS})
    and (n.type <> 'request.created' or r.state = 'pending')`
