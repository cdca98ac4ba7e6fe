import { z } from 'zod'
import { command, query } from './define'
import { grant, grantType } from './employee'
import { clusterName, projectId, tag } from './shapes'

/** approvals.md 4.1. `closed` carries how. */
export const requestStates = [
  'pending',
  'approved',
  'denied',
  'cancelled',
  'expired',
  'closed',
] as const
export const closedHows = ['done', 'ended', 'revoked', 'refused', 'missed', 'conflict'] as const
export const effectStates = [
  'planned',
  'claimed',
  'sending',
  'confirmed',
  'refused',
  'unknown',
  'absent',
  'conflict',
] as const

const requestId = z.string().regex(/^[0-9a-z]{10,40}$/, 'There is no such request')
const time = z.string()

const actor = z.object({
  name: z.string(),
  kind: z.enum(['human', 'gatehouse']),
  /** The role that allowed it. */
  role: z.string().nullable(),
  isMe: z.boolean(),
})

const effect = z.object({
  id: z.string(),
  op: z.string(),
  state: z.enum(effectStates),
  attempts: z.number(),
  /** The absolute end that was sent, fixed once at execution. */
  expirationTime: time.nullable(),
  sentAt: time.nullable(),
  confirmedAt: time.nullable(),
  nextCheckAt: time.nullable(),
  /** Why it was refused, is unknown or met a conflict. */
  note: z.string().nullable(),
})
export type EffectView = z.output<typeof effect>

/** A row of the inbox. */
const summary = z.object({
  id: z.string(),
  op: z.string(),
  says: z.string(),
  state: z.enum(requestStates),
  how: z.enum(closedHows).nullable(),
  environment: z.enum(['production', 'other']),
  orgName: z.string(),
  groupId: z.string(),
  groupName: z.string(),
  clusterName: z.string().nullable(),
  grantType: z.string().nullable(),
  minutes: z.number().nullable(),
  requester: actor,
  reason: z.string(),
  ticket: z.string().nullable(),
  createdAt: time,
  decideBy: time,
  settledAt: time.nullable(),
  settledBy: z.string().nullable(),
  /** The grant's absolute end, once it is sent. */
  endsAt: time.nullable(),
  /** The newest effect's state, of the grant or the revoke. */
  effect: effect.nullable(),
  /** null: may; a sentence: why not. */
  mayApprove: z.string().nullable(),
  mayRevoke: z.string().nullable(),
})
export type RequestSummary = z.output<typeof summary>

/** A grant found in Atlas that no request of Gatehouse put there, or that differs from what was approved. */
const drift = z.object({
  groupId: z.string(),
  groupName: z.string(),
  orgName: z.string(),
  clusterName: z.string(),
  environment: z.enum(['production', 'other']),
  /** What the approved request put there; null: nothing should be there. */
  expected: grant.nullable(),
  /** What Atlas holds; null: it is gone though it should be there. */
  observed: grant.nullable(),
  firstSeenAt: time,
  observedAt: time,
  mayRevoke: z.string().nullable(),
})
export type Drift = z.output<typeof drift>

export const inbox = query({
  id: 'requests.inbox',
  title: 'Requests to decide, live grants, own requests',
  needs: ['viewer'],
  input: z.strictObject({}),
  output: z.object({
    /** Pending, in the scope where this person approves and did not ask; least time left first. */
    forMe: z.array(summary),
    /** Approved requests being executed, grants that run, revokes under way. */
    live: z.array(summary),
    drift: z.array(drift),
    mine: z.array(summary),
    /** Newest first, at most 200. */
    settled: z.array(summary),
    /** Pending requests in scope that this person may see but not decide. */
    others: z.array(summary),
    /** Who is on approval duty: people seen in the role, else the groups. */
    onDuty: z.array(z.string()),
    mayFile: z.string().nullable(),
  }),
  freshSeconds: 0,
  live: (d) =>
    d.live.some((r) => r.effect && r.effect.state !== 'confirmed') || d.forMe.length > 0
      ? 3_000
      : 6_000,
})

const step = z.object({
  seq: z.number(),
  /** First 12 hex digits of the audit row's hash. */
  hash: z.string(),
  time,
  type: z.string(),
  /** One sentence of what happened. */
  says: z.string(),
  actor,
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
  /** Atlas's status and error code, where Atlas was called. */
  atlas: z.string().nullable(),
  tone: z.enum(['neutral', 'good', 'warn', 'bad']),
})
export type TimelineStep = z.output<typeof step>

