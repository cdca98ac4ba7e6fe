import { approvedInput, narrowest, narrowingOf } from '@/lib/approvals/narrowing'
import { approvalsOf, groupsOfStep, openStep } from '@/lib/approvals/quorum'
import type { DecisionRow, RequestRow } from '@/lib/approvals/rows'
import { termsOf } from '@/lib/approvals/terms'
import { findCommand } from '@/lib/atlas/find-op'
import { levelOf, levelsUpTo } from '@/lib/ops/level'
import type { RequestCard } from '@/lib/ops/requests'
import type { Where } from './bindings'
import { sql } from './database'
import { choose, countedVotes, electorateOf } from './electorate'
import { candidates, explained, type Seen, type StepExplained } from './explain-deciders'
import type { Electorate } from './involved'
import type { Person } from './person'
import { whyUnreadable } from './request-view'

type Parts = Pick<RequestCard, 'steps' | 'decisions' | 'narrowed' | 'levels'> & {
  denyWhyNot: string | null
}

/** For a request whose terms can't be read. */
export const NO_VOTES: Parts = {
  steps: [],
  decisions: [],
  narrowed: null,
  levels: null,
  denyWhyNot: null,
}

/** The approvals of the current revision. */
export const approvalsNow = (r: RequestRow, decisions: readonly DecisionRow[]) =>
  decisions.filter((d) => d.verdict === 'approve' && d.revision === r.revision)

/** Who may vote on a request: the reader, and while it is pending the people who could approve it. */
export async function votersOf(
  r: RequestRow,
  votes: readonly DecisionRow[],
  places: readonly Where[],
  person: Person,
): Promise<{ people: Seen[]; electorate: Electorate }> {
  const isOpen = r.state === 'pending' && !whyUnreadable(r)
  const people = isOpen ? await candidates(termsOf(r), places) : []
  return { people, electorate: await electorateOf(sql(), [r], votes, [person, ...people]) }
}

/** The votes on a request, what each step waits for, and who can decide it now. @throws Error if its terms can't be read */
export function votingCard(
  r: RequestRow,
  decisions: readonly DecisionRow[],
  places: readonly Where[],
  person: Person,
  { people, electorate }: Awaited<ReturnType<typeof votersOf>>,
): Parts {
  const votes = approvalsNow(r, decisions)
  const { counted } =
    r.state === 'pending'
      ? countedVotes(r, votes, places, electorate, r.escalated)
      : { counted: votes }
  const terms = termsOf(r)
  const got = approvalsOf(terms.steps, counted)
  const open = r.state === 'pending' ? openStep(terms.steps, counted) : undefined
  const deny = choose(r, counted, places, person, electorate, 'deny')
  const waiting = r.state === 'pending' ? explained(r, votes, places, people, electorate) : []
  return {
    steps: terms.steps.map(({ count }, at) => ({
      groups: groupsOfStep(terms, at, r.escalated),
      got: got[at] ?? 0,
      count,
      isOpen: at === open,
      ...((got[at] ?? 0) < count ? shownPeople(waiting[at]) : NOBODY),
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
      targets: idsOf(d),
      revision: d.revision,
      counted:
        d.revision === r.revision && (d.verdict === 'deny' || counted.some((v) => v.id === d.id)),
    })),
    narrowed: narrowedBy(r, votes),
    levels: levelsFor(r, votes),
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

const idsOf = (vote: DecisionRow) => {
  const { targets } = narrowingOf(vote)
  return targets && [...targets]
}

/** What earlier approvals narrowed. Null: nothing. */
function narrowedBy(r: RequestRow, votes: readonly DecisionRow[]): RequestCard['narrowed'] {
  const { minutes, level, targets } = narrowest(r, votes)
  if (minutes === null && level === null && targets === null) return null
  const by = votes.filter((v) => (v.minutes ?? v.level ?? v.targets) !== null).map((v) => v.name)
  return { minutes, level: levelShown(r, level), targets: targets && [...targets], by }
}

const NOBODY = { people: [], others: [], missing: null }

/** Who can give an approval, and why others can't, without what the reader may not see of other places. */
function shownPeople(step: StepExplained | undefined) {
  if (!step) return NOBODY
  return {
    people: step.can
      .slice(0, MOST)
      .map(({ name, lastSeenAt, for: holder }) => ({ name, lastSeenAt, for: holder })),
    others: step.others
      .filter(({ cause }) => cause !== 'role')
      .slice(0, MOST)
      .map(({ name, why }) => ({ name, why })),
    missing: step.missing,
  }
}
