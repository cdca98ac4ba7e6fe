import type { Ballot } from '@/lib/approvals/ballot'
import { type Judge, votesOf } from '@/lib/approvals/decide-request'
import type { DecideTogether } from '@/lib/approvals/decide-together'
import type { DecisionRow, RequestRow } from '@/lib/approvals/rows'
import { OpError } from '@/lib/ops/failure'
import { byOf } from './actor'
import { bindingInWords, covers, rolesAt, type Where } from './bindings'
import { sql } from './database'
import type { Decision, Place } from './decide'
import { choose, countedVotes, electorateOf, type Right } from './electorate'
import type { Person } from './person'

/** Judges a person's vote by what holds at that moment, in the transaction that records it. */
export const judgeFor =
  (person: Person, places: readonly Where[], verdict: DecisionRow['verdict']): Judge =>
  async (tx, r, votes) => {
    const electorate = await electorateOf(tx, [r], votes, [person])
    const { counted } = countedVotes(r, votes, places, electorate, r.escalated)
    const choice = choose(r, counted, places, person, electorate, verdict)
    if ('why' in choice) throw OpError.of('not-allowed', choice.why)
    return ballotOf(choice, counted)
  }

/** The same for a vote on each of several requests, in the given order. `places` are those of each request. */
export const judgeAllFor =
  (
    person: Person,
    places: ReadonlyMap<string, readonly [Place, ...Place[]]>,
    verdict: DecisionRow['verdict'],
  ): DecideTogether['judge'] =>
  async (tx, cases) => {
    const requests = cases.map(({ r }) => r)
    const cast = cases.flatMap(({ votes }) => votes)
    const electorate = await electorateOf(tx, requests, cast, [person])
    return cases.map(({ r, votes }) => {
      const at = places.get(r.id)
      if (!at) return { why: 'It is not in your scope.' }
      const { counted } = countedVotes(r, votes, at, electorate, r.escalated)
      const choice = choose(r, counted, at, person, electorate, verdict)
      if ('why' in choice) return choice
      const by = byOf(person, decisionBy(person, choice.right, at[0]))
      return { ballot: ballotOf(choice, counted), by }
    })
  }

function ballotOf(
  { step, right: { holder, delegationId } }: { step: number; right: Right },
  counted: readonly DecisionRow[],
): Ballot {
  const delegator = delegationId === undefined ? {} : { delegator: { ...holder, delegationId } }
  return { step, counted, ...delegator }
}

/** The right that a person votes by, before anything is written. @throws OpError 'not-allowed' with the reason */
export async function rightFor(
  r: RequestRow,
  places: readonly Where[],
  person: Person,
  verdict: DecisionRow['verdict'],
): Promise<Right> {
  const votes = await votesOf(sql(), r)
  const electorate = await electorateOf(sql(), [r], votes, [person])
  const { counted } = countedVotes(r, votes, places, electorate, r.escalated)
  const choice = choose(r, counted, places, person, electorate, verdict)
  if ('why' in choice) throw OpError.of('not-allowed', choice.why)
  return choice.right
}

/** What allows a vote, for the audit log. */
export function decisionBy(person: Person, right: Right, place: Place): Decision {
  const binding = right.bindings.find((b) => b.role === 'approver' && covers(b, place))
  return {
    place,
    roles: rolesAt(person, place),
    role: 'approver',
    binding: binding ? bindingInWords(binding) : '',
  }
}
