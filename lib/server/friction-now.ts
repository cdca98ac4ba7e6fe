import type { Command } from '@/lib/ops/define'
import { type Friction, isGated } from '@/lib/ops/friction'
import { frictionOf, type Place } from './decide'
import { type Look, whyGrave } from './perform'

/**
 * The current friction of a command: from its input and from what `escalation` reads.
 * @throws AtlasError, OpError when that cannot be read
 */
export async function frictionNow(
  op: Command,
  input: Record<string, unknown>,
  place: Place | undefined,
  requestId: string,
  how?: Look,
): Promise<Friction> {
  const friction = frictionOf(op, input, place)
  if (isGated(friction)) return friction
  const because = await whyGrave(op, input, place, requestId, how)
  return because === undefined ? friction : { level: 'approval', because }
}
