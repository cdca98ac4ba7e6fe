import { z } from 'zod'
import type { PolicyRule } from '@/lib/approvals/policy'
import type { InputMatch, Match } from '@/lib/approvals/policy-match'
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
  { match, steps = [], breakGlass }: PolicyRule,
  bindings: readonly Binding[],
) {
  const whyNobody = (role: Role, groups: readonly string[]) => {
    const isKnown = groups.length === 0 || bindings.some((b) => groups.includes(b.group))
    const holders = bindings.filter(
      (b) => b.role === role && (groups.length === 0 || groups.includes(b.group)),
    )
    const who = groups.length > 0 ? list(groups, 'or') : 'any group'
    return !isKnown || holders.some((b) => mayCover(b, match))
      ? []
      : [`no binding gives ${who} the role ${role} where this rule applies`]
  }
  return [
    ...steps.flatMap(({ groups }, i) =>
      whyNobody('approver', groups).map((message) => ({ path: ['steps', i], message })),
    ),
    ...(breakGlass ? whyNobody('break-glass', breakGlass.groups) : []).map((message) => ({
      path: ['breakGlass'],
      message,
    })),
  ]
}

/** Whether a binding can cover a place that a rule matches, as far as the file tells. */
export function mayCover({ scope }: Binding, { org, project }: Match): boolean {
  if ('org' in scope) return org?.includes(scope.org) ?? true
  if ('project' in scope) return project?.includes(scope.project) ?? true
  return true
}

function unknownFields({ op, input = {} }: Match): Problem[] {
  const commands = [...ops.values()].filter(({ id, kind, atlas }) =>
    op ? op.includes(id) : kind === 'command' && atlas !== undefined,
  )
  return Object.keys(input).flatMap((path) => {
    const without = commands.filter(({ input: schema }) => !hasPath(schema, path.split('.')))
    const isUnknown = op ? without.length > 0 : without.length === commands.length
    const where = op ? list(without.map(({ id }) => id)) : 'no command'
    return isUnknown
      ? [
          {
            path: ['match', 'input', path],
            message: `${where} has${op ? ' no' : ' an'} input field ${quoted(path)}`,
          },
        ]
      : []
  })
}

type JsonSchema = z.core.JSONSchema.JSONSchema

const hasPath = (input: z.ZodType, path: readonly string[]): boolean =>
  isIn(z.toJSONSchema(input, { io: 'output', unrepresentable: 'any', reused: 'inline' }), path)

function isIn(schema: JsonSchema | boolean, path: readonly string[]): boolean {
  const [key, ...rest] = path
  if (key === undefined || typeof schema === 'boolean') return schema !== false
  const { properties, items, additionalProperties, anyOf, oneOf, allOf, type } = schema
  const field = properties && Object.hasOwn(properties, key) ? properties[key] : undefined
  if (field !== undefined) return isIn(field, rest)
  if (items && !Array.isArray(items)) return isIn(items, path)
  const branches = [...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])]
  if (branches.length > 0) return branches.some((branch) => isIn(branch, path))
  if (additionalProperties) return isIn(additionalProperties, rest)
  // A field that a schema can't describe may hold anything.
  return type === undefined && properties === undefined
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
  const isList = (one: InputMatch) => Array.isArray(one)
  if (isList(a) && isList(b)) return [...Object.values(a)].some((v) => Object.values(b).includes(v))
  return true
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
