import type { AuditActor } from '@/lib/audit/entry'

/** Gatehouse as the actor in the audit log. */
export const gatehouse: AuditActor = { kind: 'gatehouse' }
