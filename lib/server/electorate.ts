import { peopleBehind } from '@/lib/approvals/behind-machine'
import { activeDelegations } from '@/lib/approvals/delegation'
import {
  type Account,
  deciders,
  groupsOfStep,
  holderOf,
  keyOf,
  openStep,
} from '@/lib/approvals/quorum'
import type { DecisionRow, Sql, Tx } from '@/lib/approvals/rows'
import { samePeople } from '@/lib/approvals/same-people'
import { termsOf } from '@/lib/approvals/terms'
import { approveRequest } from '@/lib/ops/requests'
import { whyNot } from '@/lib/ops/why-not'
import type { Binding } from './binding-schema'
import { bindingsOf, covers, rolesAt, type Where } from './bindings'
import {
  beneficiaryOf,
  type Electorate,
  everyone,
  excluded,
  isExcluded,
  machineIdOf,
  requesterOf,
  type Voted,
  whyExcluded,
} from './involved'
import type { Person } from './person'
import { policySettings } from './policy-settings'

/** Who may vote: a signed-in person, or one who was seen. */
export type Voter = Account & { name: string } & Pick<Person, 'groups' | 'bindings'>

/** A right to decide: a person's own, or one delegated to them. */
export type Right = {
  holder: Account & { name: string }
  groups: readonly string[]
  bindings: readonly Binding[]
  /** Missing for one's own. */
  delegationId?: string
}

const nobody: Electorate = {
  ...{ votes: [], delegations: [], withdrawn: new Set(), machines: new Map() },
  ...{ groupsOf: () => [], isSame: (a: Account, b: Account) => keyOf(a) === keyOf(b) },
}

/** Reads what decides about votes on these requests, in a few queries. `voters` are the people who may vote. */
export async function electorateOf(
  tx: Tx | Sql,
  requests: readonly Voted[],
  votes: readonly DecisionRow[],
  voters: readonly Account[] = [],
): Promise<Electorate> {
  if (requests.length === 0) return nobody
  const involved = [
    ...requests.flatMap((r) => [requesterOf(r), beneficiaryOf(r) ?? []].flat()),
    ...votes.flatMap((vote) => [{ iss: vote.iss, sub: vote.sub }, holderOf(vote)]),
    ...voters.map(({ iss, sub }) => ({ iss, sub })),
  ]
  const machines = await peopleBehind(
    tx,
    requests.flatMap((r) => machineIdOf(r) ?? []),
  )
  involved.push(...[...machines.values()].flatMap(everyone))
  const once = [...new Map(involved.map((one) => [keyOf(one), one])).values()]
  const delegations = await activeDelegations(tx, once)
  const all = [
    ...once,
    ...delegations.flatMap((d) => [
      { iss: d.from_iss, sub: d.from_sub },
      { iss: d.to_iss, sub: d.to_sub },
    ]),
  ]
  const used = votes.flatMap((vote) => vote.delegation_id ?? [])
  const [seen, isSame, withdrawn] = await Promise.all([
    tx<Array<Account & { groups: string[] }>>`
      select iss, sub, groups from person_seen where sub = any(${all.map((one) => one.sub)})
        and iss = ${policySettings().signIn.issuer}`,
    samePeople(tx, all),
    used.length === 0
      ? []
      : tx<{ id: string }[]>`
          select id from delegation where id = any(${used}) and withdrawn_at is not null`,
  ])
  const groups = new Map(seen.map((one) => [keyOf(one), one.groups]))
  return {
    votes,
    delegations,
    groupsOf: (account) => groups.get(keyOf(account)) ?? [],
    isSame,
    withdrawn: new Set(withdrawn.map(({ id }) => id)),
    machines,
  }
}

const isApproverAt = (bindings: readonly Binding[], places: readonly Where[]) =>
  places.every((place) => bindings.some((b) => b.role === 'approver' && covers(b, place)))

const isInStep = (groups: readonly string[], wanted: readonly string[]) =>
  wanted.length === 0 || wanted.some((group) => groups.includes(group))

// The audit log keeps these messages forever, so they name nobody.
const LOST = 'An approver lost the approver role here, so the approval is void.'
const LOST_GROUP = 'An approver left the groups that decide, so the approval is void.'
const WITHDRAWN = 'A delegation was ended, so the approval is void.'
const TWICE = 'Two approvals came from accounts of one person, so the approval is void.'
const INVOLVED =
  'An approval came from another account of the requester, or from someone who can act as it, so it is void.'

