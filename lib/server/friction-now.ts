import { raisedTo } from '@/lib/approvals/policy'
import type { AskedPlace } from '@/lib/approvals/policy-match'
import { fact } from '@/lib/atlas/facts'
import { describedAs } from '@/lib/atlas/find-op'
import { type Command, canNeedApproval, type Op } from '@/lib/ops/define'
import { NOT_UNDERSTOOD, UNKNOWN_TO_GATEHOUSE, whyDangerous } from '@/lib/ops/derived'
import { operationIdOf, takesAccess } from '@/lib/ops/derived-access'
import { OpError } from '@/lib/ops/failure'
import { type Friction, isGated, isHigher, RAISED } from '@/lib/ops/friction'
import { endsAccess } from '@/lib/ops/registry'
import type { Place } from './decide'
import { type Look, whyGrave } from './perform'
import { policySettings } from './policy-settings'
import { askedOf } from './terms'

/** The friction of a command here: from its description, or higher from the policy. `groups` are those of who sends it. */
export function frictionOf(
  op: Op,
  input: Record<string, unknown>,
  place: (AskedPlace & { also?: readonly AskedPlace[] }) | undefined,
  groups: readonly string[],
): Friction {
  if (op.kind !== 'command') return { level: 'none' }
  const own = derivedFriction(op) ??
    op.friction?.(input, place?.environment ?? 'other') ?? { level: 'none' }
  const raised = policyLevel(op, input, place, groups)
  if (!raised || !isHigher(raised, own.level)) return own
  // The operation's own reason stays, because an approver decides on it.
  const because = own.level === 'none' ? RAISED : `${own.because} ${RAISED}`
  const phrase = 'phrase' in own ? { phrase: own.phrase } : {}
  return raised === 'approval' ? { level: raised, because, ...phrase } : { level: raised, because }
}

/** What the configuration sets for changes without a description. Undefined for others. */
function derivedFriction({ id, atlas }: Command): Friction | undefined {
  const phrase = operationIdOf(id)
  const level = policySettings().policy.derived.changes
  if (phrase === undefined || whyDangerous(phrase) || takesAccessAway({ id, atlas }))
    return undefined
  if (describedAs(phrase).length > 0) return { level: 'approval', because: NOT_UNDERSTOOD }
  if (level === 'none') return { level }
  const because = UNKNOWN_TO_GATEHOUSE
  return level === 'type' ? { level, phrase, because } : { level, because }
}

/** Whether a command only takes access away, so that nothing makes it need approval. */
export const takesAccessAway = ({ id, atlas }: Pick<Op, 'id' | 'atlas'>): boolean =>
  endsAccess(id) ||
  (atlas !== undefined && operationIdOf(id) !== undefined && takesAccess(fact(atlas.op)))

function policyLevel(...[op, input, place, groups]: Parameters<typeof frictionOf>) {
  const { friction, rules } = policySettings().policy
  // The policy raises the steps of a command with several, and never what takes access away.
  if (takesAccessAway(op)) return undefined
  const isRaised = op.kind === 'command' && op.atlas && !op.guided
  const byRules =
    isRaised && place ? raisedTo(rules, askedOf(op.id, input, place, groups)) : undefined
  return friction[op.id] === 'approval' ? 'approval' : (byRules ?? friction[op.id])
}

/**
 * The current friction of a command: from its input and from what `escalation` reads.
 * @throws AtlasError, OpError when that can't be read
 */
export async function frictionNow(
  op: Command,
  input: Record<string, unknown>,
  place: Place | undefined,
  groups: readonly string[],
  requestId: string,
  how?: Look,
): Promise<Friction> {
  const friction = frictionOf(op, input, place, groups)
  if (isGated(friction)) return friction
  const because = await whyGrave(op, input, place, requestId, how)
  return because === undefined ? friction : { level: 'approval', because }
}

/** Why a command that needs approval can't be approved. Undefined: it can. */
export const whyNotApprovable = (op: Command): string | undefined =>
  canNeedApproval(op)
    ? undefined
    : `The policy requires approval for this. “${op.title}” can’t be approved, because Gatehouse can’t check its result, or its input or answer contains a secret. Ask ${policySettings().contact}.`

/** @throws OpError 'not-allowed' for a command that needs approval and can't get it */
export function refuseUnapprovable(op: Command): void {
  const why = whyNotApprovable(op)
  if (why) throw OpError.of('not-allowed', why)
}
