import type { AuditActor } from '@/lib/audit/entry'
import type { DecisionRow } from './rows'

/** A person who acts, as the audit log records them. `iss` and `sub` identify them, never the email. */
export type By = AuditActor & { iss: string; sub: string; display: string }

/** The right by which a person decides. */
export type Ballot = {
  /** Of the request's terms, from 0. */
  step: number
  /** The earlier approvals that still count. */
  counted: readonly DecisionRow[]
  /** Whose right it is, for a delegate. */
  delegator?: { iss: string; sub: string; name: string; delegationId: string }
}