/** The approvals that still count, in order, and why the others do not. Roles are those of the last sign-in. */
export function countedVotes(
  r: Voted,
  votes: readonly DecisionRow[],
  places: readonly Where[],
  electorate: Electorate,
  escalated: number,
): { counted: DecisionRow[]; lost?: string } {
  const terms = termsOf(r)
  const counted: DecisionRow[] = []
  let lost: string | undefined
  for (const vote of votes) {
    const holder = holderOf(vote)
    const groups = electorate.groupsOf(holder)
    const peopleOf = (one: DecisionRow) => [{ iss: one.iss, sub: one.sub }, holderOf(one)]
    const isAgain = counted.some((other) =>
      peopleOf(other).some((a) => peopleOf(vote).some((b) => electorate.isSame(a, b))),
    )
    const why = peopleOf(vote).some((one) => isExcluded(r, one, electorate))
      ? INVOLVED
      : isAgain
        ? TWICE
        : vote.delegation_id !== null && electorate.withdrawn.has(vote.delegation_id)
          ? WITHDRAWN
          : !isApproverAt(bindingsOf(groups), places)
            ? LOST
            : !isInStep(groups, groupsOfStep(terms, vote.step, escalated))
              ? LOST_GROUP
              : undefined
    if (why) lost ??= why
    else counted.push(vote)
  }
  return { counted, ...(lost ? { lost } : {}) }
}

/** A person's own right, and those delegated to them. */
const rightsOf = (person: Voter, { delegations, groupsOf }: Electorate): Right[] => [
  { holder: person, groups: person.groups, bindings: person.bindings },
  ...delegations
    .filter((d) => d.to_iss === person.iss && d.to_sub === person.sub)
    .map((d) => {
      const holder = { iss: d.from_iss, sub: d.from_sub, name: d.from_name }
      const groups = groupsOf(holder)
      return { holder, groups, bindings: bindingsOf(groups), delegationId: d.id }
    }),
]

/** Why a vote would not count. */
export type Cause = keyof typeof excluded | 'voted' | 'role' | 'elsewhere' | 'group' | 'later'

export type Choice = { right: Right; step: number } | { why: string; cause: Cause }

/**
 * By which right, and in which step, a person's approval would count; or why it would not. `counted` are the approvals so
 * far. A denial needs a right in any step, also from someone who approved.
 */
export function choose(
  r: Voted,
  counted: readonly DecisionRow[],
  places: readonly Where[],
  person: Voter,
  electorate: Electorate,
  verdict: 'approve' | 'deny' = 'approve',
  /** The step to vote in, instead of the open one. */
  inStep?: number,
): Choice {
  const cause = whyExcluded(r, person, electorate)
  if (cause) return { why: excluded[cause], cause }
  const voters = counted.flatMap((vote) => [{ iss: vote.iss, sub: vote.sub }, holderOf(vote)])
  const hasVoted = (account: Account) => voters.some((one) => electorate.isSame(one, account))
  // A person votes once on a revision, and a right is delegated once, also if that approval no longer counts.
  const cast = electorate.votes.filter((v) => v.request_id === r.id && v.revision === r.revision)
  const hasCast = cast.some((vote) => keyOf(vote) === keyOf(person))
  const isUsed = (holder: Account) =>
    cast.some((v) => v.delegation_id !== null && keyOf(holderOf(v)) === keyOf(holder))
  if (verdict === 'approve' && (hasCast || hasVoted(person)))
    return {
      why: 'You already approved this request. It waits for another person.',
      cause: 'voted',
    }
  const terms = termsOf(r)
  const open = inStep ?? openStep(terms.steps, counted) ?? 0
  const rights = rightsOf(person, electorate).filter(
    ({ holder, bindings, delegationId }) =>
      isApproverAt(bindings, places) &&
      (delegationId === undefined ||
        (!isExcluded(r, holder, electorate) &&
          (verdict === 'deny' || !(isUsed(holder) || hasVoted(holder))))),
  )
  if (rights.length === 0) return whyNoRight(person, places)
  const groups = (step: number) => groupsOfStep(terms, step, r.escalated)
  const hasSteps = terms.steps.length > 0
  const stepsOf = verdict === 'deny' && hasSteps ? terms.steps.map((_, at) => at) : [open]
  for (const right of rights)
    for (const step of stepsOf) if (isInStep(right.groups, groups(step))) return { right, step }
  const isLater = terms.steps.some(
    (_, at) => at > open && rights.some((right) => isInStep(right.groups, groups(at))),
  )
  const waiting = `This request waits for ${deciders(groups(open))}.`
  return {
    why: isLater
      ? `${waiting} Your step comes after that.`
      : `${waiting} You are in none of these groups.`,
    cause: isLater ? 'later' : 'group',
  }
}

function whyNoRight(person: Voter, places: readonly Where[]): { why: string; cause: Cause } {
  const [main] = places
  const own = main ? whyNot(approveRequest, rolesAt(person, main)) : undefined
  return own ? { why: own, cause: 'role' } : { why: ELSEWHERE, cause: 'elsewhere' }
}

const ELSEWHERE =
  'This also affects a project or organization where you are not an approver. Someone who can approve in all of them must decide.'
