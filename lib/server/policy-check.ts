import { z } from 'zod'
import type { PolicyRule } from '@/lib/approvals/policy'
import { fits, type InputMatch, isList, type Match } from '@/lib/approvals/policy-match'
import { opensAt } from '@/lib/approvals/window'
import { minutesInWords } from '@/lib/format/duration'
import { list, quoted } from '@/lib/format/words'
import { ops } from '@/lib/ops/registry'
import type { Role } from '@/lib/ops/roles'
import type { Binding } from './binding-schema'
import type { Policy } from './policy-schema'

/** A mistake in gatehouse.yaml, and the path of keys to it. */
export type Problem = { path: readonly PropertyKey[]; message: string }

/** What is wrong with rules that are valid one by one: unknown names, steps without an approver, contradictions. */
export const policyProblems = (policy: Policy, bindings: readonly Binding[]): Problem[] =>
  policy.rules.flatMap((rule, i) => {
    const within = (found: Problem[]) =>
      found.map(({ path, message }) => ({ path: ['policy', 'rules', i, ...path], message }))
    const earlier = policy.rules.slice(0, i).filter((other) => mayMeet(rule.match, other.match))
    return within([
      ...unknownGroups(rule, bindings),
      ...unknownFields(rule.match),
      ...unknownLevels(rule.match),
      ...missingPeople(rule, bindings),
      ...earlier.flatMap((other) => contradictions(rule, other)),
    ])
  })

function unknownGroups(rule: PolicyRule, bindings: readonly Binding[]): Problem[] {
  const named: [path: PropertyKey[], groups: readonly string[] | undefined][] = [
    [['match', 'requester'], rule.match.requester],
    [['requesters'], rule.requesters],
    [['breakGlass', 'groups'], rule.breakGlass ? rule.breakGlass.groups : undefined],
    ...(rule.steps ?? []).map((step, i) => pathed(['steps', i, 'groups'], step.groups)),
    ...(rule.escalate ?? []).map((level, i) => pathed(['escalate', i, 'groups'], level.groups)),
  ]
  return named.flatMap(([path, groups = []]) =>
    groups.flatMap((group, i) =>
      bindings.some((b) => b.group === group)
        ? []
        : [{ path: [...path, i], message: `no binding has the group ${quoted(group)}` }],
    ),
  )
}
const pathed = (
  path: PropertyKey[],
  groups: readonly string[],
): [PropertyKey[], readonly string[]] => [path, groups]

/** Steps and a break-glass that nobody can take, because no binding gives the role where the rule applies. */
function missingPeople(
  { match, requesters = [], steps = [], escalate = [], breakGlass }: PolicyRule,
  bindings: readonly Binding[],
) {
  const whyNobody = (roles: readonly Role[], groups: readonly string[]) => {
    const isKnown = groups.length === 0 || bindings.some((b) => groups.includes(b.group))
    const holders = bindings.filter(
      (b) => roles.includes(b.role) && (groups.length === 0 || groups.includes(b.group)),
    )
    const who = groups.length > 0 ? list(groups, 'or') : 'any group'
    return !isKnown || holders.some((b) => mayCover(b, match))
      ? []
      : [`no binding gives ${who} the role ${list(roles, 'or')} where this rule applies`]
  }
  const at = (path: PropertyKey[], messages: readonly string[]) =>
    messages.map((message) => ({ path, message }))
  const deciders = ({ groups }: { groups: readonly string[] }) => whyNobody(['approver'], groups)
  return [
    ...at(['requesters'], requesters.length > 0 ? whyNobody(askersOf(match), requesters) : []),
    ...steps.flatMap((step, i) => at(['steps', i], deciders(step))),
    ...escalate.flatMap((level, i) => at(['escalate', i], deciders(level))),
    ...at(['breakGlass'], breakGlass ? whyNobody(['break-glass'], breakGlass.groups) : []),
  ]
}

/** The roles with which people ask for what a rule matches. */
const askersOf = ({ op }: Match): Role[] => [
  ...new Set(commandsOf(op).flatMap(({ roles }) => [...roles])),
]

const commandsOf = (ids: readonly string[] | undefined) =>
  [...ops.values()].filter(({ id, kind, atlas }) =>
    ids ? ids.includes(id) : kind === 'command' && atlas !== undefined,
  )

/** Whether a binding can cover a place that a rule matches, as far as the file tells. */
export function mayCover({ scope }: Binding, { org, project }: Match): boolean {
  if ('org' in scope) return org?.includes(scope.org) ?? true
  if ('project' in scope) return project?.includes(scope.project) ?? true
  return true
}

function unknownFields({ op, input = {} }: Match): Problem[] {
  const commands = commandsOf(op)
  return Object.entries(input).flatMap(([path, wanted]) => {
    const found = commands.map(({ id, input: schema }) => ({
      id,
      leaves: leavesAt(jsonSchemaOf(schema), path.split('.')),
    }))
    const without = found.filter(({ leaves }) => leaves.length === 0)
    const problem = (message: string) => [{ path: ['match', 'input', path], message }]
    if (op ? without.length > 0 : without.length === commands.length)
      return problem(
        `${op ? list(without.map(({ id }) => id)) : 'no command'} has${op ? ' no' : ' an'} input field ${quoted(path)}`,
      )
    return found.some(({ leaves }) => leaves.some((leaf) => canFit(leaf, wanted)))
      ? []
      : problem(`never matches: ${quoted(path)} has other values than ${inWords(wanted)}`)
  })
}

