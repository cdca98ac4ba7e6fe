import type { z } from 'zod'
import type { SlotRow } from '@/lib/approvals/employee-access/observer'
import type { RequestRow } from '@/lib/approvals/rows'
import type { inbox as inboxOp } from '@/lib/ops/inbox'
import type { Drift, RequestSummary } from '@/lib/ops/request-shapes'
import type { countWaiting } from '@/lib/ops/waiting'
import { approversAt } from '../approvers'
import { covers, rolesAt, type Where } from '../bindings'
import { configuration } from '../configuration'
import { sql } from '../database'
import { type Directory, directory } from '../directory'
import { driftOf, mayFile, revoking } from '../employee-access/facts'
import { type InScope, placesInScope } from '../in-scope'
import type { Person } from '../person'
import { standing } from '../request-view'
import { stuckFor } from '../stuck'
import type { ConsoleContext } from './context'
import { firstOfPlans, longPlans } from './long-plans'
import { summaries } from './summaries'

const SETTLED = 200

/** All drift in this person's scope. */
async function driftFor(
  person: Person,
  known: Directory,
  inScope: InScope | undefined,
): Promise<Drift[]> {
  const slots = await sql()<SlotRow[]>`
    select s.*, ${revoking(sql())} from slot s
    where drift_since is not null and ${inScope ? sql()`s.group_id = any(${inScope.groupIds})` : sql()`true`} order by drift_since desc limit 100`
  return slots.flatMap((slot) => {
    const at = standing(slot, known, slot)
    const drift = rolesAt(person, at).length > 0 ? driftOf(slot, person, at, undefined) : null
    return drift ? [drift] : []
  })
}

/** Groups with the approver role somewhere in this person's scope. */
async function approverGroups(person: Person, { orgs, projects }: Directory): Promise<string[]> {
  const tagged = await sql()<SlotRow[]>`select * from slot where tags <> '[]'`
  const places: Where[] = [
    ...[...orgs.keys()].map((orgId) => ({ orgId, tags: [] })),
    ...projects.values(),
    ...tagged.map((slot) => standing(slot, { orgs, projects, problems: [] }, slot)),
  ]
  const seen = places.filter((place) => rolesAt(person, place).length > 0)
  const groups = configuration()
    .bindings.filter((b) => b.role === 'approver' && seen.some((place) => covers(b, place)))
    .map((b) => b.group)
  return [...new Set(groups)]
}

const isForMe = (r: RequestSummary) => r.state === 'pending' && r.mayApprove === null
const isToReview = (r: RequestSummary) => r.breakGlass?.mayReview === null

/** Uses of break-glass, the review that is due first on top. */
const unreviewed = () => sql()<RequestRow[]>`
  select r.* from request r join break_glass g on g.request_id = r.id where g.reviewed_at is null order by g.review_due`

/** `requests.waiting`: as many as `inbox` shows this person to decide and to review. */
export async function waiting(
  _: unknown,
  { person }: ConsoleContext,
): Promise<z.output<typeof countWaiting.output>> {
  const pending = await sql()<
    RequestRow[]
  >`select * from request where state = 'pending' and part_of is null`
  const broken = await unreviewed()
  const rows = new Map([...pending, ...broken].map((r) => [r.id, r]))
  const shown = await summaries([...rows.values()], person)
  const sent = new Set(shown.filter(isForMe).map(({ id, plan }) => plan ?? id))
  return { waiting: sent.size + shown.filter(isToReview).length }
}

/** `requests.inbox` */
export async function inbox(
  _: unknown,
  { person }: ConsoleContext,
): Promise<z.output<typeof inboxOp.output>> {
  const known = await directory()
  const partly = await sql()<{ id: string }[]>`
    select distinct part_of as id from request where state = 'approved' and part_of is not null`
  // The rest of these may wait again, or be denied, while access on some clusters is active.
  const withAccess = new Set(partly.map(({ id }) => id))
  const open = await sql()<RequestRow[]>`
    select * from request where part_of is null and (state in ('pending', 'approved') or id = any(${[...withAccess]}))
    order by decide_by`
  const inScope = await placesInScope(person, known)
  const over = await sql()<RequestRow[]>`
    select * from request where state not in ('pending', 'approved') and part_of is null and ${inScope ? sql()`(group_id = any(${inScope.groupIds}) or group_id is null and (targets is not null or org_id = any(${inScope.orgIds})))` : sql()`true`}
    order by changed_at desc limit ${SETTLED}`
  const own = await sql()<RequestRow[]>`
    select * from request where part_of is null and (requester_iss = ${person.iss} and requester_sub = ${person.sub}
      or call is not null and beneficiary_iss = ${person.iss} and beneficiary_sub = ${person.sub})
    order by created_at desc limit 50`
  const broken = await unreviewed()
  const rows = new Map([...open, ...over, ...own, ...broken].map((r) => [r.id, r]))
  const shown = new Map((await summaries([...rows.values()], person)).map((s) => [s.id, s]))
  const of = (some: readonly RequestRow[]) => some.flatMap(({ id }) => shown.get(id) ?? [])
  const openRows = of(open)
  const pending = openRows.filter((r) => r.state === 'pending')
  const duty = await approversAt({ orgId: '', tags: [] }, undefined)
  const inPlaces = await approverGroups(person, known)
  const forMe = pending.filter(isForMe)
  const others = pending.filter((r) => r.mayApprove !== null && !r.requester.isMe)
  return {
    forMe: firstOfPlans(forMe),
    plans: longPlans(forMe, others),
    toReview: of(broken).filter(isToReview),
    live: openRows
      .filter((r) => (r.state === 'approved' || withAccess.has(r.id)) && r.client === null)
      .sort((a, b) => (a.endsAt ?? '').localeCompare(b.endsAt ?? '')),
    awaiting: openRows.filter((r) => r.state === 'approved' && r.client !== null),
    drift: await driftFor(person, known, inScope),
    stuck: await stuckFor(person, known, inScope),
    mine: of(own),
    settled: of(over),
    others: firstOfPlans(others),
    onDuty: duty.people.length > 0 ? duty.people.map((p) => p.name) : inPlaces,
    mayFile: mayFile(person, undefined),
  }
}
