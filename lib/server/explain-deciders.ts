import { activeDelegations } from '@/lib/approvals/delegation'
import { type Account, approvalsOf, groupsOfStep, keyOf } from '@/lib/approvals/quorum'
import type { DecisionRow } from '@/lib/approvals/rows'
import { ANYONE, type Terms, termsOf } from '@/lib/approvals/terms'
import { canonical } from '@/lib/audit/canonical'
import { roughly } from '@/lib/format/time'
import { count, list } from '@/lib/format/words'
import { bindingInWords, bindingsOf, covers, type Where } from './bindings'
import { sql } from './database'
import { type Cause, choose, countedVotes, electorateOf, type Voter } from './electorate'
import type { Electorate, Voted } from './involved'
import { policySettings } from './policy-settings'

/** Groups of somebody who has not signed in for so long are not relied on. */
const RECENT_DAYS = 30
const DAY_MS = 24 * 3_600_000
/** Most people to read. */
const MOST = 500
/** Most people to read for a page. */
const MOST_NAMED = 60

/** Someone who has signed in. */
export type Seen = Voter & { seenAt: Date }
type Named = { name: string; lastSeenAt: string }

/** A step of a request's terms, and who can approve in it. */
export type StepExplained = {
  groups: string[]
  count: number
  got: number
  /** `via` is the binding that gives the role; `for` the person who delegated it. */
  can: (Named & { via: string; for: string | null })[]
  /** People who are approvers elsewhere or members of a group of the step, and why they can't. */
  others: (Named & { why: string; cause: Cause | 'stale' })[]
  /** Why the step can't be completed by the people who have signed in. Null: it can. */
  missing: string | null
}

/**
 * Who could approve a request with these terms and votes in these places, step by step, and why not the others. `some`
 * limits who is considered; by default everyone who has signed in.
 */
export async function explainDeciders(
  r: Voted,
  votes: readonly DecisionRow[],
  places: readonly Where[],
  some?: readonly Seen[],
): Promise<StepExplained[]> {
  const people = some ?? (await peopleSeen())
  return explained(r, votes, places, people, await electorateOf(sql(), [r], votes, people))
}

/** The same for `people`, who are voters of this electorate. */
export function explained(
  r: Voted,
  votes: readonly DecisionRow[],
  places: readonly Where[],
  people: readonly Seen[],
  electorate: Electorate,
): StepExplained[] {
  const { counted } = countedVotes(r, votes, places, electorate, r.escalated)
  const terms = termsOf(r)
  const steps = terms.automatic ? [] : terms.steps.length > 0 ? terms.steps : [ANYONE]
  const got = approvalsOf(steps, counted)
  const shown = steps.map((step, at) => {
    const groups = groupsOfStep(terms, at, r.escalated)
    const found = people.map((person) => {
      const choice = choose(r, counted, places, person, electorate, 'approve', at)
      const cause = 'why' in choice ? choice.cause : whyStale(person)
      return { person, choice, cause }
    })
    const able = found.flatMap(({ person, choice, cause }) => {
      if ('why' in choice || cause) return []
      const { holder, bindings, delegationId } = choice.right
      const via = bindings.find((b) => b.role === 'approver' && places.every((p) => covers(b, p)))
      const shown = {
        ...named(person),
        via: via ? bindingInWords(via) : 'several bindings',
        for: delegationId === undefined ? null : holder.name,
      }
      // A right counts once, whoever uses it, and so do the accounts of one person.
      const owner = people.find((one) => electorate.isSame(one, holder)) ?? holder
      return [{ shown, right: keyOf(owner) }]
    })
    const rights = [...new Set(able.map(({ right }) => right))]
    const others = found.flatMap(({ person, cause }) => {
      const isNear =
        groups.some((group) => person.groups.includes(group)) ||
        person.bindings.some((b) => b.role === 'approver')
      return cause && (isNear || (cause !== 'role' && cause !== 'group'))
        ? [{ ...named(person), why: inWords(cause, person, groups), cause }]
        : []
    })
    const needed = step.count - (got[at] ?? 0)
    return {
      rights,
      step: {
        groups,
        count: step.count,
        got: got[at] ?? 0,
        can: able.map((one) => one.shown),
        others,
        missing: whyMissing(needed, rights.length, groups),
      },
    }
  })
  return withShared(shown)
}

