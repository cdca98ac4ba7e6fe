import { minutesInWords } from '@/lib/format/duration'
import type { Environment } from '@/lib/ops/define'
import { ticketMatches } from './ticket-pattern'

/** One rule of gatehouse.yaml (lib/server/policy-schema.ts says what each key means). */
export type PolicyRule = {
  name: string
  match: {
    op?: string | undefined
    org?: string | undefined
    project?: string | undefined
    environment?: Environment | undefined
    grantType?: string | undefined
  }
  minMinutes: number
  maxMinutes: number
  defaultMinutes: number
  decideByMinutes: number
  executeByMinutes: number
  ticketPattern: string | null
  ticketHint: string | null
  ticketUrl: string | null
  stepUpSeconds: number | null
}

export type Asked = {
  op: string
  orgId: string
  /** Missing for operations on an organization. */
  groupId?: string | undefined
  environment: Environment
  /** The level of access. */
  level?: string | undefined
}

/** The first rule that matches; undefined: the operation is refused. */
export const ruleFor = <R extends PolicyRule>(rules: readonly R[], asked: Asked): R | undefined =>
  rules.find(
    ({ match: m }) =>
      (m.op ?? asked.op) === asked.op &&
      (m.org ?? asked.orgId) === asked.orgId &&
      (m.project ?? asked.groupId) === asked.groupId &&
      (m.environment ?? asked.environment) === asked.environment &&
      (m.grantType ?? asked.level) === asked.level,
  )

/** The first rule that matches for some grant type, for a form before the type is chosen. */
export const ruleForAny = <R extends PolicyRule>(
  rules: readonly R[],
  asked: Asked,
): R | undefined =>
  rules.find((rule) =>
    ruleFor([{ ...rule, match: { ...rule.match, grantType: undefined } }], asked),
  )

/** What the rule refuses, as a sentence by field; empty if nothing. */
export function refusedBy(
  rule: PolicyRule,
  asked: { minutes: number | undefined; ticket: string },
): Record<string, string> {
  const fields: Record<string, string> = {}
  const { minutes, ticket } = asked
  if (minutes !== undefined && minutes > rule.maxMinutes)
    fields['input.minutes'] = `At most ${minutesInWords(rule.maxMinutes)} (rule “${rule.name}”).`
  if (minutes !== undefined && minutes < rule.minMinutes)
    fields['input.minutes'] = `At least ${minutesInWords(rule.minMinutes)} (rule “${rule.name}”).`
  if (rule.ticketPattern !== null && ticketMatches(rule.ticketPattern, ticket) !== true)
    fields.ticket = rule.ticketHint ?? `The ticket must match ${rule.ticketPattern}.`
  return fields
}

/** The URL of a ticket, if the rule has one. */
export const ticketUrl = (rule: PolicyRule | undefined, ticket: string | null): string | null =>
  rule?.ticketUrl && ticket ? rule.ticketUrl.replace('{ticket}', encodeURIComponent(ticket)) : null
