import { z } from 'zod'
import { breakGlassOf } from '@/lib/approvals/break-glass'
import { requestOf } from '@/lib/approvals/decide-request'
import { outcomesOf } from '@/lib/approvals/parts'
import { MACHINES } from '@/lib/approvals/people-only'
import type { BreakGlassRow, RequestRow } from '@/lib/approvals/rows'
import { entries } from '@/lib/audit/read'
import { visible } from '@/lib/format/invisible'
import { inUtc } from '@/lib/format/time'
import { sql } from '../database'
import { directory } from '../directory'
import { whereOf } from './audience'
import type { NotificationRow } from './channels'

const headlines: Readonly<Record<string, string>> = {
  'request.created': 'Waiting for approval',
  'request.edited': 'Edited and waiting for approval',
  'request.escalated': 'Still waiting for approval',
  'request.reopened': 'Needs a new decision',
  'request.voted': 'One more approval',
  'request.approved': 'Approved',
  'request.denied': 'Denied',
  'request.cancelled': 'Canceled',
  'request.expired': 'Expired: nobody decided in time',
  'request.settled': 'Carried out',
  'request.closed': 'Closed',
  'request.attended': 'Waiting for approval',
  'breakglass.used': 'Break-glass: sent without approval',
  'breakglass.overdue': 'Break-glass was not reviewed in time',
  'breakglass.reviewed': 'Break-glass was reviewed',
  'access.granted': 'Access is live',
  'access.expired': 'Access expired',
  'access.revoked': 'Access was revoked',
  'access.drifted': 'Access changed outside Gatehouse',
  'access_review.started': 'Access review: items to decide',
  'access_review.due': 'Access review ends soon',
  'machine.ending': 'Machine ends soon',
  'machine.ended': 'Machine ended',
  'credential.created_outside': 'New Atlas credential created outside Gatehouse',
  'access.drift_cleared': 'The change made outside Gatehouse is gone',
  test: 'Test notification',
}

const outcomes: Readonly<Record<string, string>> = {
  done: 'Done',
  refused: 'Atlas refused the call',
  missed: 'The call was not sent in time',
  conflict: 'Stopped because of a conflict',
  ended: 'Access ended',
  revoked: 'Access was revoked',
  skipped: 'Skipped',
  mixed: 'Closed, with failures',
}

/** What happened, in a few words. */
const headlineOf = ({ type, outcome }: Pick<NotificationRow, 'type' | 'outcome'>): string =>
  (type === 'request.closed' && outcome !== null && outcomes[outcome]) || (headlines[type] ?? type)

/** Text from elsewhere on one line, with hidden characters written out. */
export const oneLine = (text: string, most = 200): string => {
  const line = visible(text.replaceAll(/\s+/g, ' ').trim())
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

/** How far the review of a break-glass is. */
function reviewOf({ verdict, reviewer_name, overdue_at, review_due }: BreakGlassRow): string {
  const judged = verdict === 'justified' ? 'justified' : 'not justified'
  if (verdict !== null) return `${judged}, reviewed by ${oneLine(reviewer_name ?? '')}`
  return overdue_at ? 'not reviewed in time' : `review due ${inUtc(review_due)}`
}

export type Told = {
  headline: string
  /** The sentence of the request, or the cluster. */
  about: string
  /** Names and values. */
  facts: Array<[string, string]>
  /** The requester's words, if the channel asks for them. */
  reason: string | undefined
  request: RequestRow | undefined
  /** The plan of the request, if it has others. Its page shows all of them. */
  plan: string | undefined
}

/** `Ana Diaz`, or `terraform-payments, machine of Ana Diaz`. */
const requesterOf = (r: RequestRow): string =>
  r.requester_iss === MACHINES
    ? `${r.requester_name}, machine of ${r.beneficiary_name}`
    : r.requester_name

const ending = z.object({ target: z.string(), after: z.looseObject({ ends: z.coerce.date() }) })

/** The number of requests of a plan, and how many wait or are in the request's state. Undefined: it is alone. */
async function planOf(r: RequestRow | undefined) {
  if (!r || r.plan === null) return undefined
  const [size] = await sql()<{ total: number; waiting: number; alike: number }[]>`
    select count(*)::int as total, (count(*) filter (where state = 'pending'))::int as waiting,
      (count(*) filter (where state = ${r.state}))::int as alike
    from request where plan = ${r.plan} and part_of is null`
  return size && size.total > 1 ? { id: r.plan, ...size } : undefined
}

/** The machine whose end a notification is about, from its audit row. */
async function machineOf({ seq }: NotificationRow) {
  const [row] = seq === null ? [] : await entries(sql(), { after: seq - 1, limit: 1 })
  const found = ending.safeParse(row?.body).data
  return found && { name: found.target, ends: found.after.ends }
}

/** What a person reads about a notification, from the request as it is now. Plain text: each sink makes it inert. */
export async function toldOf(n: NotificationRow, withReason: boolean): Promise<Told> {
  const request = n.request_id === null ? undefined : await requestOf(sql(), n.request_id)
  const { orgs, projects } = await directory()
  const org = orgs.get(n.org_id ?? '')?.name ?? 'Gatehouse'
  const machine = n.type.startsWith('machine.') ? await machineOf(n) : undefined
  const about =
    request?.says ??
    machine?.name ??
    (n.cluster_name === null ? org : `Employee access to ${n.cluster_name}`)
  const plan = await planOf(request)
  const facts: Told['facts'] = machine ? [['Ends', inUtc(machine.ends)]] : []
  if (!request && n.group_id !== null) {
    facts.push(['Organization', oneLine(org)])
    facts.push(['Project', oneLine(projects.get(n.group_id)?.name ?? n.group_id)])
    if (n.environment === 'production') facts.push(['Environment', 'Production'])
  }
  if (request) {
    facts.push(['Requester', oneLine(requesterOf(request))])
    if (plan) facts.push(['Sent together', `${plan.total}, ${plan.waiting} waiting for review`])
    if (request.ticket) facts.push(['Ticket', oneLine(request.ticket)])
    const { orgName, groupName } = await whereOf(request)
    facts.push(['Organization', oneLine(orgName)])
    if (request.group_id !== null) facts.push(['Project', oneLine(groupName)])
    if (request.targets !== null) facts.push(['Clusters', await outcomesOf(sql(), request)])
    if (request.environment === 'production') facts.push(['Environment', 'Production'])
    const glass = await breakGlassOf(sql(), request.id)
    if (glass) facts.push(['Break-glass', reviewOf(glass)])
    if (request.state === 'pending') facts.push(['Decide by', inUtc(request.decide_by)])
  }
  return {
    headline: headlineOf(n),
    about:
      plan && plan.alike > 1 ? `${oneLine(about)}, and ${plan.alike - 1} more` : oneLine(about),
    facts,
    reason: withReason && request ? visible(request.reason) : undefined,
    request,
    plan: plan?.id,
  }
}
