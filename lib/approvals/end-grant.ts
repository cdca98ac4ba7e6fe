import { append } from '@/lib/audit/append'
import { canonical } from '@/lib/audit/canonical'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import type { Grant } from '@/lib/ops/grant'
import { type By, knownRequest } from './decide-request'
import { isUniqueViolation } from './postgres-errors'
import type { EffectRow, Sql } from './rows'

const underWayAlready = () => OpError.of('conflict', 'This grant is already being revoked.')

/** The grant that an effect sent, from its stored bytes; undefined before the first execution. */
export const sentGrant = (effect: Pick<EffectRow, 'body'> | undefined): Grant | undefined =>
  effect?.body ? JSON.parse(effect.body) : undefined

/**
 * Plans the revoke of an approved request's grant. No second person and no policy is involved. If the grant was not sent
 * yet, the request closes at once. Returns the request's new state.
 * @throws OpError 'conflict' if there is nothing to revoke, or it is being revoked
 */
export async function revokeGrantOf(
  sql: Sql,
  requestId: string,
  reason: string,
  by: By,
  trace: string,
): Promise<'approved' | 'closed'> {
  try {
    return await sql.begin(async (tx) => {
      // Locked before the request is read: an executor that settles the effect also closes the request.
      const [begin] = await tx<EffectRow[]>`
        select * from effect where request_id = ${requestId} and kind = 'begin' and state <> 'refused' for update`
      const r = await knownRequest(tx, requestId)
      if (r.state !== 'approved' || !begin || r.cluster_name === null)
        throw OpError.of(
          'conflict',
          r.state === 'pending'
            ? 'Nothing is granted yet. Withdraw the request instead.'
            : r.cluster_name === null
              ? 'This request does not grant access, so there is nothing to revoke.'
              : r.state === 'approved'
                ? 'The grant was not made, so there is nothing to revoke.'
                : `The request is ${r.state}. There is nothing to revoke.`,
        )
      const revoked = {
        type: 'revoke.requested',
        actor: by,
        request: { id: r.id, rev: r.revision, digest: r.digest },
        op: 'employee.revoke',
        target: r.says,
        targetInput: r.input,
        ...(reason ? { reason } : {}),
        trace,
      }
      // Nothing was sent yet, and now nothing will be.
      if (begin.state === 'planned') {
        await tx`update effect set state = 'refused', note = 'Revoked before anything was sent.' where id = ${begin.id}`
        await tx`update request set state = 'closed', how = 'revoked' where id = ${r.id} and state = 'approved'`
        await append(tx, { ...revoked, outcome: 'revoked' })
        return 'closed'
      }
      const id = newId()
      await tx`insert into effect ${tx({
        id,
        request_id: r.id,
        kind: 'end',
        op: 'employee.revoke',
        org_id: r.org_id,
        group_id: r.group_id,
        cluster_name: r.cluster_name,
        // The executor adds the expected grant, which is known once it was sent.
        input: canonical({ groupId: r.group_id, clusterName: r.cluster_name }),
        actor_name: by.display,
        reason: reason || null,
      })}`
      await append(tx, { ...revoked, after: { effect: id } })
      return 'approved'
    })
  } catch (error) {
    throw isUniqueViolation(error, 'effect_end') ? underWayAlready() : error
  }
}

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
        op: 'employee.revoke',
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
        op: 'employee.revoke',
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
