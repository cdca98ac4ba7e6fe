import { activeDelegations } from '@/lib/approvals/delegation'
import { approvedInput, narrowest } from '@/lib/approvals/narrowing'
import { type Account, approvalsOf, groupsOfStep, keyOf, openStep } from '@/lib/approvals/quorum'
import type { DecisionRow, RequestRow } from '@/lib/approvals/rows'
import { termsOf } from '@/lib/approvals/terms'
import { levelOf, levelsUpTo } from '@/lib/ops/level'
import { findCommand } from '@/lib/ops/registry'
import type { RequestCard } from '@/lib/ops/requests'
import { bindingsOf, covers, type Where } from './bindings'
import { configuration } from './configuration'
import { sql } from './database'
import { choose, countedVotes, electorateOf, type Voter } from './electorate'
import type { Person } from './person'

type Seen = Voter & { lastSeenAt: string }
type Parts = Pick<RequestCard, 'steps' | 'decisions' | 'narrowed' | 'levels' | 'stepUpSeconds'> & {
  denyWhyNot: string | null
}

/** For a request whose terms can't be read. */
export const NO_VOTES: Parts = {
  steps: [],
  decisions: [],
  narrowed: null,
  levels: null,
  stepUpSeconds: null,
  denyWhyNot: null,
}

/** The votes on a request, what each step waits for, and who can decide it now. */
export async function votingCard(
  r: RequestRow,
  decisions: readonly DecisionRow[],
  places: readonly Where[],
  person: Person,
): Promise<Parts> {
  const votes = decisions.filter((d) => d.verdict === 'approve' && d.revision === r.revision)
  const people = r.state === 'pending' ? await candidates(places) : []
  const electorate = await electorateOf(sql(), [r], votes, [person, ...people])
  const { counted } =
    r.state === 'pending'
      ? countedVotes(r, votes, places, electorate, r.escalated)
      : { counted: votes }
  const terms = termsOf(r)
  const got = approvalsOf(terms.steps, counted)
  const open = r.state === 'pending' ? openStep(terms.steps, counted) : undefined
  const deny = choose(r, counted, places, person, electorate, 'deny')
  const inStep = (at: number) =>
    people.flatMap((one) => {
      const choice = choose(r, counted, places, one, electorate, 'approve', at)
      if ('why' in choice) return []
      const { holder, delegationId } = choice.right
      const { name, lastSeenAt } = one
      return [{ name, lastSeenAt, for: delegationId === undefined ? null : holder.name }]
    })
  return {
    steps: terms.steps.map(({ count }, at) => ({
      groups: groupsOfStep(terms, at, r.escalated),
      got: got[at] ?? 0,
      count,
      isOpen: at === open,
      people: r.state === 'pending' && (got[at] ?? 0) < count ? inStep(at).slice(0, MOST) : [],
    })),
    decisions: decisions.map((d) => ({
      verdict: d.verdict,
      by: {
        name: d.name,
        kind: 'human',
        role: 'approver',
        isMe: d.iss === person.iss && d.sub === person.sub,
      },
      for: d.for_name,
      at: d.at.toISOString(),
      comment: d.comment,
      step: d.step,
      minutes: d.minutes,
      level: levelShown(r, d.level),
      revision: d.revision,
      counted:
        d.revision === r.revision && (d.verdict === 'deny' || counted.some((v) => v.id === d.id)),
    })),
    narrowed: narrowedBy(r, votes),
    levels: levelsFor(r, votes),
    stepUpSeconds: terms.stepUpSeconds,
    denyWhyNot: 'why' in deny ? deny.why : null,
  }
}

/** Most people to name for a step. */
const MOST = 20

const levelShown = (r: RequestRow, level: string | null) => {
  const op = findCommand(r.op)
  return level !== null && op?.access ? levelOf(op, { [op.access.levelField]: level }) : null
}

/** The levels up to the one that was requested, or that earlier approvals left. */
function levelsFor(r: RequestRow, votes: readonly DecisionRow[]): RequestCard['levels'] {
  const op = findCommand(r.op)
  if (!op?.access) return null
  const field = op.access.levelField
  const ids = levelsUpTo(op, JSON.parse(approvedInput(r, narrowest(r, votes))))
  return { field, choices: ids.flatMap((id) => levelOf(op, { [field]: id }) ?? []) }
}

/** What earlier approvals narrowed. Null: nothing. */
function narrowedBy(r: RequestRow, votes: readonly DecisionRow[]): RequestCard['narrowed'] {
  const { minutes, level } = narrowest(r, votes)
  if (minutes === null && level === null) return null
  const by = votes.filter((v) => v.minutes !== null || v.level !== null).map((v) => v.name)
  return { minutes, level: levelShown(r, level), by }
}

/**
 * People who may be able to approve in a place: those who had the role at a sign-in in the last 30 days, since OpenID
 * Connect lists no group members, and their delegates.
 */
async function candidates([place]: readonly Where[]): Promise<Seen[]> {
  if (!place) return []
  const { bindings, signIn } = configuration()
  const groups = bindings
    .filter((b) => b.role === 'approver' && covers(b, place))
    .map((b) => b.group)
  const approvers = await seenPeople(sql()`groups && ${groups} and iss = ${signIn.issuer}`)
  const delegations = await activeDelegations(sql(), approvers)
  const delegates = new Set(delegations.map((d) => keyOf({ iss: d.to_iss, sub: d.to_sub })))
  const subs = delegations.map((d) => d.to_sub)
  const more = await seenPeople(sql()`sub = any(${subs}) and iss = ${signIn.issuer}`)
  const known = new Set(approvers.map(keyOf))
  return [...approvers, ...more.filter((p) => delegates.has(keyOf(p)) && !known.has(keyOf(p)))]
}

async function seenPeople(where: ReturnType<ReturnType<typeof sql>>): Promise<Seen[]> {
  const rows = await sql()<Array<Account & { name: string; groups: string[]; seen_at: Date }>>`
    select iss, sub, name, groups, seen_at from person_seen
    where ${where} and seen_at > clock_timestamp() - interval '30 days' order by seen_at desc limit 60`
  return rows.map(({ seen_at, ...one }) => ({
    ...one,
    bindings: bindingsOf(one.groups),
    lastSeenAt: seen_at.toISOString(),
  }))
}
