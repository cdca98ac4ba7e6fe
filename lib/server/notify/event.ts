import { partOf } from '@/lib/approvals/timeline'
import { findCommand } from '@/lib/atlas/find-op'
import type { AuditBody } from '@/lib/audit/read'
import type { Topic } from '@/lib/ops/notifications'

/**
 * Who is told: people who can decide the request now, those of them who have not heard of it, who filed it, who decided
 * it, who can revoke access there, whose approval break-glass skipped, who reviews access, or who owns and manages a
 * machine.
 */
export type Audience =
  | 'deciders'
  | 'newDeciders'
  | 'requester'
  | 'decided'
  | 'guards'
  | 'skipped'
  | 'reviewers'
  | 'keepers'

export type EventKind = {
  /** In webhooks. Receivers depend on it, so it never changes. */
  type: string
  /** The topic by which each audience can turn it off. */
  to: Readonly<Partial<Record<Audience, Topic>>>
  /** The state of the request after it. */
  state?: string
}

const deciders = { deciders: 'decide' } as const
const requester = { requester: 'own' } as const

const kinds: Readonly<Record<string, EventKind>> = {
  'request.created': { type: 'request.created', to: deciders, state: 'pending' },
  'request.edited': { type: 'request.edited', to: deciders, state: 'pending' },
  'request.escalated': { type: 'request.escalated', to: deciders, state: 'pending' },
  'approvals.voided': {
    type: 'request.reopened',
    to: { ...deciders, ...requester },
    state: 'pending',
  },
  // The next step may wait for other groups.
  'decision.approve': {
    type: 'request.voted',
    to: { ...requester, newDeciders: 'decide' },
    state: 'pending',
  },
  'request.approved': { type: 'request.approved', to: requester, state: 'approved' },
  'request.denied': { type: 'request.denied', to: requester, state: 'denied' },
  'request.cancelled': { type: 'request.cancelled', to: requester, state: 'cancelled' },
  'request.expired': { type: 'request.expired', to: requester, state: 'expired' },
  'request.settled': { type: 'request.settled', to: requester, state: 'approved' },
  'request.closed': { type: 'request.closed', to: requester, state: 'closed' },
  // Nobody gets mail, but the message in Slack changes.
  'request.attended': { type: 'request.attended', to: {}, state: 'pending' },
  'breakglass.used': {
    type: 'breakglass.used',
    to: { guards: 'emergencies', skipped: 'emergencies' },
    state: 'approved',
  },
  'breakglass.overdue': {
    type: 'breakglass.overdue',
    to: { guards: 'emergencies', skipped: 'emergencies', requester: 'emergencies' },
  },
  'breakglass.reviewed': { type: 'breakglass.reviewed', to: { requester: 'emergencies' } },
  'drift.detected': {
    type: 'access.drifted',
    to: { guards: 'incidents', requester: 'incidents', decided: 'incidents' },
  },
  'review.started': { type: 'access_review.started', to: { reviewers: 'decide' } },
  'review.due': { type: 'access_review.due', to: { reviewers: 'decide' } },
  'machine.ending': { type: 'machine.ending', to: { keepers: 'own' } },
  'machine.ended': { type: 'machine.ended', to: { keepers: 'own' } },
  'credential.detected': { type: 'credential.created_outside', to: { guards: 'incidents' } },
  'drift.cleared': { type: 'access.drift_cleared', to: { guards: 'incidents' } },
}

/** Whether everyone must notice it: it says so in its subject, and is a message of its own. */
export const isLoud = (type: string): boolean => type.startsWith('breakglass.')

const access = (type: string, state: string): EventKind => ({
  type,
  to: { requester: 'access', decided: 'access' },
  state,
})

/** What people are told about an audit row. Undefined: nothing. */
export function eventOf(body: AuditBody): EventKind | undefined {
  const { type, outcome, op } = body
  // Of several clusters, people are told about the whole, and about incidents.
  if (partOf(body) !== undefined) return undefined
  if (type === 'effect.confirmed')
    return op && findCommand(op)?.access ? access('access.granted', 'approved') : undefined
  if (type === 'grant.ended')
    return access(outcome === 'ended' ? 'access.expired' : 'access.revoked', 'closed')
  // With an outcome, the grant was not sent yet, and the request closed at once.
  if (type === 'revoke.requested')
    return outcome === 'revoked' ? access('access.revoked', 'closed') : undefined
  return Object.hasOwn(kinds, type) ? kinds[type] : undefined
}
