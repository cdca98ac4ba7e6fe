import { minutesInWords } from '@/lib/format/duration'
import { count, list } from '@/lib/format/words'
import { type Asked, type Match, matches } from './policy-match'
import { ANYONE, isInEach, type Step, type Terms, type TimeWindow, UNSAID } from './terms'
import { ticketMatches } from './ticket-pattern'
import { opensAt } from './window'

/** One rule of gatehouse.yaml (lib/server/policy-schema.ts describes each key). A missing key says nothing. */
export type PolicyRule = {
  name: string
  match: Match
  minMinutes?: number | undefined
  maxMinutes?: number | undefined
  defaultMinutes?: number | undefined
  decideByMinutes?: number | undefined
  executeByMinutes?: number | undefined
  ticketPattern?: string | null | undefined
  ticketHint?: string | null | undefined
  ticketUrl?: string | null | undefined
  stepUpSeconds?: number | null | undefined
  stepUpAcr?: readonly string[] | undefined
  steps?: readonly Step[] | undefined
  requesters?: readonly string[] | undefined
  window?: TimeWindow | undefined
  automatic?: boolean | undefined
  escalate?: ReadonlyArray<{ groups: string[] }> | undefined
  /** Raises commands. */
  friction?: RaisedTo | undefined
  breakGlass?: false | BreakGlassRule | undefined
}

/** Without `reviewMinutes`, the review is due after one business day in `timeZone`. */
type BreakGlassRule = {
  groups: string[]
  maxMinutes: number
  reviewMinutes?: number | undefined
  timeZone: string
}

type RaisedTo = 'confirm' | 'approval'

/**
 * What the rules that match raise a command to. A rule does so with `friction`, or by naming the command and the steps that
 * approve it.
 */
export function raisedTo(rules: readonly PolicyRule[], asked: Asked): RaisedTo | undefined {
  const levels = rules
    .filter(({ match }) => matches(match, asked))
    .map(({ friction, steps, match }) => (steps && match.op ? 'approval' : friction))
  return levels.includes('approval') ? 'approval' : levels.find((level) => level !== undefined)
}

/** How old a sign-in may be, in seconds, if one is required and the rules say no time. */
export const STEP_UP_SECONDS = 300

/** The terms of a request: all rules that match, merged. Undefined when none does: the request is refused. */
export const termsFor = (rules: readonly PolicyRule[], asked: Asked): Terms | undefined =>
  termsForEach(rules, [asked])

/** As `termsFor`, for several targets: all rules that match one of them. Undefined when none matches one of them. */
export function termsForEach(
  rules: readonly PolicyRule[],
  asked: readonly Asked[],
): Terms | undefined {
  const isMatched = asked.every((one) => rules.some(({ match }) => matches(match, one)))
  const matching = rules.filter(({ match }) => asked.some((one) => matches(match, one)))
  return isMatched && matching.length > 0 ? merged(matching) : undefined
}

/** As `termsFor`, for a form whose input is incomplete: a rule that depends on the input counts only if no other matches. */
export function termsForAny(rules: readonly PolicyRule[], asked: Asked): Terms | undefined {
  const possible = rules.find(({ match }) => matches(match, asked, true))
  return termsFor(rules, asked) ?? (possible && merged([possible]))
}

/** Merges rules: for each term, the strictest of what they say (docs/policy.md has the table). */
export function merged(rules: readonly PolicyRule[]): Terms {
  const said = <V>(of: (rule: PolicyRule) => V | null | undefined) => rules.map(of).filter(isSaid)
  const least = (of: (rule: PolicyRule) => number | null | undefined, otherwise: number) => {
    const values = said(of)
    return values.length > 0 ? Math.min(...values) : otherwise
  }
  const steps = mergedSteps(rules)
  const automatic = said((r) => r.automatic)
  const isAutomatic = automatic.length > 0 && automatic.every(Boolean) && steps.length === 0
  const maxMinutes = least((r) => r.maxMinutes, UNSAID.maxMinutes)
  const minimums = said((r) => r.minMinutes)
  const minMinutes =
    minimums.length > 0 ? Math.max(...minimums) : Math.min(UNSAID.minMinutes, maxMinutes)
  const defaultMinutes = least((r) => r.defaultMinutes, UNSAID.defaultMinutes)
  const stepUpAcr = inEach(said((r) => r.stepUpAcr))
  return {
    rules: rules.map(({ name }) => name),
    steps: isAutomatic ? [] : steps.length > 0 ? steps : [ANYONE],
    requesters: said((r) => r.requesters).map((groups) => [...groups]),
    minMinutes,
    maxMinutes,
    defaultMinutes: Math.max(minMinutes, Math.min(defaultMinutes, maxMinutes)),
    decideByMinutes: least((r) => r.decideByMinutes, UNSAID.decideByMinutes),
    executeByMinutes: least((r) => r.executeByMinutes, UNSAID.executeByMinutes),
    windows: said((r) => r.window),
    ticketPatterns: unique(said((r) => r.ticketPattern)),
    ticketHint: unique(said((r) => r.ticketHint)).join(' ') || null,
    ticketUrl: said((r) => r.ticketUrl)[0] ?? null,
    stepUpSeconds:
      said((r) => r.stepUpSeconds).sort((a, b) => a - b)[0] ?? (stepUpAcr && STEP_UP_SECONDS),
    stepUpAcr,
    automatic: isAutomatic,
    escalate: mergedEscalation(rules),
    breakGlass: mergedBreakGlass(rules),
  }
}