export const getRequest = query({
  id: 'requests.get',
  title: 'Read one request with all a decision rests on',
  needs: ['viewer'],
  input: z.strictObject({ requestId }),
  output: z.object({
    request: summary.extend({
      input: z.record(z.string(), z.unknown()),
      orgId: z.string(),
      revision: z.number(),
      /** Hex; an approval binds to it, an edit changes it. */
      digest: z.string(),
      executeBy: time.nullable(),
      policy: z.object({ rule: z.string(), digest: z.string(), maxMinutes: z.number().nullable() }),
      ticketUrl: z.string().nullable(),
      tags: z.array(tag),
    }),
    decisions: z.array(
      z.object({
        verdict: z.enum(['approve', 'deny']),
        by: actor,
        at: time,
        comment: z.string().nullable(),
        /** Shortened to, when it was. */
        minutes: z.number().nullable(),
        revision: z.number(),
        counted: z.boolean(),
      }),
    ),
    effects: z.array(effect),
    /** null: may; a sentence: why not. */
    may: z.object({
      approve: z.string().nullable(),
      deny: z.string().nullable(),
      edit: z.string().nullable(),
      cancel: z.string().nullable(),
      revoke: z.string().nullable(),
    }),
    approvers: z.object({
      people: z.array(z.object({ name: z.string(), lastSeenAt: time })),
      groups: z.array(z.string()),
    }),
    /** Only for a request on a cluster; null where Atlas could not be read (`unread` says why). */
    slot: z.object({ now: grant.nullable(), after: grant.nullable(), asOf: time }).nullable(),
    drift: drift.nullable(),
    blast: z
      .object({
        kind: z.string(),
        size: z.string().nullable(),
        nodes: z.number().nullable(),
        regions: z.array(z.string()),
        mongoDBVersion: z.string().nullable(),
        stateName: z.string().nullable(),
        clustersInProject: z.number().nullable(),
        /** null: could not be read. */
        restrictEmployeeAccess: z.boolean().nullable(),
      })
      .nullable(),
    unread: z.string().nullable(),
    otherLive: z.array(
      z.object({
        clusterName: z.string(),
        groupName: z.string(),
        endsAt: time,
        id: z.string().nullable(),
      }),
    ),
    /** The requester's last ten, newest first. */
    record: z.array(
      z.object({
        id: z.string(),
        says: z.string(),
        state: z.enum(requestStates),
        how: z.enum(closedHows).nullable(),
        createdAt: time,
        sameCluster: z.boolean(),
      }),
    ),
    timeline: z.array(step),
  }),
  freshSeconds: 0,
  live: (d) => {
    const moving = d.effects.some((e) => !['confirmed', 'refused', 'conflict'].includes(e.state))
    if (moving) return 1_500
    return d.request.state === 'pending' || d.request.state === 'approved' ? 4_000 : 15_000
  },
})
export type RequestCard = z.output<typeof getRequest.output>

/** What policy says of a request before it is filed. */
export const requestTerms = query({
  id: 'requests.terms',
  title: 'What policy asks of a request',
  needs: ['viewer'],
  input: z.strictObject({
    op: z.string().max(60),
    groupId: projectId,
    clusterName: clusterName.optional(),
  }),
  output: z.object({
    rule: z.string().nullable(),
    minMinutes: z.number(),
    maxMinutes: z.number().nullable(),
    defaultMinutes: z.number(),
    decideByMinutes: z.number(),
    ticketPattern: z.string().nullable(),
    ticketHint: z.string().nullable(),
    approvers: z.object({ people: z.array(z.string()), groups: z.array(z.string()) }),
    /** null: may; a sentence: why a request cannot be filed (flex cluster, another live request, no rule, no role). */
    whyNot: z.string().nullable(),
    restrictEmployeeAccess: z.boolean().nullable(),
    slot: z.object({ now: grant.nullable(), asOf: time }).nullable(),
  }),
  freshSeconds: 0,
})
export type RequestTerms = z.output<typeof requestTerms.output>

const reason = z
  .string()
  .trim()
  .min(10, 'Say why, so that a second person can judge it: at least 10 characters')
  .max(1000, 'At most 1,000 characters')
const ticket = z.string().trim().max(60, 'At most 60 characters')
const comment = z.string().trim().max(1000, 'At most 1,000 characters')

const changed = z.object({ requestId: z.string(), state: z.enum(requestStates) })
const stales = ['requests.inbox', 'requests.get', 'requests.terms']
const aRequest = (i: { requestId: string }) => `request ${i.requestId}`

