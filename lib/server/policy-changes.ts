import { textOf } from '@/lib/format/same'
import { quoted } from '@/lib/format/words'
import type { Binding } from './binding-schema'
import { bindingInWords } from './bindings'
import type { WorkloadIssuer } from './machines/workload-schema'

/** What is recorded of gatehouse.yaml: everything that decides who can do what. */
export type Recorded = {
  policy: { rules: readonly object[]; friction: Readonly<Record<string, string>> }
  bindings: readonly Binding[]
  production: { tags: readonly string[] }
  /** Missing in rows from before there were machines. */
  workloadIdentity?: readonly WorkloadIssuer[] | undefined
}

/** What changed from one configuration to the next, one sentence each. `before` is as the audit log has it. */
export function changesBetween(before: Recorded, after: Recorded): string[] {
  const rules = (of: Recorded) => new Map(of.policy.rules.map((rule) => [nameOf(rule), rule]))
  const [old, now] = [rules(before), rules(after)]
  const changed = [...now].flatMap(([name, rule]) => {
    const was = old.get(name)
    if (!was) return [`Rule ${quoted(name)} added: ${inWords(rule)}`]
    return fieldChanges(was, rule).map((what) => `Rule ${quoted(name)}: ${what}`)
  })
  const shared = (names: Iterable<string>, other: Map<string, object>) =>
    [...names].filter((name) => other.has(name)).join('\n')
  const order =
    shared(old.keys(), now) === shared(now.keys(), old) ? [] : ['The order of the rules']
  return [
    ...changed,
    ...[...old.keys()]
      .filter((name) => !now.has(name))
      .map((name) => `Rule ${quoted(name)} removed`),
    ...order,
    ...fieldChanges(before.policy.friction, after.policy.friction).map(
      (what) => `Friction: ${what}`,
    ),
    ...listChanges(
      'Binding',
      before.bindings.map(bindingInWords),
      after.bindings.map(bindingInWords),
    ),
    ...listChanges('Production tag', before.production.tags, after.production.tags),
    ...listChanges(
      'Workload identity',
      (before.workloadIdentity ?? []).flatMap(workloadInWords),
      (after.workloadIdentity ?? []).flatMap(workloadInWords),
    ),
  ]
}

const workloadInWords = ({ issuer, audience, machines }: WorkloadIssuer) =>
  machines.map(
    ({ machine, claims }) => `${issuer} for ${audience} → ${machine} with ${textOf(claims)}`,
  )

const nameOf = (rule: object) => ('name' in rule ? String(rule.name) : '')

const inWords = (value: unknown): string =>
  value === undefined ? 'not set' : typeof value === 'string' ? value : textOf(value)

/** `maxMinutes 480 → 240` */
function fieldChanges(before: object, after: object): string[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [inWords(old.get(key)), inWords(now.get(key))]
    return was === is ? [] : [`${key} ${was} → ${is}`]
  })
}

const listChanges = (what: string, before: readonly string[], after: readonly string[]) => [
  ...after.filter((one) => !before.includes(one)).map((one) => `${what} added: ${one}`),
  ...before.filter((one) => !after.includes(one)).map((one) => `${what} removed: ${one}`),
]