const isSaid = <V>(value: V | null | undefined): value is V => value !== null && value !== undefined

/** What all lists contain. Null without a list. */
const inEach = (lists: readonly (readonly string[])[]): string[] | null =>
  lists.length === 0
    ? null
    : unique(lists.flat()).filter((one) => lists.every((list) => list.includes(one)))

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]

/**
 * Every step of every rule, in their order. Steps of one rule with the same groups need all their approvals; of several
 * rules, the one that needs the most counts.
 */
function mergedSteps(rules: readonly PolicyRule[]): Step[] {
  const steps = new Map<string, Step>()
  for (const rule of rules) {
    const own = new Map<string, number>()
    for (const { groups, count } of rule.steps ?? []) {
      const sorted = unique(groups).sort()
      const key = JSON.stringify(sorted)
      const needed = count + (own.get(key) ?? 0)
      own.set(key, needed)
      steps.set(key, { groups: sorted, count: Math.max(needed, steps.get(key)?.count ?? 0) })
    }
  }
  return [...steps.values()]
}

function mergedEscalation(rules: readonly PolicyRule[]): Terms['escalate'] {
  const lists = rules.flatMap(({ escalate }) => (escalate ? [escalate] : []))
  const most = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: most }, (_, level) => ({
    groups: unique(lists.flatMap((list) => list[level]?.groups ?? [])),
  }))
}

function mergedBreakGlass(rules: readonly PolicyRule[]): Terms['breakGlass'] {
  const given = rules.flatMap(({ breakGlass }) => (breakGlass ? [breakGlass] : []))
  if (given.length === 0 || rules.some(({ breakGlass }) => breakGlass === false)) return null
  const minutes = given.flatMap((one) => one.reviewMinutes ?? [])
  return {
    groups: given.flatMap(({ groups }) => (groups.length > 0 ? [groups] : [])),
    maxMinutes: Math.min(...given.map((one) => one.maxMinutes)),
    reviewMinutes: minutes.length > 0 ? Math.min(...minutes) : null,
    businessDayIn: unique(given.flatMap((one) => (one.reviewMinutes ? [] : [one.timeZone]))),
  }
}

/** `2 approvals from leads, then 1 from security or dba`. Null for one approval by any approver, and for none. */
export function stepsInWords({ steps }: Pick<Terms, 'steps'>): string | null {
  if (steps.every(({ groups, count }) => groups.length === 0 && count === 1)) return null
  const words = steps.map(({ groups, count: n }, i) => {
    const who = groups.length > 0 ? list(groups, 'or') : 'any approver'
    return `${i === 0 ? count(n, 'approval') : n} from ${who}`
  })
  return words.join(', then ')
}

/** The names of merged rules, as sentences and the request list show them. */
export const rulesInWords = ({ rules }: Pick<Terms, 'rules'>) => rules.join(', ')

/** Why a person in these groups can't file a request. Undefined: the terms allow it. */
export function whyMayNotAsk(
  terms: Pick<Terms, 'requesters'>,
  held: readonly string[],
): string | undefined {
  const missing = terms.requesters.find((groups) => !isInEach([groups], held))
  return missing && `The policy allows only members of ${list(missing, 'or')} to request this.`
}

export const NEVER_OPEN = 'The time windows of the policy rules never overlap.'

/** Why no request with these terms can be carried out, because its rules contradict each other. Undefined: it can. */
export function contradictionIn(
  terms: Pick<Terms, 'rules' | 'minMinutes' | 'maxMinutes' | 'windows' | 'stepUpAcr'>,
): string | undefined {
  if (terms.minMinutes > terms.maxMinutes)
    return `The policy rules allow no duration together: ${rulesInWords(terms)}.`
  if (terms.stepUpAcr?.length === 0)
    return `The policy rules accept no sign-in together: ${rulesInWords(terms)}.`
  return opensAt(terms.windows, new Date()) ? undefined : NEVER_OPEN
}

/** What the terms refuse, as a sentence by field; empty if nothing. */
export function refusedBy(
  terms: Terms,
  asked: { minutes: number | undefined; ticket: string },
): Record<string, string> {
  const fields: Record<string, string> = {}
  const { minutes, ticket } = asked
  const by = `(${terms.rules.length > 1 ? 'rules' : 'rule'} “${rulesInWords(terms)}”)`
  if (minutes !== undefined && minutes > terms.maxMinutes)
    fields['input.minutes'] = `At most ${minutesInWords(terms.maxMinutes)} ${by}.`
  if (minutes !== undefined && minutes < terms.minMinutes)
    fields['input.minutes'] = `At least ${minutesInWords(terms.minMinutes)} ${by}.`
  const unmet = terms.ticketPatterns.filter((pattern) => ticketMatches(pattern, ticket) !== true)
  if (unmet.length > 0)
    fields.ticket = terms.ticketHint ?? `The ticket must match ${unmet.join(' and ')}.`
  return fields
}

/** One regular expression for the whole ticket, or null. */
export const oneTicketPattern = ({ ticketPatterns }: Pick<Terms, 'ticketPatterns'>) => {
  const [first = null, ...more] = ticketPatterns
  return first && [...more.map((pattern) => `(?=(?:${pattern})$)`), `(?:${first})`].join('')
}

/** The URL of a ticket, if the terms have one. */
export const ticketUrl = (terms: Pick<Terms, 'ticketUrl'>, ticket: string | null): string | null =>
  terms.ticketUrl && ticket ? terms.ticketUrl.replace('{ticket}', encodeURIComponent(ticket)) : null
