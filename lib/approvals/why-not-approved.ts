import { canonical } from '@/lib/audit/canonical'
import { isApprovedInLog, isBreakGlassInLog, type LoggedDecisions } from './approval-row'
import { type CallIdentity, whyOtherCall } from './client-call'
import { digestOf } from './digest'
import { approvedInput, narrowest } from './narrowing'
import { openStep } from './quorum'
import type { BreakGlassRow, DecisionRow, EffectRow, RequestRow } from './rows'
import { targetsOf } from './targets'
import { termsOf } from './terms'

/**
 * Why the request, its votes and its call are not what was approved, by the rows and the audit log. `sent`: the call of the
 * client that carries it out now.
 */
export function whyNotApproved(
  part: RequestRow,
  r: RequestRow,
  effect: EffectRow,
  votes: readonly DecisionRow[],
  log: LoggedDecisions,
  sent: CallIdentity | undefined,
): string | undefined {
  const digest = digestOf(r)
  const isSame = digest === r.digest && votes.every((vote) => vote.digest === digest)
  if (!isSame || openStep(termsOf(r).steps, votes) !== undefined)
    return 'The request is not the one that was approved.'
  const narrowing = narrowest(r, votes)
  const asked = part === r ? r : askedOf(part, r, narrowing.targets)
  if (!asked || effect.input !== approvedInput(asked, narrowing))
    return 'The call is not the one that was approved.'
  const other = whyOtherCall(r, effect, sent)
  if (other) return other
  const isLogged = isApprovedInLog(log, effect, r, votes, narrowing) && log.escalated >= r.escalated
  return isLogged ? undefined : NOT_LOGGED
}

const NOT_LOGGED =
  'The audit log has no approval of this request as it is now, so nothing was sent. Tell your admin: someone may have changed the database.'

/** The same for a request that was sent without approval. */
export function whyNotBreakGlass(
  r: RequestRow,
  effect: EffectRow,
  glass: BreakGlassRow,
  log: LoggedDecisions,
  sent: CallIdentity | undefined,
): string | undefined {
  const isOwn = glass.iss === r.requester_iss && glass.sub === r.requester_sub
  const isSame = digestOf(r) === r.digest && glass.digest === r.digest && isOwn
  if (!isSame || glass.revision !== r.revision)
    return 'The request is not the one that break-glass was used for.'
  if (effect.input !== approvedInput(r, { minutes: glass.minutes, level: null }))
    return 'The call is not the one that break-glass was used for.'
  const other = whyOtherCall(r, effect, sent)
  if (other) return other
  return isBreakGlassInLog(log, effect, r, glass) ? undefined : NOT_LOGGED
}

/** Why a break-glass no longer counts: its review failed, or did not come in time. */
export const whyNotReviewed = ({ verdict, overdue_at }: BreakGlassRow): string | undefined =>
  verdict === 'not-justified'
    ? 'A reviewer found the break-glass not justified.'
    : overdue_at
      ? 'Nobody reviewed the break-glass in time.'
      : undefined

/** What was approved for a part: the entry in the request that its digest covers. Undefined: none, or left out. */
function askedOf(part: RequestRow, r: RequestRow, left: readonly string[] | null) {
  const target = targetsOf(r)?.list.find((one) => one.part === part.id)
  const isSame = target?.groupId === part.group_id && target.clusterName === part.cluster_name
  if (!target || !isSame || (left && !left.includes(part.id))) return undefined
  return { ...r, input: canonical(target.input) }
}
