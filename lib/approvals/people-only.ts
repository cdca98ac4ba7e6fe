import type { AuditActor } from '@/lib/audit/entry'
import { OpError } from '@/lib/ops/failure'

/** The issuer of machine identities, which no identity provider can have. */
export const MACHINES = 'gatehouse:machines'

/** Called by everything that records a decision of a person. @throws OpError 'not-allowed' for a machine */
export function demandPerson({ kind, iss }: Pick<AuditActor, 'kind' | 'iss'>): void {
  if (kind !== 'human' || iss === MACHINES)
    throw OpError.of('not-allowed', 'Only people can do this. Machines can’t make decisions.')
}
