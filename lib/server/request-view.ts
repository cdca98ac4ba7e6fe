import type { SlotRow } from '@/lib/approvals/employee-access/observer'
import type { DecisionRow, EffectRow, RequestRow, Sql } from '@/lib/approvals/rows'
import { levelOf } from '@/lib/ops/level'
import { findCommand } from '@/lib/ops/registry'
import type { EffectView, RequestSummary } from '@/lib/ops/request-shapes'
import { approveRequest, revokeRequest } from '@/lib/ops/requests'
import { whyNot } from '@/lib/ops/why-not'
import { rolesAt } from './bindings'
import type { Directory } from './directory'
import type { Person } from './person'
import type { Account } from './twins'

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
  note: e.note,
  stuckSince: isoOrNull(e.stuck_since),
  heldSince: isoOrNull(e.held_since),
})

export const isRequester = (
  r: Pick<RequestRow, 'requester_iss' | 'requester_sub'>,
  person: Pick<Person, 'iss' | 'sub'>,
) => r.requester_iss === person.iss && r.requester_sub === person.sub

const settledWords: Partial<Record<RequestRow['state'], string>> = {
  denied: 'The request was denied.',
  cancelled: 'The request was canceled.',
  expired: 'The time to decide has passed.',
  approved: 'The request is already approved.',
  closed: 'The request is closed.',
}

/** Why this person can't approve it now. Null: they can. */
export function mayApprove(r: RequestRow, person: Person, at: Standing): string | null {
  if (r.state !== 'pending') return settledWords[r.state] ?? null
  if (r.decide_by.getTime() < Date.now()) return 'The time to decide has passed.'
  // Checked first, because no role changes it.
  if (isRequester(r, person)) return "You can't approve your own request."
  return whyNot(approveRequest, rolesAt(person, at)) ?? null
}

/** Why this person can't end the grant. Null: they can. */
export function mayRevoke(r: RequestRow, person: Person, at: Standing): string | null {
  if (r.state !== 'approved')
    return r.state === 'pending' ? 'Access is not granted yet.' : (settledWords[r.state] ?? null)
  if (!findCommand(r.op)?.access)
    return 'This request gives no access, so there is nothing to revoke.'
  if (isRequester(r, person)) return null
  // A requester can end only their own grants.
  const roles = revokeRequest.roles.filter((role) => role !== 'requester')
  return whyNot({ ...revokeRequest, roles }, rolesAt(person, at)) ?? null
}

export type Loaded = {
  r: RequestRow
  begin: EffectRow | undefined
  end: EffectRow | undefined
  decision: DecisionRow | undefined
}

/** The effects and the latest decision of requests, in two queries. */
export async function withEffects(sql: Sql, rows: readonly RequestRow[]): Promise<Loaded[]> {
  if (rows.length === 0) return []
  const ids = rows.map((r) => r.id)
  const effects = await sql<
    EffectRow[]
  >`select * from effect where request_id in ${sql(ids)} order by created_at`
  const decisions = await sql<
    DecisionRow[]
  >`select * from decision where request_id in ${sql(ids)} order by id`
  // The last of each wins.
  const begins = new Map(effects.flatMap((e) => (e.kind === 'begin' ? [[e.request_id, e]] : [])))
  const ends = new Map(effects.flatMap((e) => (e.kind === 'end' ? [[e.request_id, e]] : [])))
  const counting = new Map(decisions.map((d) => [`${d.request_id} ${d.revision}`, d]))
  return rows.map((r) => ({
    r,
    begin: begins.get(r.id),
    end: ends.get(r.id),
    decision: counting.get(`${r.id} ${r.revision}`),
  }))
}

/** `begun` for operations whose work continues in Atlas after its answer. */
function shownHow({ op: id, how }: RequestRow): RequestSummary['how'] {
  return how === 'done' && findCommand(id)?.accepted ? 'begun' : how
}

/** A row of the inbox for this reader. */
export function summaryOf(
  { r, begin, end, decision }: Loaded,
  person: Person,
  at: Standing,
  isTwin: (account: Account) => boolean,
): RequestSummary {
  const input: Record<string, unknown> = JSON.parse(begin?.input ?? r.input)
  const op = findCommand(r.op)
  const minutes = op?.durationField && input[op.durationField]
  const settled = r.state !== 'pending' && r.state !== 'approved'
  return {
    id: r.id,
    op: r.op,
    // An approver may have shortened it.
    summary: op?.access && minutes !== r.minutes ? op.summary(input) : r.says,
    state: r.state,
    how: shownHow(r),
    environment: r.environment,
    orgName: at.orgName,
    groupId: r.group_id,
    groupName: at.groupName,
    clusterName: r.cluster_name,
    level: levelOf(op, input),
    minutes: typeof minutes === 'number' ? minutes : null,
    requester: {
      name: r.requester_name,
      kind: 'human',
      role: null,
      isMe: isRequester(r, person),
      isTwin: isTwin({ iss: r.requester_iss, sub: r.requester_sub }),
    },
    reason: r.reason,
    ticket: r.ticket,
    createdAt: iso(r.created_at),
    decideBy: iso(r.decide_by),
    settledAt: settled ? iso(r.changed_at) : null,
    settledBy: decision?.name ?? null,
    endsAt: isoOrNull(begin?.expiration_time ?? null),
    effect: end ? effectView(end) : begin ? effectView(begin) : null,
    mayApprove: mayApprove(r, person, at),
    mayRevoke:
      mayRevoke(r, person, at) ??
      (end && ['planned', 'claimed', 'sending', 'unknown', 'absent'].includes(end.state)
        ? 'The access is already being revoked.'
        : null),
  }
}
