import type { DecisionRow } from './rows'
import type { Terms } from './terms'

export type Account = { iss: string; sub: string }
type Steps = Terms['steps']
type Vote = Pick<DecisionRow, 'verdict' | 'step'>

export const keyOf = ({ iss, sub }: Account): string => JSON.stringify([iss, sub])

/** Whose right a vote uses: the delegator's, or the voter's own. */
export const holderOf = (
  vote: Pick<DecisionRow, 'iss' | 'sub' | 'for_iss' | 'for_sub'>,
): Account =>
  vote.for_iss !== null && vote.for_sub !== null
    ? { iss: vote.for_iss, sub: vote.for_sub }
    : { iss: vote.iss, sub: vote.sub }

/** How many approvals each step has. */
export const approvalsOf = (steps: Steps, votes: readonly Vote[]): number[] =>
  steps.map((_, at) => votes.filter((v) => v.verdict === 'approve' && v.step === at).length)

/** The first step that lacks approvals, from 0. Undefined: the quorum is reached. */
export function openStep(steps: Steps, votes: readonly Vote[]): number | undefined {
  const got = approvalsOf(steps, votes)
  const at = steps.findIndex(({ count }, i) => (got[i] ?? 0) < count)
  return at < 0 ? undefined : at
}

/** The groups that decide a step, with those it was escalated to. Empty: anyone with the approver role. */
export function groupsOfStep({ steps, escalate }: Terms, at: number, escalated: number): string[] {
  const groups = steps[at]?.groups ?? []
  if (groups.length === 0) return []
  return [...new Set([...groups, ...escalate.slice(0, escalated).flatMap((one) => one.groups)])]
}

/** `platform-leads or dba`, or `any approver`. */
export const deciders = (groups: readonly string[]): string =>
  groups.length === 0 ? 'any approver' : groups.join(' or ')
