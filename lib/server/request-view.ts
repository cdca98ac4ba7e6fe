import type { SlotRow } from '@/lib/approvals/employee-access/observer'
import { approvedInput, narrowest } from '@/lib/approvals/narrowing'
import { MACHINES } from '@/lib/approvals/people-only'
import { deciders, groupsOfStep, openStep } from '@/lib/approvals/quorum'
import type { BreakGlassRow, DecisionRow, EffectRow, RequestRow, Sql } from '@/lib/approvals/rows'
import { termsOf } from '@/lib/approvals/terms'
import { findCommand } from '@/lib/atlas/find-op'
import { levelOf } from '@/lib/ops/level'
import type { EffectView, RequestSummary } from '@/lib/ops/request-shapes'
import { revokeRequest } from '@/lib/ops/requests'
import { whyNot } from '@/lib/ops/why-not'
import { rolesAt, type Where } from './bindings'
import { breakGlassView, whyNoReview } from './break-glass'
import type { Directory } from './directory'
import { choose, countedVotes } from './electorate'
import type { Electorate } from './involved'
import type { Loaded } from './loaded'
import type { Person } from './person'
import type { Account } from './twins'
import { foremost, saysOf, targetsShown } from './whole-view'

const iso = (date: Date) => date.toISOString()
const isoOrNull = (date: Date | null) => date?.toISOString() ?? null

/** The place of a request or slot as bindings match it, with the tags of its cluster. */
export type Standing = {
  orgId: string
  groupId?: string
  tags: SlotRow['tags']
  orgName: string
  groupName: string
}

/** The place of a request or a slot, from what is known without asking Atlas. */
export function standing(
  row: { org_id: string; group_id: string | null },
  { orgs, projects }: Directory,
  slot?: Pick<SlotRow, 'tags'>,
): Standing {
  const project = row.group_id === null ? undefined : projects.get(row.group_id)
  const orgName = orgs.get(row.org_id)?.name ?? row.org_id
  return {
    orgId: row.org_id,
    ...(row.group_id === null ? {} : { groupId: row.group_id }),
    tags: [...(project?.tags ?? []), ...(slot?.tags ?? [])],
    orgName,
    groupName: project?.name ?? row.group_id ?? orgName,
  }
}

/**
 * Why a call did not go on, without what a failure tells people to do: Gatehouse itself tries again. What ended it keeps
 * the advice.
 */
export const noteOf = ({ state, note }: Pick<EffectRow, 'state' | 'note'>): string | null =>
  state === 'refused' || state === 'conflict'
    ? note
    : (note?.replace(/ (Try again|Check the current state) [a-z ]+\.$/, '') ?? null)

export const effectView = (e: EffectRow): EffectView => ({
  id: e.id,
  op: e.op,
  isEnd: e.kind === 'end',
  state: e.state,
  attempts: e.attempt,
  expirationTime: isoOrNull(e.expiration_time),
  sentAt: isoOrNull(e.sent_at),
  confirmedAt: isoOrNull(e.confirmed_at),
  nextCheckAt: e.state === 'unknown' || e.state === 'planned' ? isoOrNull(e.next_check_at) : null,
  note: noteOf(e),
  stuckSince: isoOrNull(e.stuck_since),
  heldSince: isoOrNull(e.held_since),
  awaitsCaller: e.awaits_caller,
})

export const isRequester = (
  r: Pick<RequestRow, 'requester_iss' | 'requester_sub'>,
  person: Pick<Person, 'iss' | 'sub'>,
) => r.requester_iss === person.iss && r.requester_sub === person.sub

/** Whether a person filed a request, or it was filed for them. */
export const isInvolved = (r: RequestRow, person: Pick<Person, 'iss' | 'sub'>) =>
  isRequester(r, person) || (r.beneficiary_iss === person.iss && r.beneficiary_sub === person.sub)

export const PART = 'This is one cluster of a request for several. Decide on that request.'

const settledWords: Partial<Record<RequestRow['state'], string>> = {
  denied: 'The request was denied.',
  cancelled: 'The request was canceled.',
  expired: 'The time to decide has passed.',
  approved: 'The request is already approved.',
  closed: 'The request is closed.',
}

