import { lowerFirst } from '@/lib/format/words'
import { contact } from './contact'
import type { Command, Op } from './define'
import { peopleOf, type Role } from './roles'

/**
 * Why a person with these roles can't run an operation in a scope. Undefined: they can. `held` are the roles in that
 * scope; without any, the scope is hidden. Every role includes viewer, and auditors can read everything.
 */
export function whyNot(op: Pick<Op, 'kind' | 'roles' | 'title'>, held: readonly Role[]) {
  if (held.some((role) => op.roles.includes(role))) return undefined
  if (held.length > 0 && op.roles.includes('viewer')) return undefined
  if (op.kind === 'query' && held.includes('auditor')) return undefined
  return `Only ${lowerFirst(peopleOf(op.roles))} can ${lowerFirst(op.title)}. Ask ${contact()} for the role.`
}

/** Why a person with these roles can't request a command that needs approval. Undefined: they can. */
export const whyNotRequest = (
  { access, roles }: Pick<Command, 'access' | 'roles'>,
  held: readonly Role[],
) => {
  const title = access ? 'request MongoDB employee access' : 'request this change'
  return whyNot({ kind: 'command', roles, title }, held)
}
