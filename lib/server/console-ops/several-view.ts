import { observedGrant, type SlotRow } from '@/lib/approvals/employee-access/observer'
import { narrowest } from '@/lib/approvals/narrowing'
import { targetsOf } from '@/lib/approvals/targets'
import type { SeveralView } from '@/lib/ops/several-shapes'
import { targetOutcome } from '@/lib/ops/target-outcome'
import { rolesAt } from '../bindings'
import { sql } from '../database'
import type { Directory } from '../directory'
import type { Loaded } from '../loaded'
import type { Person } from '../person'
import { effectView, mayRevoke, standing } from '../request-view'
import { hasTag } from './several'

/** The targets of a request for several, for its card. Null: it has one. */
export async function severalShown(
  { r, parts, votes }: Loaded,
  person: Person,
  known: Directory,
): Promise<SeveralView | null> {
  const several = targetsOf(r)
  if (!several) return null
  const groups = [...new Set(several.list.map(({ groupId }) => groupId))]
  const slots = new Map(
    (await sql()<SlotRow[]>`select * from slot where group_id = any(${groups})`).map((slot) => [
      `${slot.group_id}/${slot.cluster_name}`,
      slot,
    ]),
  )
  const left = narrowest(r, votes).targets
  return {
    tag: several.tag,
    onFailure: r.on_failure ?? 'stop',
    targets: several.list.flatMap((target) => {
      const part = parts.find((one) => one.r.id === target.part)
      if (!part) return []
      const { begin, end } = part
      const found = slots.get(`${target.groupId}/${target.clusterName}`)
      const at = standing(part.r, known, found)
      const slot = rolesAt(person, at).length > 0 ? found : undefined
      return {
        id: target.part,
        groupId: target.groupId,
        groupName: at.groupName,
        clusterName: target.clusterName,
        environment: target.environment,
        tags: target.proof.tags,
        readAt: target.proof.readAt,
        isMoved: several.tag !== null && slot !== undefined && !hasTag(slot.tags, several.tag),
        now: observedGrant(slot) ?? null,
        seenAt: slot?.seen_at.toISOString() ?? null,
        isLeftOut: left !== null && !left.includes(target.part),
        outcome: targetOutcome({
          state: part.r.state,
          how: part.r.how,
          call: begin?.state ?? null,
        }),
        state: part.r.state,
        how: part.r.how,
        effect: end ? effectView(end) : begin ? effectView(begin) : null,
        note: end?.note ?? begin?.note ?? null,
        endsAt: begin?.expiration_time?.toISOString() ?? null,
        mayRevoke: mayRevoke(part.r, person, at),
      }
    }),
  }
}
