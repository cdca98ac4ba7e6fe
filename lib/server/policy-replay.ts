import { compareTerms } from '@/lib/approvals/compare-terms'
import { contradictionIn, refusedBy, termsForEach, whyMayNotAsk } from '@/lib/approvals/policy'
import type { RequestRow } from '@/lib/approvals/rows'
import { targetsOf } from '@/lib/approvals/targets'
import type { Terms } from '@/lib/approvals/terms'
import { findCommand } from '@/lib/atlas/find-op'
import { canonical } from '@/lib/audit/canonical'
import { count, list, quoted } from '@/lib/format/words'
import { isGated } from '@/lib/ops/friction'
import { whyNot } from '@/lib/ops/why-not'
import { groupsOf } from './approvers'
import { placesOfRow } from './asked-places'
import { bindingsOf, rolesAt } from './bindings'
import { sql } from './database'
import { explainDeciders } from './explain-deciders'
import { frictionOf } from './friction-now'
import { termLines } from './policy-explain'
import { type PolicySettings, policySettings, underSettings } from './policy-settings'
import { storedPlaces } from './stored-places'
import { askedOfRequest } from './terms'

const REPLAY_DAYS = 90

/** How a request would go under a policy. */
type Outcome = {
  /** Why it would be refused. Undefined: it would be filed. */
  refused?: string | undefined
  isGated: boolean
  terms?: Terms | undefined
  /** Who could decide it, of those who have signed in. */
  deciders: readonly string[]
}

type Difference = { isLooser: boolean; isStricter: boolean; says: string[] }

/** Requests that would go differently in the same way. */
export type Replayed = Difference & { ids: string[]; example: string }

/** Compares how the requests of the last 90 days would go under two policies. */
export async function replay(
  running: PolicySettings,
  proposed: PolicySettings,
): Promise<{ requests: number; changed: Replayed[] }> {
  const rows = await sql()<RequestRow[]>`
    select * from request where part_of is null and created_at > clock_timestamp() - make_interval(days => ${REPLAY_DAYS}) order by created_at`
  const [before, after] = [await outcomesUnder(running, rows), await outcomesUnder(proposed, rows)]
  const changed = new Map<string, Replayed>()
  for (const [i, r] of rows.entries()) {
    const [was, is] = [before[i], after[i]]
    const difference = was && is && differenceOf(was, is)
    if (!difference) continue
    const key = JSON.stringify([r.op, difference])
    const known = changed.get(key) ?? { ...difference, ids: [], example: r.says }
    known.ids.push(r.id)
    changed.set(key, known)
  }
  return { requests: rows.length, changed: [...changed.values()] }
}

const outcomesUnder = (settings: PolicySettings, rows: readonly RequestRow[]) =>
  underSettings(settings, async () => {
    const outcome = await outcomeOf()
    const outcomes: (Outcome | undefined)[] = []
    for (const r of rows) outcomes.push(await outcome(r))
    return outcomes
  })

/** Judges requests under the current settings. Undefined for a command that no longer exists. */
async function outcomeOf() {
  const placeOf = await storedPlaces()
  // Most requests have the same terms, places and requester as others.
  const known = new Map<string, Promise<string[]>>()
  return async (r: RequestRow): Promise<Outcome | undefined> => {
    const op = findCommand(r.op)
    if (!op) return undefined
    const input: Record<string, unknown> = JSON.parse(r.input)
    const [main, ...also] = placesOfRow(r, placeOf)
    const groups = await groupsOf({ iss: r.requester_iss, sub: r.requester_sub })
    const place = { ...main, also }
    const gated = isGated(frictionOf(op, targetsOf(r)?.list[0]?.input ?? input, place, groups))
    const asked = askedOfRequest(r, [main, ...also], groups)
    const terms = termsForEach(policySettings().policy.rules, asked)
    const bindings = bindingsOf(groups)
    const noRole = [main, ...also]
      .map((one) => whyNot(op, rolesAt({ bindings }, one)))
      .find(Boolean)
    if (noRole) return { refused: noRole, isGated: gated, terms, deciders: [] }
    if (!terms) return { refused: 'No rule matches.', isGated: gated, deciders: [] }
    const [field] = Object.values(
      refusedBy(terms, { minutes: r.minutes ?? undefined, ticket: r.ticket ?? '' }),
    )
    const refused = whyMayNotAsk(terms, groups) ?? contradictionIn(terms) ?? field
    const voted = { ...r, terms: canonical(terms) }
    const key = JSON.stringify([voted.terms, main, also, r.requester_iss, r.requester_sub])
    const deciders = known.get(key) ?? decidersOf(voted, [main, ...also])
    known.set(key, deciders)
    return { refused, isGated: gated, terms, deciders: await deciders }
  }
}

