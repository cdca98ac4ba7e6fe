import { observedGrant, type SlotRow } from '@/lib/approvals/employee-access/observer'
import { sentGrant } from '@/lib/approvals/employee-access/revoke-foreign'
import type { EffectRow, RequestRow, Sql } from '@/lib/approvals/rows'
import { getOrgSettings } from '@/lib/ops/directory'
import { grantEmployeeAccess } from '@/lib/ops/employee'
import { type Grant, slotOf } from '@/lib/ops/grant'
import type { Drift } from '@/lib/ops/request-shapes'
import { revokeSlot } from '@/lib/ops/slots'
import { whyNot, whyNotRequest } from '@/lib/ops/why-not'
import { rolesAt, type Where } from '../bindings'
import { readAtlas } from '../call-atlas'
import type { FoundCluster } from '../cluster-facts'
import type { Place } from '../decide'
import { environmentOf } from '../directory'
import type { Person } from '../person'
import type { Standing } from '../request-view'

/** The organization's `restrictEmployeeAccess`; null if it is not known. */
export async function readRestriction(place: Place, requestId: string): Promise<boolean | null> {
  try {
    const { value } = await readAtlas(getOrgSettings, { orgId: place.orgId }, place.connection, {
      requestId,
    })
    return getOrgSettings.output.parse(value.body).restrictEmployeeAccess ?? null
  } catch {
    return null
  }
}

/** The grant of a cluster and when it was read; null if the cluster could not be read. */
export const grantNow = (found: FoundCluster | undefined) =>
  found?.kind === 'cluster' ? { now: slotOf(found.body) ?? null, asOf: found.asOf } : null

/** The grant after a request's call with this input. The expiry is known only after execution. */
export function grantAfter(
  r: RequestRow,
  begin: EffectRow | undefined,
  input: unknown,
): Grant | null {
  const sent = sentGrant(begin)
  if (sent) return sent
  const { data } = grantEmployeeAccess.input.safeParse(input)
  return r.op !== grantEmployeeAccess.id || !data
    ? null
    : {
        grantType: data.grantType,
        expirationTime: new Date(Date.now() + data.minutes * 60_000).toISOString(),
      }
}

/** Slots by their alias `s`, with whether a revoke is in progress. */
export const revoking = (sql: Sql) => sql`exists (
  select 1 from effect e where e.group_id = s.group_id and e.cluster_name = s.cluster_name and e.kind = 'end'
    and e.state in ('planned', 'claimed', 'sending', 'unknown', 'absent')) as revoking`

/** A slot with a grant that Gatehouse did not make. */
export function driftOf(
  slot: SlotRow,
  person: Person,
  at: Standing,
  expected: EffectRow | undefined,
): Drift | null {
  if (!slot.drift_since || !slot.observed_at) return null
  return {
    groupId: slot.group_id,
    groupName: at.groupName,
    orgName: at.orgName,
    clusterName: slot.cluster_name,
    environment: environmentOf(at.tags),
    expected: sentGrant(expected) ?? null,
    observed: observedGrant(slot) ?? null,
    firstSeenAt: slot.drift_since.toISOString(),
    observedAt: slot.observed_at.toISOString(),
    mayRevoke:
      whyNot(revokeSlot, rolesAt(person, at)) ??
      (slot.revoking ? 'The access is already being revoked.' : null),
  }
}

/**
 * Why this person can't request employee access here. Null: they can. The policy of a cluster says whether whoever can
 * break glass can request it there.
 */
export function mayFile(person: Person, at: Where | undefined): string | null {
  const roles = rolesAt(person, at)
  if (roles.includes('break-glass')) return null
  return whyNotRequest(grantEmployeeAccess, roles) ?? null
}
