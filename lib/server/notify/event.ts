import type { AuditBody } from '@/lib/audit/read'
import type { Topic } from '@/lib/ops/notifications'
import { findCommand } from '@/lib/ops/registry'

/** Who is told: people who can decide the request, who filed it, who decided it, or who can revoke access there. */
export type Audience = 'deciders' | 'requester' | 'decided' | 'guards'

export type EventKind = {
  /** In webhooks. Receivers depend on it, so it never changes. */
  type: string
  topic: Topic
  to: readonly Audience[]
  /** The state of the request after it. */
  state?: string
}

const kinds: Readonly<Record<string, EventKind>> = {
  'request.created': pending('request.created'),
  'request.edited': pending('request.edited'),
  'request.escalated': pending('request.escalated'),
  'approvals.voided': {
    type: 'request.reopened',
    topic: 'decide',
    to: ['deciders', 'requester'],
    state: 'pending',
  },
  'decision.approve': own('request.voted', 'pending'),
  'request.approved': own('request.approved', 'approved'),
  'request.denied': own('request.denied', 'denied'),
  'request.cancelled': own('request.cancelled', 'cancelled'),
  'request.expired': own('request.expired', 'expired'),
  'request.closed': own('request.closed', 'closed'),
  // Nobody gets mail, but the message in Slack changes.
  'request.attended': { type: 'request.attended', topic: 'decide', to: [], state: 'pending' },
  'drift.detected': {
    type: 'access.drifted',
    topic: 'incidents',
    to: ['guards', 'requester', 'decided'],
  },
  'drift.cleared': { type: 'access.drift_cleared', topic: 'incidents', to: ['guards'] },
}

function pending(type: string): EventKind {
  return { type, topic: 'decide', to: ['deciders'], state: 'pending' }
}
function own(type: string, state: string): EventKind {
  return { type, topic: 'own', to: ['requester'], state }
}
const access = (type: string, state: string): EventKind => ({
  type,
  topic: 'access',
  to: ['requester', 'decided'],
  state,
})

/** What people are told about an audit row. Undefined: nothing. */
export function eventOf({ type, outcome, op }: AuditBody): EventKind | undefined {
  if (type === 'effect.confirmed')
    return op && findCommand(op)?.access ? access('access.granted', 'approved') : undefined
  if (type === 'grant.ended')
    return access(outcome === 'ended' ? 'access.expired' : 'access.revoked', 'closed')
  // With an outcome, the grant was not sent yet, and the request closed at once.
  if (type === 'revoke.requested')
    return outcome === 'revoked' ? access('access.revoked', 'closed') : undefined
  return Object.hasOwn(kinds, type) ? kinds[type] : undefined
}
