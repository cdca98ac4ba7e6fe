import { fact } from '@/lib/atlas/facts'
import { findOp } from '@/lib/atlas/find-op'
import { lifecycleOf } from '@/lib/atlas/lifecycle'
import type { Op } from '@/lib/ops/define'
import type { Lifecycle } from '@/lib/ops/lifecycle'

/** Whether an operation is deprecated, ending, ended or in preview today; undefined while it is stable. */
export const lifecycleOfOp = ({ atlas, successor }: Op): Lifecycle | undefined =>
  atlas &&
  lifecycleOf(
    fact(atlas.op),
    atlas.version,
    new Date().toISOString().slice(0, 10),
    successor && findOp(successor)?.title,
  )
