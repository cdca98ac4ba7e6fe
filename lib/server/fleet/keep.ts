import type { Source } from '@/lib/fleet/source'
import { evaluate } from './evaluate'
import { storeAnswer, type Target } from './store'

/** Runs the checks on an answer of Atlas and stores what they find. False when nothing of the answer can be read. */
export async function keep(
  target: Target,
  source: Source,
  body: unknown,
  readAt: Date,
): Promise<boolean> {
  const at = { orgId: target.orgId, groupId: target.groupId, ...target.part }
  const evaluated = evaluate(source, body, at, readAt.getTime())
  if (evaluated) await storeAnswer(target, source, evaluated, readAt)
  return evaluated !== undefined
}
