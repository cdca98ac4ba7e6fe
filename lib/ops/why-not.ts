import { lowerFirst } from '@/lib/format/words'
import type { Op } from './define'
import { peopleOf, type Role } from './roles'

/**
 * Why a holder of these roles may not run an operation in a scope: undefined, or a sentence to show beside the refused
 * button. `held` are the roles in that scope; an empty list means the scope is not theirs to see. The table is
 * architecture.md section 4: every role includes viewer, an auditor reads everything, nothing else is implied.
 */
export function whyNot(op: Pick<Op, 'kind' | 'needs' | 'title'>, held: readonly Role[]) {
  if (held.some((role) => op.needs.includes(role))) return undefined
  if (held.length > 0 && op.needs.includes('viewer')) return undefined
  if (op.kind === 'query' && held.includes('auditor')) return undefined
  const [one, group] = [op.needs.length === 1, peopleOf(op.needs)]
  return `${group} can ${lowerFirst(op.title)}. Ask one${one ? '' : ' of them'}, or request the role.`
}
