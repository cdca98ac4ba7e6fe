import { append } from '@/lib/audit/append'
import { canonical } from '@/lib/audit/canonical'
import { newId } from '@/lib/format/id'
import { revokeEmployeeAccess } from '@/lib/ops/employee'
import type { Grant } from '@/lib/ops/grant'
import type { By } from '../ballot'
import { underWayAlready } from '../end-grant'
import { isUniqueViolation } from '../postgres-errors'
import type { EffectRow, Sql } from '../rows'

/** The grant that an effect sent, from its stored bytes; undefined before the first execution. */
export const sentGrant = (effect: Pick<EffectRow, 'body'> | undefined): Grant | undefined =>
  effect?.body ? JSON.parse(effect.body) : undefined

/** Plans the revoke of a grant made outside Gatehouse. Returns the effect's id. @throws as revokeGrantOf does */
export async function revokeForeign(
  sql: Sql,
  slot: { orgId: string; groupId: string; clusterName: string; expected: Grant },
  reason: string,
  by: By,
  trace: string,
): Promise<string> {
  const { orgId, groupId, clusterName, expected } = slot
  const id = newId()
  try {
    await sql.begin(async (tx) => {
      await tx`insert into effect ${tx({
        id,
        kind: 'end',
        op: revokeEmployeeAccess.id,
        org_id: orgId,
        group_id: groupId,
        cluster_name: clusterName,
        input: canonical({
          groupId,
          clusterName,
          expected: { grantType: expected.grantType, expirationTime: expected.expirationTime },
        }),
        actor_name: by.display,
        reason: reason || null,
      })}`
      await append(tx, {
        type: 'revoke.requested',
        actor: by,
        op: revokeEmployeeAccess.id,
        target: `project ${groupId} / cluster ${clusterName} / employee access`,
        before: { grantType: expected.grantType, expirationTime: expected.expirationTime },
        after: { effect: id },
        ...(reason ? { reason } : {}),
        trace,
      })
    })
  } catch (error) {
    throw isUniqueViolation(error, 'effect_end') ? underWayAlready() : error
  }
  return id
}
