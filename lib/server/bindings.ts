import type { Role } from '@/lib/ops/roles'
import type { Binding } from './binding-schema'
import { policySettings } from './policy-settings'

/** A place in Atlas. */
export type Where = {
  orgId: string
  groupId?: string | undefined
  tags: ReadonlyArray<{ key: string; value: string }>
}

/** Whether a binding applies in a place. */
export function covers({ scope }: Binding, place: Where): boolean {
  if ('all' in scope) return true
  if ('org' in scope) return scope.org === place.orgId
  if ('project' in scope) return scope.project === place.groupId
  return place.tags.some((t) => `${t.key}=${t.value}` === scope.tag)
}

/** The bindings of these groups, in every place. */
export const bindingsOf = (groups: readonly string[]): Binding[] =>
  policySettings().bindings.filter((b) => groups.includes(b.group))

/** The bindings that apply in a place; without a place, all of them. */
export const bindingsAt = (bindings: readonly Binding[], place: Where | undefined): Binding[] =>
  place ? bindings.filter((b) => covers(b, place)) : [...bindings]

/** The roles of a person in a place, each once. */
export const rolesAt = (
  person: { bindings: readonly Binding[] },
  place: Where | undefined,
): Role[] => [...new Set(bindingsAt(person.bindings, place).map((b) => b.role))]

/** A binding as the audit log records it: `gatehouse-operators → operator (org 6238…)`. */
export const bindingInWords = (b: Binding) =>
  `${b.group} → ${b.role} (${Object.entries(b.scope)
    .map(([key, value]) => (key === 'all' ? 'all' : `${key} ${value}`))
    .join()})`