/** Why this person's approval would not count now. Null: it would. */
function mayApprove(
  { r, votes }: Pick<Loaded, 'r' | 'votes'>,
  person: Person,
  places: readonly Where[],
  electorate: Electorate,
): string | null {
  if (r.state !== 'pending') return settledWords[r.state] ?? null
  if (r.part_of !== null) return PART
  if (r.decide_by.getTime() < Date.now()) return 'The time to decide has passed.'
  const odd = whyUnreadable(r)
  if (odd) return odd
  const { counted } = countedVotes(r, votes, places, electorate, r.escalated)
  const choice = choose(r, counted, places, person, electorate)
  return 'why' in choice ? choice.why : null
}

/** Roles that can end the access of others. A requester can end only their own. */
export const mayRevokeAny = revokeRequest.roles.filter((role) => role !== 'requester')

/** Why this person can't end the grant, or any of those in these places. Null: they can. */
export function mayRevoke(r: RequestRow, person: Person, ...at: readonly Where[]): string | null {
  if (r.state !== 'approved')
    return r.state === 'pending' ? 'Access is not granted yet.' : (settledWords[r.state] ?? null)
  if (!findCommand(r.op)?.access)
    return 'This request gives no access, so there is nothing to revoke.'
  if (isInvolved(r, person)) return null
  const op = { ...revokeRequest, roles: mayRevokeAny }
  const whys = at.map((one) => whyNot(op, rolesAt(person, one)))
  return whys.includes(undefined) ? null : (whys[0] ?? null)
}

/** The effects, decisions, break-glass and parts of requests, in four queries, and as many for the parts. */
export async function withEffects(sql: Sql, rows: readonly RequestRow[]): Promise<Loaded[]> {
  if (rows.length === 0) return []
  const wholes = rows.flatMap(({ id, targets }) => (targets === null ? [] : [id]))
  const parts = await withEffects(
    sql,
    wholes.length === 0
      ? []
      : await sql<RequestRow[]>`
          select * from request where part_of = any(${wholes}) order by part_of, part_at`,
  )
  const ids = rows.map((r) => r.id)
  const effects = await sql<
    EffectRow[]
  >`select * from effect where request_id in ${sql(ids)} order by state <> 'refused', created_at`
  const decisions = await sql<
    DecisionRow[]
  >`select * from decision where request_id in ${sql(ids)} order by id`
  // The last of each wins.
  const begins = new Map(effects.flatMap((e) => (e.kind === 'begin' ? [[e.request_id, e]] : [])))
  const ends = new Map(effects.flatMap((e) => (e.kind === 'end' ? [[e.request_id, e]] : [])))
  const glasses = await sql<
    BreakGlassRow[]
  >`select * from break_glass where request_id in ${sql(ids)}`
  const broken = new Map(glasses.map((glass) => [glass.request_id, glass]))
  const effectsOf = Map.groupBy(effects, (e) => e.request_id)
  const decisionsOf = Map.groupBy(decisions, (d) => d.request_id)
  return rows.map((r) => {
    const all = decisionsOf.get(r.id) ?? []
    const own = all.filter((d) => d.revision === r.revision)
    return {
      r,
      effects: effectsOf.get(r.id) ?? [],
      decisions: all,
      begin: begins.get(r.id),
      end: ends.get(r.id),
      votes: own.filter((d) => d.verdict === 'approve'),
      denial: own.find((d) => d.verdict === 'deny'),
      glass: broken.get(r.id),
      parts: parts.filter((part) => part.r.part_of === r.id),
    }
  })
}