/** Marks the last step if each step could be completed, but not all by different people. */
function withShared(shown: { step: StepExplained; rights: string[] }[]): StepExplained[] {
  const steps = shown.map(({ step }) => step)
  const slots = shown.flatMap(({ step: { count, got }, rights }) =>
    Array.from({ length: Math.max(0, count - got) }, () => rights),
  )
  const taken = new Map<string, number>()
  const place = (slot: number, tried: Set<string>): boolean =>
    (slots[slot] ?? []).some((right) => {
      if (tried.has(right)) return false
      tried.add(right)
      const other = taken.get(right)
      if (other !== undefined && !place(other, tried)) return false
      taken.set(right, slot)
      return true
    })
  const filled = slots.filter((_, slot) => place(slot, new Set())).length
  if (filled === slots.length || steps.some(({ missing }) => missing)) return steps
  const missing = `The steps need ${count(slots.length, 'more person', 'more people')}, each a different one. Only ${filled} of those who signed in within the last ${RECENT_DAYS} days can take part.`
  return steps.map((step, i) => (i === steps.length - 1 ? { ...step, missing } : step))
}

/** People who have signed in with the configured provider, latest first; `where` narrows them. */
export async function peopleSeen(where = sql()`true`, most = MOST): Promise<Seen[]> {
  const rows = await sql()<
    Array<{ iss: string; sub: string; name: string; groups: string[]; seen_at: Date }>
  >`
    select iss, sub, name, groups, seen_at from person_seen
    where iss = ${policySettings().signIn.issuer} and ${where} order by seen_at desc limit ${most}`
  return rows.map(({ seen_at, ...one }) => ({
    ...one,
    bindings: bindingsOf(one.groups),
    seenAt: seen_at,
  }))
}

const named = ({ name, seenAt }: Seen): Named => ({ name, lastSeenAt: seenAt.toISOString() })

const whyStale = ({ seenAt }: Seen) =>
  Date.now() - seenAt.getTime() > RECENT_DAYS * DAY_MS ? ('stale' as const) : undefined

function whyMissing(needed: number, able: number, groups: readonly string[]): string | null {
  if (able >= needed) return null
  const who = groups.length > 0 ? ` from ${list(groups, 'or')}` : ''
  const known =
    able === 0
      ? 'Nobody who can give one'
      : `Only ${count(able, 'person', 'people')} who can give one`
  return `This step needs ${count(needed, 'approval')}${who}. ${known} signed in within the last ${RECENT_DAYS} days.`
}

function inWords(
  cause: Cause | 'stale',
  { bindings, seenAt }: Seen,
  groups: readonly string[],
): string {
  const elsewhere = bindings.filter((b) => b.role === 'approver').map(bindingInWords)
  const words: Record<Cause | 'stale', string> = {
    requester: 'filed this request',
    linked: 'has the e-mail address of the requester, so it is probably the same person',
    beneficiary: 'would get the access',
    owner: 'owns or owned the machine that sent it',
    secret: 'saw a secret of the machine that sent it',
    delegate: 'decides for the requester while they are away',
    voted: 'already approved',
    role:
      elsewhere.length > 0
        ? `is an approver only elsewhere: ${list(elsewhere)}`
        : 'has no approver role',
    elsewhere: 'is not an approver in every project or organization that this affects',
    group: `is in none of the groups ${list(groups, 'or')}`,
    later: 'decides in a later step',
    stale: `last signed in ${roughly(Date.now() - seenAt.getTime())} ago, so the groups may have changed`,
  }
  return words[cause]
}

/** People who may be able to approve in a place: those with the role at their last sign-in, and their delegates. */
export async function candidates({ steps }: Terms, [place]: readonly Where[]): Promise<Seen[]> {
  if (!place) return []
  const bound = policySettings().bindings.filter((b) => b.role === 'approver' && covers(b, place))
  const groups = [...bound.map((b) => b.group), ...steps.flatMap((step) => step.groups)]
  const approvers = await peopleSeen(sql()`groups && ${groups}`, MOST_NAMED)
  const delegations = await activeDelegations(sql(), approvers)
  const delegates = new Set(delegations.map((d) => keyOf({ iss: d.to_iss, sub: d.to_sub })))
  if (delegates.size === 0) return approvers
  const subs = delegations.map((d) => d.to_sub)
  const more = await peopleSeen(sql()`sub = any(${subs})`, MOST_NAMED)
  const known = new Set(approvers.map(keyOf))
  return [...approvers, ...more.filter((p) => delegates.has(keyOf(p)) && !known.has(keyOf(p)))]
}

/** A request with these terms that does not exist, by `requester` or by somebody who has never signed in. */
export const supposed = (terms: Terms, requester: Account = { iss: '', sub: '' }): Voted => ({
  ...{ id: '', revision: 1, beneficiary_iss: null, beneficiary_sub: null, escalated: 0 },
  ...{ requester_iss: requester.iss, requester_sub: requester.sub },
  ...{ terms: canonical(terms), rule: '', max_minutes: null, execute_minutes: 0 },
})
