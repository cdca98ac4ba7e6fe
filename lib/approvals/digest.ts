import { createHash } from 'node:crypto'
import { canonical } from '@/lib/audit/canonical'
import type { RequestRow } from './rows'

/** The fields an approval covers: all that a decision rests on and that the call is made of. */
export type Digested = Pick<
  RequestRow,
  | 'id'
  | 'op'
  | 'org_id'
  | 'group_id'
  | 'cluster_name'
  | 'environment'
  | 'slot'
  | 'revision'
  | 'input'
  | 'says'
  | 'reason'
  | 'ticket'
  | 'requester_iss'
  | 'requester_sub'
  | 'rule'
  | 'policy_digest'
  | 'terms'
  | 'max_minutes'
  | 'minutes'
  | 'decide_by'
  | 'execute_minutes'
  | 'not_before'
  | 'replaces'
  | 'part_of'
  | 'targets'
  | 'on_failure'
  | 'beneficiary_iss'
  | 'beneficiary_sub'
  | 'call'
>

/** SHA-256, in hex, of a request revision's canonical JSON (RFC 8785). */
export function digestOf(r: Digested): string {
  const shown = {
    id: r.id,
    op: r.op,
    org_id: r.org_id,
    group_id: r.group_id,
    cluster_name: r.cluster_name,
    environment: r.environment,
    slot: r.slot,
    revision: r.revision,
    input: r.input,
    says: r.says,
    reason: r.reason,
    ticket: r.ticket,
    requester: [r.requester_iss, r.requester_sub],
    rule: r.rule,
    policy_digest: r.policy_digest,
    // Requests that were filed before terms were stored keep their digest.
    ...(r.terms === null ? {} : { terms: r.terms }),
    max_minutes: r.max_minutes,
    minutes: r.minutes,
    decide_by: r.decide_by.toISOString(),
    execute_minutes: r.execute_minutes,
    ...(r.not_before === null ? {} : { not_before: r.not_before.toISOString() }),
    ...(r.replaces === null ? {} : { replaces: r.replaces }),
    ...(r.part_of === null ? {} : { part_of: r.part_of }),
    ...(r.targets === null ? {} : { targets: r.targets }),
    ...(r.on_failure === null ? {} : { on_failure: r.on_failure }),
    ...(r.beneficiary_iss === null && r.beneficiary_sub === null
      ? {}
      : { beneficiary: [r.beneficiary_iss, r.beneficiary_sub] }),
    ...(r.call === null ? {} : { call: r.call }),
  }
  return createHash('sha256').update(canonical(shown)).digest('hex')
}
