/** What each type of a row of the audit log means. Every row that Gatehouse writes has one of them. */
type EventWords = {
  /** What happened, on its own: `Request approved`. */
  event: string
  /** The same after the name of who did it, in the timeline of a request. */
  did?: string
  tone?: 'good' | 'warn' | 'bad'
  /** In the history of a resource, before the title of the operation. Rows without it are not shown there. */
  change?: string
}

export const eventTypes = {
  'request.created': { event: 'Request filed', did: 'filed the request', change: 'Requested' },
  'request.edited': { event: 'Request edited', did: 'edited the request' },
  'request.approved': {
    event: 'Request approved',
    did: 'approved the request',
    tone: 'good',
    change: 'Approved',
  },
  'decision.approve': {
    event: 'Approved by one of several',
    did: 'approved the request. It waits for another approval',
    tone: 'good',
  },
  'request.escalated': {
    event: 'Request escalated',
    did: 'escalated the request',
    tone: 'warn',
  },
  'request.denied': {
    event: 'Request denied',
    did: 'denied the request',
    tone: 'bad',
    change: 'Denied',
  },
  'request.cancelled': {
    event: 'Request canceled',
    did: 'canceled the request',
    change: 'Canceled',
  },
  'request.expired': {
    event: 'Request expired without a decision',
    did: 'closed the request: no decision in time',
    tone: 'warn',
    change: 'Expired',
  },
  'request.attended': {
    event: '“I’m on it” in Slack',
    did: 'said “I’m on it” in Slack',
  },
  'request.closed': { event: 'Request closed', did: 'closed the request' },
  'request.settled': { event: 'All calls of a request finished', did: 'finished the calls' },
  'approvals.voided': {
    event: 'Approval voided',
    did: 'voided the approval. The request needs a new decision',
    tone: 'warn',
  },
  'part.closed': { event: 'One of several clusters finished' },
  'plan.approved': { event: 'Several requests approved together' },
  'plan.denied': { event: 'Several requests denied together' },

  'breakglass.used': {
    event: 'Break-glass used',
    did: 'used break-glass. The request was sent without approval',
    tone: 'bad',
    change: 'Sent without approval',
  },
  'breakglass.reviewed': {
    event: 'Break-glass reviewed',
    did: 'reviewed the break-glass: justified',
    tone: 'good',
  },
  'breakglass.overdue': {
    event: 'Break-glass not reviewed in time',
    did: 'found that nobody reviewed the break-glass in time',
    tone: 'bad',
  },

  'effect.claimed': {
    event: 'State in Atlas read before the call',
    did: 'read the current state in Atlas',
  },
  'effect.planned': { event: 'Retry of a call scheduled', did: 'will try again', tone: 'warn' },
  'effect.sending': { event: 'Call sent to Atlas', did: 'sent the call to Atlas' },
  'effect.confirmed': {
    event: 'Change confirmed in Atlas',
    did: 'confirmed the change in Atlas',
    tone: 'good',
    change: 'Carried out',
  },
  'effect.refused': {
    event: 'Call refused',
    did: 'stopped',
    tone: 'bad',
    change: 'Refused by Atlas',
  },
  'effect.unknown': {
    event: 'Outcome of a call not known yet',
    did: 'has no confirmation yet and will check again',
    tone: 'warn',
    change: 'Outcome unknown',
  },
  'effect.absent': {
    event: 'Call had no effect in Atlas',
    did: 'found that Atlas did not act',
    tone: 'warn',
  },
  'effect.conflict': {
    event: 'Call stopped by a conflict',
    did: 'stopped because of a conflict',
    tone: 'bad',
  },

  'revoke.requested': {
    event: 'Revoke started',
    did: 'revoked the grant',
    change: 'Started',
  },
  'grant.ended': { event: 'Access ended', did: 'found that the grant has ended', tone: 'good' },
  'grants.held': { event: 'Grants held back after a database restore' },
  'grants.released': { event: 'Held grant released', did: 'released the grant' },

  'drift.detected': {
    event: 'Access granted outside Gatehouse found',
    did: 'found a change made outside Gatehouse',
    tone: 'bad',
    change: 'Found: access granted outside Gatehouse',
  },
  'drift.cleared': {
    event: 'Access granted outside Gatehouse is gone',
    did: 'found that the change made outside Gatehouse is gone',
    change: 'Ended: access granted outside Gatehouse',
  },
  'credential.detected': {
    event: 'Credential created outside Gatehouse found',
    did: 'found an Atlas credential created outside Gatehouse',
    tone: 'bad',
    change: 'Found: credential created outside Gatehouse',
  },

  'command.intent': { event: 'Command started' },
  'command.done': { event: 'Command done' },
  'command.accepted': { event: 'Command accepted by Atlas' },
  'command.failed': { event: 'Command failed' },
  'command.unknown': { event: 'Outcome of a command not known yet' },

  'guided.started': { event: 'Command of several steps started', change: 'Started' },
  'guided.step': { event: 'Step of a command done' },
  'guided.running': { event: 'Command of several steps continued' },
  'guided.done': { event: 'Command of several steps done', change: 'Finished' },
  'guided.halted': { event: 'Command halted', change: 'Halted' },
  'guided.putting-back': { event: 'Rollback of a halted command started' },
  'guided.put-back': { event: 'Halted command rolled back', change: 'Rolled back' },
  'guided.left': { event: 'Halted command dismissed' },

  'delegation.created': { event: 'Delegation created' },
  'delegation.ended': { event: 'Delegation ended' },
  'review.started': { event: 'Access review started' },
  'review.decided': { event: 'Item of an access review decided' },
  'review.due': { event: 'Access review is due' },
  'review.ended': { event: 'Access review ended' },

  'machine.created': { event: 'Machine created' },
  'machine.changed': { event: 'Machine changed' },
  'machine.rotated': { event: 'Secret of a machine created' },
  'machine.secret-revoked': { event: 'Secret of a machine revoked' },
  'machine.revoked': { event: 'Machine revoked' },
  'machine.ending': { event: 'Machine ends soon' },
  'machine.ended': { event: 'Machine ended' },

  'session.ended': { event: 'Session ended' },
  'device.approved': { event: 'Command line signed in' },
  'device.denied': { event: 'Sign-in of a command line denied' },
  'slack.linked': { event: 'Slack account linked' },
  'slack.unlinked': { event: 'Slack account unlinked' },

  'notification.tested': { event: 'Test notification sent' },
  'notification.replayed': { event: 'Notification sent again' },
  'notification.enabled': { event: 'Notification channel turned on' },

  'policy.changed': { event: 'Approval policy changed' },
  'console.started': { event: 'Gatehouse started' },
  'audit.exported': { event: 'Audit log exported' },
  'audit.verified': { event: 'Audit log verified' },
  'audit.erased': { event: 'Personal text erased' },
  'erasure.requested': { event: 'Erasure of personal text requested' },
} as const satisfies Record<string, EventWords>

export type EventType = keyof typeof eventTypes

/** The words for a type. A row of another version can have one that this version does not know: it is its own word. */
export const wordsFor = (type: string): EventWords =>
  Object.hasOwn(eventTypes, type) ? eventTypes[type as EventType] : { event: type }