export const fileRequest = command({
  id: 'requests.file',
  title: 'File a request',
  needs: ['requester', 'operator'],
  input: z.strictObject({
    op: z.string().max(60),
    /** Checked by the operation's own description. */
    input: z.record(z.string(), z.unknown()),
    reason,
    ticket: ticket.default(''),
  }),
  output: changed,
  // The server checks the role in the scope of the requested operation.
  scope: () => ({ kind: 'console' }),
  says: (i) => `File a request for ${i.op}`,
  target: (i) => `request / ${i.op}`,
  stales,
})

/** A new revision: approvals given to the old one are void. */
export const editRequest = command({
  id: 'requests.edit',
  title: 'Edit a request',
  needs: ['requester', 'operator'],
  input: z.strictObject({
    requestId,
    input: z.record(z.string(), z.unknown()),
    reason,
    ticket: ticket.default(''),
    /** The revision the form was opened on. */
    revision: z.int().min(1),
  }),
  output: changed,
  scope: () => ({ kind: 'console' }),
  says: () => 'Edit a request',
  target: aRequest,
  stales,
})

export const approveRequest = command({
  id: 'requests.approve',
  title: 'Approve a request',
  needs: ['approver'],
  input: z.strictObject({
    requestId,
    /** Of the card that was shown. */
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    /** Shorter than asked, in minutes. */
    minutes: z.int().min(1, 'At least one minute').optional(),
    comment: comment.default(''),
  }),
  output: changed,
  scope: () => ({ kind: 'console' }),
  says: () => 'Approve a request',
  target: aRequest,
  stales: [...stales, 'clusters.get', 'clusters.list', 'access.list'],
})

export const denyRequest = command({
  id: 'requests.deny',
  title: 'Deny a request',
  needs: ['approver'],
  input: z.strictObject({
    requestId,
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    comment: comment.min(5, 'Say why, so that the requester knows what to change'),
  }),
  output: changed,
  scope: () => ({ kind: 'console' }),
  says: () => 'Deny a request',
  target: aRequest,
  stales,
})

export const cancelRequest = command({
  id: 'requests.cancel',
  title: 'Withdraw a request',
  needs: ['requester', 'operator', 'admin'],
  input: z.strictObject({ requestId }),
  output: changed,
  scope: () => ({ kind: 'console' }),
  says: () => 'Withdraw a request',
  target: aRequest,
  stales,
})

export const revokeRequest = command({
  id: 'requests.revoke',
  title: 'Revoke a grant',
  needs: ['requester', 'operator', 'approver', 'admin'],
  input: z.strictObject({ requestId, reason: comment.default('') }),
  output: changed,
  scope: () => ({ kind: 'console' }),
  says: () => 'Revoke a grant before its end',
  target: aRequest,
  stales: [...stales, 'clusters.get', 'clusters.list'],
})

/** A cluster's slot, read now, with what Gatehouse expects in it. */
export const getSlot = query({
  id: 'slots.get',
  title: 'Read who holds access to a cluster',
  needs: ['viewer'],
  input: z.strictObject({ groupId: projectId, clusterName }),
  output: z.object({
    now: grant.nullable(),
    asOf: time,
    /** The request that put it there, is asked for, or is under way. */
    request: summary.nullable(),
    drift: drift.nullable(),
    restrictEmployeeAccess: z.boolean().nullable(),
    /** Past requests on this cluster, newest first, at most ten. */
    past: z.array(summary),
    mayFile: z.string().nullable(),
    mayRevoke: z.string().nullable(),
  }),
  freshSeconds: 0,
  live: (d) => (d.now || d.request ? 4_000 : 15_000),
})

/** Ends a grant that no request of Gatehouse put there. */
export const revokeSlot = command({
  id: 'slots.revoke',
  title: 'Revoke a grant made outside Gatehouse',
  needs: ['operator', 'approver', 'admin'],
  input: z.strictObject({
    groupId: projectId,
    clusterName,
    /** The grant that was shown: anything else in the slot stops the call. */
    expected: grant,
    reason: comment.default(''),
  }),
  output: z.object({ effectId: z.string() }),
  says: (i) => `End the grant on ${i.clusterName} that was made outside Gatehouse`,
  target: (i) => `project ${i.groupId} / cluster ${i.clusterName} / employee access`,
  stales: [...stales, 'slots.get', 'clusters.get', 'clusters.list'],
})

export { grantType }