async function decidersOf(...[r, places]: [RequestRow, Parameters<typeof explainDeciders>[2]]) {
  const steps = await explainDeciders(r, [], places)
  return [...new Set(steps.flatMap(({ can }) => can.map(({ name }) => name)))].sort()
}

/** What changed for a request. Undefined: nothing. */
function differenceOf(was: Outcome, is: Outcome): Difference | undefined {
  const says: string[] = []
  let [isLooser, isStricter] = [false, false]
  const told = (sentence: string, looser: boolean, stricter: boolean) => {
    says.push(sentence)
    isLooser ||= looser
    isStricter ||= stricter
  }
  if (was.refused && !is.refused) told(`Would be allowed. Was refused: ${was.refused}`, true, false)
  if (!was.refused && is.refused) told(`Would be refused: ${is.refused}`, false, true)
  if (was.isGated && !is.isGated) told('Would run without approval', true, false)
  if (!was.isGated && is.isGated) told('Would need approval', false, true)
  if (was.terms && is.terms && !is.refused)
    for (const { says: sentence, looser, stricter } of termDifferences(was.terms, is.terms))
      told(sentence, looser, stricter)
  const gained = is.deciders.filter((name) => !was.deciders.includes(name))
  const lost = was.deciders.filter((name) => !is.deciders.includes(name))
  if (!is.refused && !was.refused && is.terms?.automatic === was.terms?.automatic) {
    if (gained.length > 0) told(`Could also be decided by ${list(gained)}`, true, false)
    if (lost.length > 0) told(`Could no longer be decided by ${list(lost)}`, false, true)
  }
  return says.length > 0 ? { isLooser, isStricter, says } : undefined
}

function termDifferences(was: Terms, is: Terms) {
  const changes = compareTerms(was, is)
  const looser = changes.some((one) => one.isLooser)
  const stricter = changes.some((one) => one.isStricter)
  const [before, after] = [linesOf(was), linesOf(is)]
  const labels = [...new Set([...before.keys(), ...after.keys()])]
  return labels.flatMap((label) => {
    const [old, now] = [before.get(label) ?? 'not required', after.get(label) ?? 'not required']
    return old === now ? [] : [{ says: `${label}: ${old} → ${now}`, looser, stricter }]
  })
}

const linesOf = (terms: Terms) => new Map(termLines(terms))

/** The result as lines of text. */
export function replayLines({ requests, changed }: Awaited<ReturnType<typeof replay>>): string[] {
  const verdict = ({ isLooser, isStricter }: Difference) =>
    isLooser ? (isStricter ? 'LOOSER and stricter' : 'LOOSER') : isStricter ? 'Stricter' : 'Same'
  const total = (some: readonly Replayed[]) => some.reduce((sum, { ids }) => sum + ids.length, 0)
  return [
    ...changed.flatMap((one) => [
      `${verdict(one)}: ${count(one.ids.length, 'request')} like ${one.ids.at(-1)} ${quoted(one.example)}`,
      ...one.says.map((sentence) => `  ${sentence}`),
    ]),
    `${count(requests, 'request')} in the last ${REPLAY_DAYS} days: ${total(changed)} would change, ${total(changed.filter((one) => one.isLooser))} of them to looser terms.`,
  ]
}
