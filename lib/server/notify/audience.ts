import type { RequestRow } from '@/lib/approvals/rows'
import { approveRequest, revokeRequest } from '@/lib/ops/requests'
import type { Role } from '@/lib/ops/roles'
import { bindingsOf, covers, type Where } from '../bindings'
import { configuration } from '../configuration'
import { sql } from '../database'
import { directory } from '../directory'
import { standing } from '../request-view'
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
}): Promise<Where> {
  const [slot] = await sql()<{ tags: Array<{ key: string; value: string }> }[]>`
    select tags from slot where group_id = ${row.group_id} and cluster_name = ${row.cluster_name}`
  return standing(row, await directory(), slot)
}

/** The groups of the steps of a request's policy. Empty: every approver can decide. */
function stepGroups(r: RequestRow): string[] {
  const terms: unknown = 'terms' in r && typeof r.terms === 'string' ? JSON.parse(r.terms) : null
  const steps = typeof terms === 'object' && terms && 'steps' in terms ? terms.steps : []
  return Array.isArray(steps) ? steps.flatMap((step) => step?.groups ?? []) : []
}

/** People who can decide a request: approvers in its place, in the groups of its steps if the policy names some. */
export async function decidersOf(r: RequestRow, place: Where): Promise<Seen[]> {
  const groups = stepGroups(r)
  return (await peopleWith(approveRequest.roles, place)).filter(
    (one) =>
      !sameAccount(one, { iss: r.requester_iss, sub: r.requester_sub }) &&
      (groups.length === 0 || one.groups.some((group) => groups.includes(group))),
  )
}

/** The people of an audience, each once. */
export async function peopleOf(
  audiences: readonly Audience[],
  r: RequestRow | undefined,
  place: Where,
): Promise<Seen[]> {
  const found = await Promise.all(
    audiences.map(async (audience) => {
      if (audience === 'guards')
        return peopleWith(
          revokeRequest.roles.filter((role) => role !== 'requester'),
          place,
        )
      if (!r) return []
      if (audience === 'deciders') return decidersOf(r, place)
      return audience === 'requester' ? requesterOf(r) : decidedBy(r)
    }),
  )
  return [...new Map(found.flat().map((one) => [recipientOf(one), one])).values()]
}

const requesterOf = (r: RequestRow) =>
  sql()<Seen[]>`
    select iss, sub, name, groups, email, email_verified from person_seen
    where iss = ${r.requester_iss} and sub = ${r.requester_sub}`

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
  if (!person.email) return 'The identity provider gives no e-mail address.'
  if (!person.email_verified && !email.trustUnverified)
    return 'The identity provider has not verified the e-mail address.'
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