/** Why the terms of a request can't be read. One tampered row must not take a list along. */
export function whyUnreadable(r: RequestRow): string | undefined {
  try {
    termsOf(r)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** How many approvals a request has and needs, and who can give the next one. Null: it needs none. */
function approvalsShown(
  { r, votes, glass }: Loaded,
  places: readonly Where[],
  electorate: Electorate,
): RequestSummary['approvals'] {
  if (whyUnreadable(r) || glass || r.part_of !== null) return null
  const terms = termsOf(r)
  const needed = terms.steps.reduce((sum, { count }) => sum + count, 0)
  if (needed === 0) return null
  // Those of a settled request are not counted again, because roles change.
  const counted =
    r.state === 'pending' ? countedVotes(r, votes, places, electorate, r.escalated).counted : votes
  const open = openStep(terms.steps, counted)
  const waitsFor = open === undefined ? null : deciders(groupsOfStep(terms, open, r.escalated))
  return { got: Math.min(counted.length, needed), needed, waitsFor }
}

/** `begun` for operations whose work continues in Atlas after its answer. */
function shownHow({ op: id, how }: RequestRow): RequestSummary['how'] {
  return how === 'done' && findCommand(id)?.accepted ? 'begun' : how
}

/** What settled a request that no person approved. */
const withoutVotes = ({ r, begin, glass }: Loaded) =>
  glass ? 'Break-glass' : begin && !whyUnreadable(r) && termsOf(r).automatic ? 'Policy' : null

/** How a request was sent without approval, and whether this person can review it. */
function breakGlassShown(
  { r, glass }: Loaded,
  person: Person,
  places: readonly Where[],
  electorate: Electorate,
): RequestSummary['breakGlass'] {
  if (!glass) return null
  const odd = whyUnreadable(r)
  const choice = odd ? undefined : choose(r, [], places, person, electorate, 'deny')
  return breakGlassView(glass, choice ? whyNoReview(choice) : odd)
}

/** A row of the inbox for this reader. `places` are those in which its approvers need the role. */
export function summaryOf(
  loaded: Loaded,
  person: Person,
  at: Standing,
  isTwin: (account: Account) => boolean,
  places: readonly Where[],
  electorate: Electorate,
): RequestSummary {
  const { r, votes, denial, parts } = loaded
  const { begin, end } = parts.length > 0 ? foremost(parts) : loaded
  const narrowing = narrowest(r, votes)
  const input: Record<string, unknown> = JSON.parse(
    loaded.begin?.input ?? approvedInput(r, narrowing),
  )
  const op = findCommand(r.op)
  const minutes = op?.durationField && input[op.durationField]
  const settled = r.state !== 'pending' && r.state !== 'approved'
  // The rest of a request can wait, or be denied, while access on some clusters is active.
  const isOpen = parts.some((part) => part.r.state === 'approved')
  const open: RequestRow = isOpen ? { ...r, state: 'approved' } : r
  return {
    id: r.id,
    op: r.op,
    summary: saysOf(loaded, input, narrowing),
    state: r.state,
    how: shownHow(r),
    environment: r.environment,
    orgName: at.orgName,
    groupId: r.group_id,
    groupName: at.groupName,
    clusterName: r.cluster_name,
    targets: targetsShown(parts, op),
    level: levelOf(op, input),
    minutes: typeof minutes === 'number' ? minutes : null,
    requester: {
      name: r.requester_name,
      kind: r.requester_iss === MACHINES ? 'machine' : 'human',
      role: null,
      isMe: isRequester(r, person),
      isTwin: isTwin({ iss: r.requester_iss, sub: r.requester_sub }),
    },
    reason: r.reason,
    ticket: r.ticket,
    client: r.call === null ? null : { owner: r.beneficiary_name },
    plan: r.plan,
    createdAt: iso(r.created_at),
    decideBy: iso(r.decide_by),
    settledAt: settled ? iso(r.changed_at) : null,
    settledBy: denial?.name ?? (votes.map((vote) => vote.name).join(', ') || withoutVotes(loaded)),
    endsAt: isoOrNull(begin?.expiration_time ?? null),
    effect: end ? effectView(end) : begin ? effectView(begin) : null,
    mayApprove: mayApprove(loaded, person, places, electorate),
    approvals: approvalsShown(loaded, places, electorate),
    mayRevoke:
      mayRevoke(open, person, ...(parts.length > 0 ? places : [at])) ??
      (parts.length === 0 &&
      end &&
      ['planned', 'claimed', 'sending', 'unknown', 'absent'].includes(end.state)
        ? 'The access is already being revoked.'
        : null),
    breakGlass: breakGlassShown(loaded, person, places, electorate),
  }
}
