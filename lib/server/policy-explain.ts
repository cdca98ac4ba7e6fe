import { reviewInWords } from '@/lib/approvals/business-day'
import { rulesInWords, stepsInWords, termsFor } from '@/lib/approvals/policy'
import { type Asked, mismatches } from '@/lib/approvals/policy-match'
import type { DecisionRow, RequestRow } from '@/lib/approvals/rows'
import { type Terms, termsOf } from '@/lib/approvals/terms'
import { windowsInWords } from '@/lib/approvals/window'
import { minutesInWords } from '@/lib/format/duration'
import { list, quoted } from '@/lib/format/words'
import type { Command } from '@/lib/ops/define'
import { placesOfRow } from './asked-places'
import type { Where } from './bindings'
import { whyNoRight } from './break-glass'
import { sql } from './database'
import { explainDeciders, peopleSeen, type StepExplained, supposed } from './explain-deciders'
import { policySettings } from './policy-settings'
import type { PlaceOf } from './stored-places'
import { askedOf } from './terms'

/** What is explained: a command that somebody in these groups asks for, with the places it touches. */
export type Case = {
  op: Command
  input: Record<string, unknown> | undefined
  places: Asked['places']
  groups: readonly string[]
}

/** Who could decide a request that does not exist yet, as lines of text. */
export async function explainCase({
  op,
  input,
  places: [main, ...also],
  groups,
}: Case): Promise<string[]> {
  const asked = askedOf(op.id, input, { ...main!, also }, groups)
  const terms = termsFor(policySettings().policy.rules, asked)
  const rules = policySettings().policy.rules.flatMap(({ name, match }) => {
    const why = mismatches(match, asked)
    return why.length > 0 ? [`  ${quoted(name)} does not match: ${why.join(', ')}`] : []
  })
  const head = [`${op.title} (${op.id})`, ...placeLines(asked.places), '']
  if (!terms) return [...head, 'No rule matches, so Gatehouse refuses the request.', ...rules]
  const steps = await explainDeciders(supposed(terms), [], asked.places)
  return [
    ...head,
    `Rules that match: ${rulesInWords(terms)}`,
    ...rules,
    '',
    ...shownTerms(terms),
    '',
    ...stepLines(steps),
    ...(await breakGlassLines(terms, asked.places)),
  ]
}

/** Who could send it without approval, of the people who have signed in. */
async function breakGlassLines(terms: Terms, places: readonly Where[]): Promise<string[]> {
  if (!terms.breakGlass || terms.automatic) return []
  const people = await peopleSeen()
  const can = people.filter(({ groups }) => whyNoRight(terms, groups, places) === undefined)
  return [
    '',
    'Break-glass:',
    ...(can.length === 0 ? ['  ! Nobody who can break glass has signed in.'] : []),
    ...can.map(({ name, seenAt }) => `  can     ${name}: ${day(seenAt.toISOString())}`),
  ]
}

/** Who can decide a request, as lines of text. Empty if there is no such request. */
export async function explainRequest(id: string, placeOf: PlaceOf): Promise<string[]> {
  const [r] = await sql()<RequestRow[]>`select * from request where id = ${id}`
  if (!r) return []
  const votes = await sql()<DecisionRow[]>`
    select * from decision where request_id = ${id} and revision = ${r.revision} and verdict = 'approve' order by id`
  const places: Where[] = placesOfRow(r, placeOf)
  const terms = termsOf(r)
  const state = r.state === 'pending' ? `pending until ${r.decide_by.toISOString()}` : r.state
  return [
    `${r.says}: ${state}`,
    `Filed by ${r.requester_name} on ${r.created_at.toISOString()} under: ${rulesInWords(terms)}`,
    '',
    ...shownTerms(terms),
    '',
    ...(r.state === 'pending'
      ? stepLines(await explainDeciders(r, votes, places))
      : ['The request is already decided.']),
  ]
}

const placeLines = (places: Asked['places']) =>
  places.map(({ orgId, groupId, tags, environment }) => {
    const labels = tags.map(({ key, value }) => `${key}=${value}`)
    return `  in ${groupId ? `project ${groupId} of ` : ''}organization ${orgId}, ${environment}${labels.length > 0 ? `, tags ${labels.join(' ')}` : ''}`
  })

/** The terms of a request, as names and values. */
export function termLines(t: Terms): [name: string, says: string][] {
  const lines: [string, string | null][] = [
    [
      'Requesters',
      t.requesters.length > 0
        ? t.requesters.map((one) => `members of ${list(one, 'or')}`).join(', who are also ')
        : 'anyone with the role',
    ],
    ['Duration', `${minutesInWords(t.minMinutes)} to ${minutesInWords(t.maxMinutes)}`],
    [
      'Approvals',
      t.automatic
        ? 'none: the policy approves it'
        : (stepsInWords(t) ?? '1 approval from any approver'),
    ],
    ['Time to decide', minutesInWords(t.decideByMinutes)],
    ['Time to send', `${minutesInWords(t.executeByMinutes)} after the approval`],
    ['Window', windowsInWords(t.windows)],
    ['Ticket', t.ticketPatterns.length > 0 ? t.ticketPatterns.join(' and ') : null],
    [
      'Sign-in',
      t.stepUpSeconds === null
        ? null
        : `at most ${t.stepUpSeconds} s old${t.stepUpAcr ? `, acr ${list(t.stepUpAcr, 'or')}` : ''}`,
    ],
    [
      'Escalation',
      t.escalate.length > 0 ? t.escalate.map(({ groups }) => list(groups)).join(', then ') : null,
    ],
    [
      'Break-glass',
      t.breakGlass &&
        `up to ${minutesInWords(t.breakGlass.maxMinutes)}${t.breakGlass.groups.map((one) => `, members of ${list(one, 'or')}`).join('')}, reviewed within ${reviewInWords(t.breakGlass)}`,
    ],
  ]
  return lines.flatMap(([name, says]) => (says === null ? [] : [[name, says]]))
}

const shownTerms = (terms: Terms) =>
  termLines(terms).map(([name, says]) => `${name.padEnd(15)}${says}`)

const day = (at: string) => `last sign-in ${at.slice(0, 10)}`

function stepLines(steps: readonly StepExplained[]): string[] {
  return steps.flatMap(({ groups, count, got, can, others, missing }, i) => {
    return [
      `Step ${i + 1}: ${got} of ${count} from ${groups.length > 0 ? list(groups, 'or') : 'any approver'}`,
      ...(missing ? [`  ! ${missing}`] : []),
      ...can.map(
        (one) =>
          `  can     ${one.name}${one.for ? ` for ${one.for}` : ''}: ${one.via}, ${day(one.lastSeenAt)}`,
      ),
      ...others.map((one) => `  can’t   ${one.name}: ${one.why}, ${day(one.lastSeenAt)}`),
    ]
  })
}