const inWords = (wanted: InputMatch) =>
  isList(wanted)
    ? list(
        wanted.map((one) => JSON.stringify(one)),
        'or',
      )
    : 'a number'

function unknownLevels({ op, grantType = [] }: Match): Problem[] {
  const levels = op
    ? commandsOf(op).flatMap((one) =>
        Object.keys(one.kind === 'command' ? (one.access?.levels ?? {}) : {}),
      )
    : grantType
  return grantType.some((level) => levels.includes(level)) || grantType.length === 0
    ? []
    : [
        {
          path: ['match', 'grantType'],
          message: `never matches: ${list(op ?? [])} gives no such access`,
        },
      ]
}

type JsonSchema = z.core.JSONSchema.JSONSchema

const jsonSchemaOf = (input: z.ZodType) =>
  z.toJSONSchema(input, { io: 'output', unrepresentable: 'any', reused: 'inline' })

/** The schemas of what stands at a path of an input. */
function leavesAt(schema: JsonSchema | boolean, path: readonly string[]): JsonSchema[] {
  if (schema === false) return []
  const [key, ...rest] = path
  if (schema === true) return [{}]
  const { properties, items, additionalProperties, anyOf, oneOf, allOf, type } = schema
  if (items && !Array.isArray(items)) return leavesAt(items, path)
  const branches = [...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])]
  if (key === undefined)
    return branches.length > 0 ? branches.flatMap((branch) => leavesAt(branch, path)) : [schema]
  const field = properties && Object.hasOwn(properties, key) ? properties[key] : undefined
  if (field !== undefined) return leavesAt(field, rest)
  if (branches.length > 0) return branches.flatMap((branch) => leavesAt(branch, path))
  if (additionalProperties) return leavesAt(additionalProperties, rest)
  // A field that a schema can't describe may hold anything.
  return type === undefined && properties === undefined ? [{}] : []
}

/** Whether a value that a rule wants can stand where a schema describes it. */
function canFit(schema: JsonSchema, wanted: InputMatch): boolean {
  const types = schema.type === undefined ? undefined : [schema.type].flat().map(String)
  const isType = (type: string) =>
    !types || types.includes(type) || (type === 'number' && types.includes('integer'))
  if (!isList(wanted)) return isType('number')
  const choices = schema.enum ?? ('const' in schema ? [schema.const] : undefined)
  return wanted.some(
    (one) => isType(one === null ? 'null' : typeof one) && (!choices || choices.includes(one)),
  )
}

/** Whether one request can match both, as far as the file tells. */
function mayMeet(a: Match, b: Match): boolean {
  const share = (one?: readonly unknown[], other?: readonly unknown[]) =>
    !one || !other || one.some((value) => other.includes(value))
  const fields = Object.entries(a.input ?? {})
  return (
    share(a.op, b.op) &&
    share(a.org, b.org) &&
    share(a.project, b.project) &&
    share(a.grantType, b.grantType) &&
    (!a.environment || !b.environment || a.environment === b.environment) &&
    fields.every(([path, wanted]) => canBeBoth(wanted, b.input?.[path]))
  )
}

function canBeBoth(a: InputMatch, b: InputMatch | undefined): boolean {
  if (!b) return true
  if (isList(a)) return a.some((value) => fits(b, value))
  if (isList(b)) return canBeBoth(b, a)
  const [least, most] = [a.atLeast ?? b.atLeast ?? -Infinity, a.atMost ?? b.atMost ?? Infinity]
  return Math.max(least, b.atLeast ?? least) <= Math.min(most, b.atMost ?? most)
}

/** What two rules that can match the same request say against each other. */
function contradictions(rule: PolicyRule, other: PolicyRule): Problem[] {
  const problems: Problem[] = []
  const against = `the rule ${quoted(other.name)}, and both can match one request`
  const told = (key: string, says: string) =>
    problems.push({ path: [key], message: `${says} of ${against}` })
  const [min, max] = [rule.minMinutes ?? 0, rule.maxMinutes ?? Infinity]
  if (min > (other.maxMinutes ?? Infinity))
    told('minMinutes', `${minutesInWords(min)} is more than the maxMinutes`)
  if (max < (other.minMinutes ?? 0))
    told('maxMinutes', `${minutesInWords(max)} is less than the minMinutes`)
  if (
    rule.stepUpAcr &&
    other.stepUpAcr &&
    !rule.stepUpAcr.some((acr) => other.stepUpAcr?.includes(acr))
  )
    told('stepUpAcr', 'has nothing in common with that')
  if (rule.window && other.window && !opensAt([rule.window, other.window], new Date()))
    told('window', 'is never open together with that')
  return problems
}
