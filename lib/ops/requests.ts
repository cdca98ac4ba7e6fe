import { z } from 'zod'
import { breakGlassOffer } from './break-glass-shapes'
import { command, query } from './define'
import { grant } from './grant'
import { shownLevel } from './level'
import { clientView, planBrief, planId } from './plans'
import {
  actor,
  comment,
  drift,
  effect,
  keptAccess,
  pastRequest,
  requestId,
  requestStates,
  step,
  stuck,
  summary,
  time,
} from './request-shapes'
import { MOST_TARGETS, severalTargets, severalView } from './several-shapes'
import { clusterName, opId, projectId, tag } from './shapes'
import { line, prose } from './text'
import { decisionView, narrowing, stepView } from './voting-shapes'
import { requestReads } from './waiting'

export const getRequest = query({
  id: 'requests.get',
  title: 'View a request',
  roles: ['viewer'],
  input: z.strictObject({ requestId }),
  output: z.object({
    request: summary.extend({
      input: z.record(z.string(), z.unknown()),
      orgId: z.string(),
      /** Every organization it touches, by name, or by id outside the reader's scope. */
      organizations: z.array(z.string()),
      revision: z.number(),
      /** Hex. An approval is for one digest, and an edit changes it. */
      digest: z.string(),
      executeBy: time.nullable(),
      /** Nothing is sent earlier. Null: right after the approval. */
      startsAt: time.nullable(),
      /** Of one cluster of a request for several: that request. */
      partOf: z.string().nullable(),
      /** The request whose access it takes over, and the one that took over its own. */
      replaces: z.string().nullable(),
      replacedBy: z.string().nullable(),
      /** For whom it was filed, if not for the requester. */
      beneficiary: actor.nullable(),
      policy: z.object({
        rule: z.string(),
        digest: z.string(),
        maxMinutes: z.number().nullable(),
        /** When the call can be sent, in words. Null: at any time. */
        window: z.string().nullable(),
      }),
      ticketUrl: z.string().nullable(),
      tags: z.array(tag),
      /** No connection finds its project, organization or federation in Atlas anymore. */
      isPlaceGone: z.boolean(),
    }),
    /** The call of a client that it is for. Null: a person filed it in Gatehouse. */
    client: clientView.nullable(),
    /** Null: it is the only request of its plan, or has none. */
    plan: planBrief.nullable(),
    /** Null: it has one target. */
    several: severalView.nullable(),
    decisions: z.array(decisionView),
    effects: z.array(effect),
    /** Why not. Null: allowed. */
    may: z.object({
      approve: z.string().nullable(),
      deny: z.string().nullable(),
      edit: z.string().nullable(),
      cancel: z.string().nullable(),
      revoke: z.string().nullable(),
      /** File a request that takes its access over. */
      replace: z.string().nullable(),
    }),
    /** For the requester, while it waits for approval. Null: the reader can't break glass for it. */
    breakGlassOffer: breakGlassOffer.nullable(),
    /** In order. Empty: the policy approves it. */
    steps: z.array(stepView),
    narrowed: narrowing.nullable(),
    /** The input field with the level, and the levels that an approver can grant, smallest first. Null: it has none. */
    levels: z.object({ field: z.string(), choices: z.array(shownLevel) }).nullable(),
    /** Until when the reader's new sign-in counts, or why they have to sign in again to approve. Null: not required. */
    stepUp: z.object({ until: time.nullable(), whyNot: z.string().nullable() }).nullable(),
    /** For requests on a cluster. Null when Atlas could not be read: see `unread`. */
    slot: z.object({ now: grant.nullable(), after: grant.nullable(), asOf: time }).nullable(),
    drift: drift.nullable(),
    /** Its grant and its revoke, while they can't go on. */
    stuck: z.array(stuck),
    blast: z
      .object({
        kind: z.string(),
        size: z.string().nullable(),
        nodes: z.number().nullable(),
        regions: z.array(z.string()),
        mongoDBVersion: z.string().nullable(),
        stateName: z.string().nullable(),
        clustersInProject: z.number().nullable(),
        /** Null when it could not be read. */
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
    /** The requester's last ten requests, newest first. */
    record: z.array(pastRequest),
    timeline: z.array(step),
  }),
  maxAgeSeconds: 0,
  refetchInterval: (d) => {
    const calls = [...d.effects, ...(d.several?.targets.flatMap((t) => t.effect ?? []) ?? [])]
    const moving = calls.some((e) => !['confirmed', 'refused', 'conflict'].includes(e.state))
    if (moving) return 1_500
    return d.request.state === 'pending' || d.request.state === 'approved' ? 4_000 : 15_000
  },
})
export type RequestCard = z.output<typeof getRequest.output>

/** The policy for a request before it is filed. */
export const requestTerms = query({
  id: 'requests.terms',
  title: 'View the policy for a request',
  roles: ['viewer'],
  input: z.strictObject({
    op: opId,
    /** The cluster alone, while the rest of the form is incomplete. */
    groupId: projectId.optional(),
    clusterName: clusterName.optional(),
    /** Several clusters instead. */
    targets: severalTargets.targets,
    /** The complete input of the operation. */
    input: z.record(z.string(), z.unknown()).optional(),
    /** A request with active access, which the new one takes over from. */
    replaces: requestId.optional(),
  }),
  scope: () => ({ kind: 'console' }),
  output: z.object({
    rule: z.string().nullable(),
    minMinutes: z.number(),
    maxMinutes: z.number().nullable(),
    defaultMinutes: z.number(),
    decideByMinutes: z.number(),
    ticketPattern: z.string().nullable(),
    ticketHint: z.string().nullable(),
    /** The approvals it needs, in words. Null: one, by any approver. */
    approvals: z.string().nullable(),
    /** When the call can be sent, in words. Null: at any time. */
    window: z.string().nullable(),
    /** The policy approves it, without a person. */
    automatic: z.boolean(),
    approvers: z.object({ people: z.array(z.string()), groups: z.array(z.string()) }),
    /** Why the people who have signed in can't complete its approvals. Null: they can. */
    missing: z.string().nullable(),
    /** Null: the reader can't break glass for it. */
    breakGlass: breakGlassOffer.nullable(),
    /** Why a request can't be filed: flex cluster, another open request, no rule, no role. Null: it can. */
    whyNot: z.string().nullable(),
    restrictEmployeeAccess: z.boolean().nullable(),
    slot: z.object({ now: grant.nullable(), asOf: time }).nullable(),
  }),
  maxAgeSeconds: 0,
})
export type RequestTerms = z.output<typeof requestTerms.output>

const reason = prose(10, 'Give a reason of at least 10 characters', 1000)
const ticket = line().max(60, 'At most 60 characters')

/** The earliest time to send the call. Missing: after the approval. */
const notBefore = z.iso.datetime({ offset: true, error: 'Choose a date and time' }).optional()

const changed = z.object({ requestId: z.string(), state: z.enum(requestStates) })
const invalidates = [...requestReads, 'requests.terms']
const aRequest = (i: { requestId: string }) => `request ${i.requestId}`

export const fileRequest = command({
  id: 'requests.file',
  title: 'File a request',
  roles: ['requester', 'operator', 'admin', 'break-glass'],
  input: z.strictObject({
    op: opId,
    /** Checked against the operation's own input. With several targets, without the project and cluster. */
    input: z.record(z.string(), z.unknown()),
    reason,
    ticket: ticket.default(''),
    notBefore,
    /** A request with active access on the same slot, which this one takes over from. */
    replaces: requestId.optional(),
    ...severalTargets,
    /** The account of the person it is for, if not for the requester. They can't approve it. */
    onBehalfOf: line().max(255).default(''),
    /** An ID of the sender's choice: requests with the same one are shown together, and can be decided together. */
    plan: planId.optional(),
  }),
  output: changed,
  // The server checks the role in the scope of the requested operation.
  scope: () => ({ kind: 'console' }),
  summary: (i) => `File a request for ${i.op}`,
  target: (i) => `request / ${i.op}`,
  invalidates,
})

/** Makes a new revision. Approvals of the old one are void. */
export const editRequest = command({
  id: 'requests.edit',
  title: 'Edit a request',
  roles: ['requester', 'operator', 'admin', 'break-glass'],
  input: z.strictObject({
    requestId,
    input: z.record(z.string(), z.unknown()),
    reason,
    ticket: ticket.default(''),
    notBefore,
    /** The revision that the form was opened with. */
    revision: z.int().min(1),
  }),
  output: changed,
  scope: () => ({ kind: 'console' }),
  summary: () => 'Edit a request',
  target: aRequest,
  invalidates,
})

export const approveRequest = command({
  id: 'requests.approve',
  title: 'Approve a request',
  roles: ['approver'],
  checksRole: true,
  input: z.strictObject({
    requestId,
    /** The digest that the card showed. */
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    /** A shorter duration, in minutes. */
    minutes: z.int().min(1, 'At least one minute').optional(),
    /** A smaller level of access. */
    level: line().max(100).optional(),
    /** Fewer targets: the ids of those to approve. */
    targets: z.array(requestId).max(MOST_TARGETS).optional(),
    comment: comment.default(''),
  }),
  output: changed,
  scope: () => ({ kind: 'console' }),
  summary: () => 'Approve a request',
  target: aRequest,
  invalidates: [...invalidates, 'clusters.get', 'clusters.list', 'access.list'],
})

export const denyRequest = command({
  id: 'requests.deny',
  title: 'Deny a request',
  roles: ['approver'],
  checksRole: true,
  input: z.strictObject({
    requestId,
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    comment: prose(5, 'Give a reason, so that the requester knows what to change', 1000),
  }),
  output: changed,
  scope: () => ({ kind: 'console' }),
  summary: () => 'Deny a request',
  target: aRequest,
  invalidates,
})

export const cancelRequest = command({
  id: 'requests.cancel',
  title: 'Cancel a request',
  roles: ['requester', 'operator', 'admin'],
  checksRole: true,
  input: z.strictObject({ requestId }),
  output: changed,
  scope: () => ({ kind: 'console' }),
  summary: () => 'Cancel a request',
  target: aRequest,
  invalidates,
})

export const revokeRequest = command({
  id: 'requests.revoke',
  title: 'Revoke a grant',
  roles: ['requester', 'operator', 'approver', 'admin'],
  checksRole: true,
  input: z.strictObject({ requestId, reason: comment.default('') }),
  output: changed.extend({ kept: z.array(keptAccess) }),
  scope: () => ({ kind: 'console' }),
  summary: () => 'Revoke a grant',
  target: aRequest,
  invalidates: [...invalidates, 'clusters.get', 'clusters.list'],
})
