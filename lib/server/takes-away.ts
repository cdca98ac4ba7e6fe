import { fact } from '@/lib/atlas/facts'
import type { Op } from '@/lib/ops/define'

/** Whether an operation removes access or a resource. What Gatehouse adds, such as budgets, never stops one. */
export const takesAway = (op: Partial<Pick<Op, 'id' | 'atlas'>>): boolean =>
  op.atlas ? fact(op.atlas.op).method === 'DELETE' : (op.id?.endsWith('.revoke') ?? false)
