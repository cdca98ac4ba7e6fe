import { z } from 'zod'
import { votesOf } from '@/lib/approvals/decide-request'
import { activeDelegations } from '@/lib/approvals/delegation'
import { MACHINES } from '@/lib/approvals/people-only'
import type { RequestRow } from '@/lib/approvals/rows'
import { approveRequest, revokeRequest } from '@/lib/ops/requests'
import type { Role } from '@/lib/ops/roles'
import { bindingsOf, covers, type Where } from '../bindings'
import { configuration } from '../configuration'
import { sql } from '../database'
import { directory } from '../directory'
import { choose, countedVotes, electorateOf } from '../electorate'
import { placesOfRequest } from '../request-place'
import { type Standing, standing } from '../request-view'
import type { Audience } from './event'

export type Account = { iss: string; sub: string }

/** A person as last seen at a sign-in. */
export type Seen = Account & {
  name: string
  groups: string[]
  email: string | null
  email_verified: boolean
}

export const sameAccount = (a: Account, b: Account) => a.iss === b.iss && a.sub === b.sub

/** For how long after a sign-in a person counts as present. */
const SEEN_DAYS = 30

/** People with one of the roles in a place, by their last sign-in, because OpenID Connect lists no members of a group. */
async function peopleWith(roles: readonly Role[], place: Where): Promise<Seen[]> {
  const groups = configuration()
    .bindings.filter((b) => roles.includes(b.role) && covers(b, place))
    .map((b) => b.group)
  return peopleIn(groups)
}

const peopleIn = (groups: readonly string[]) =>
  sql()<Seen[]>`
    select iss, sub, name, groups, email, email_verified from person_seen
    where groups && ${[...groups]} and iss = ${configuration().signIn.issuer}
      and seen_at > clock_timestamp() - make_interval(days => ${SEEN_DAYS})
    order by seen_at desc limit 500`

/** The place of a request or of a cluster, from what is known without asking Atlas. */
export async function whereOf(row: {
  org_id: string
  group_id: string | null
  cluster_name: string | null
}): Promise<Standing> {
  const [slot] = await sql()<{ tags: Array<{ key: string; value: string }> }[]>`
    select tags from slot where group_id = ${row.group_id} and cluster_name = ${row.cluster_name}`
  return standing(row, await directory(), slot)
}

/**
 * People who can approve a request now: in the step that waits, by their own right or one delegated to them. With `deny`,
 * in any step. Nobody who is part of the request.
 */
export async function decidersOf(
  r: RequestRow,
  verdict: 'approve' | 'deny' = 'approve',
): Promise<Seen[]> {
  const here = await whereOf(r)
  const known = await placesOfRequest(r).catch(() => [])
  const places = known.length > 0 ? known : [here]
  const approvers = await peopleWith(approveRequest.roles, here)
  const delegations = await activeDelegations(sql(), approvers)
  const delegates = await peopleNamed(delegations.map((d) => ({ iss: d.to_iss, sub: d.to_sub })))
  const people = unique([...approvers, ...delegates])
  const votes = await votesOf(sql(), r)
  const electorate = await electorateOf(sql(), [r], votes, people)
  const { counted } = countedVotes(r, votes, places, electorate, r.escalated)
  return people.filter((one) => {
    const voter = { ...one, bindings: bindingsOf(one.groups) }
    return !('why' in choose(r, counted, places, voter, electorate, verdict))
  })
}

const unique = (people: readonly Seen[]): Seen[] => [
  ...new Map(people.map((one) => [recipientOf(one), one])).values(),
]

const peopleNamed = (accounts: readonly Account[]) =>
  sql()<Seen[]>`
    select iss, sub, name, groups, email, email_verified from person_seen
    where (iss, sub) in (select * from unnest(${accounts.map((a) => a.iss)}::text[], ${accounts.map((a) => a.sub)}::text[]))`

