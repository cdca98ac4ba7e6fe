import type { AskedPlace } from '@/lib/approvals/policy-match'
import type { RequestRow } from '@/lib/approvals/rows'
import { targetsOf } from '@/lib/approvals/targets'
import { findOp } from '@/lib/atlas/find-op'
import { type Op, type Scope, scopeOf } from '@/lib/ops/define'
import type { PlaceOf } from './stored-places'

/** The places that an input touches, as far as Gatehouse has seen them. `orgId` is the one of a federation. */
export function askedPlaces(
  op: Op,
  input: Record<string, unknown>,
  placeOf: PlaceOf,
  orgId?: string,
): AskedPlace[] {
  const at = (scope: Scope): AskedPlace | undefined => {
    if (scope.kind === 'cluster') return placeOf(scope.groupId, scope.clusterName)
    if (scope.kind === 'project') return placeOf(scope.groupId)
    const id = scope.kind === 'console' ? undefined : (scope.orgId ?? orgId)
    return id === undefined ? undefined : { orgId: id, tags: [], environment: 'other' }
  }
  const scopes = [scopeOf(op, input), ...(op.otherScopes?.(input) ?? [])]
  return scopes.flatMap((scope) => at(scope) ?? [])
}

/** The places of a request, by the row itself if Gatehouse no longer knows them. */
export function placesOfRow(r: RequestRow, placeOf: PlaceOf): [AskedPlace, ...AskedPlace[]] {
  const op = findOp(r.op)
  const inputs = targetsOf(r)?.list.map(({ input }) => input) ?? [JSON.parse(r.input)]
  const [main, ...others] = op
    ? inputs.flatMap((input) => askedPlaces(op, input, placeOf, r.org_id))
    : []
  const row: AskedPlace = {
    orgId: r.org_id,
    ...(r.group_id === null ? {} : { groupId: r.group_id }),
    tags: [],
    environment: r.environment,
  }
  return [main ?? row, ...others]
}