/** Who filed a request; for a machine, its owner. */
const personBehind = (r: RequestRow) =>
  r.requester_iss === MACHINES && r.beneficiary_iss !== null && r.beneficiary_sub !== null
    ? { iss: r.beneficiary_iss, sub: r.beneficiary_sub }
    : { iss: r.requester_iss, sub: r.requester_sub }

const owned = z.looseObject({ owner: z.object({ iss: z.string(), sub: z.string() }) })
const reviewed = z.looseObject({ reviewers: z.array(z.string()) })

/** The people of an audience. `after` is that of the audit row. */
export async function peopleOf(
  audience: Audience,
  r: RequestRow | undefined,
  place: Where,
  after?: unknown,
): Promise<Seen[]> {
  if (audience === 'reviewers') {
    const { issuer } = configuration().signIn
    const { reviewers = [] } = reviewed.safeParse(after).data ?? {}
    return peopleNamed(reviewers.map((sub) => ({ iss: issuer, sub })))
  }
  if (audience === 'keepers') {
    const { owner } = owned.safeParse(after).data ?? {}
    // Machines belong to no organization, so only admins of everything manage them.
    return unique([
      ...(await peopleWith(['admin'], { orgId: '', tags: [] })),
      ...(await peopleNamed(owner ? [owner] : [])),
    ])
  }
  if (audience === 'guards')
    return peopleWith(
      revokeRequest.roles.filter((role) => role !== 'requester'),
      place,
    )
  if (!r) return []
  if (audience === 'requester') return peopleNamed([personBehind(r)])
  if (audience === 'decided') return decidedBy(r)
  if (audience === 'skipped') return decidersOf(r, 'deny')
  const all = r.state === 'pending' ? await decidersOf(r) : []
  return audience === 'deciders' ? all : withoutTold(all, r)
}

/** Those who have not been told about a request. */
async function withoutTold(people: readonly Seen[], r: RequestRow): Promise<Seen[]> {
  const told = await sql()<{ recipient: string }[]>`
    select distinct recipient from delivery where request_id = ${r.id} and recipient <> ''`
  const already = new Set(told.map(({ recipient }) => recipient))
  return people.filter((one) => !already.has(recipientOf(one)))
}

const decidedBy = (r: RequestRow) =>
  sql()<Seen[]>`
    select iss, sub, name, groups, email, email_verified from person_seen p
    where exists (select 1 from decision d where d.request_id = ${r.id} and d.iss = p.iss and d.sub = p.sub)`

/** An account as the recipient of a delivery. */
export const recipientOf = ({ iss, sub }: Account) => JSON.stringify([iss, sub])

/** The account of a recipient. Undefined for a shared channel. */
export function accountOf(recipient: string): Account | undefined {
  if (recipient === '') return undefined
  const [iss, sub]: string[] = JSON.parse(recipient)
  return iss === undefined || sub === undefined ? undefined : { iss, sub }
}

/** Why no mail can be sent to a person. Undefined: it can. */
export function whyNoMail(person: Pick<Seen, 'email' | 'email_verified'>): string | undefined {
  const { email } = configuration().notifications
  if (!email) return 'E-mail is not set up.'
  if (!person.email) return 'Their last sign-in gave no e-mail address.'
  if (!person.email_verified && !email.trustUnverified)
    return 'The identity provider has not verified their e-mail address.'
  return undefined
}

/** The topics that people turned off, by recipient. */
export async function mutedBy(people: readonly Account[]): Promise<Map<string, string[]>> {
  if (people.length === 0) return new Map()
  const rows = await sql()<Array<Account & { muted: string[] }>>`
    select iss, sub, muted from notification_choice where sub = any(${people.map((p) => p.sub)})`
  return new Map(rows.map((row) => [recipientOf(row), row.muted]))
}

/** Removes bindings that give nothing: a person without a role is told nothing. */
export const hasRole = ({ groups }: Pick<Seen, 'groups'>) => bindingsOf(groups).length > 0
