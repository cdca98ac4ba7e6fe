import { z } from 'zod'
import { command, query } from './define'
import { actor, comment, effect, requestId, requestStates, shownHows, time } from './request-shapes'
import { requestReads } from './waiting'

/** Most requests of one plan. */
export const MOST_IN_PLAN = 500

export const planId = z.string().regex(/^[0-9a-z]{10,40}$/, 'These requests do not exist')

const said = z.object({
  name: z.string(),
  version: z.string().nullable(),
  resource: z.string().nullable(),
  operation: z.string().nullable(),
  module: z.string().nullable(),
})

/** The call that a request is for, and the client that sent it. */
export const clientView = z.object({
  /** Null: a person's own client. */
  machine: z
    .object({
      name: z.string(),
      purpose: z.string(),
      owner: z.string(),
      /** It was revoked, or its time is over. */
      isOver: z.boolean(),
    })
    .nullable(),
  /** From the User-Agent, which anyone can set. */
  says: said.nullable(),
  method: z.string(),
  path: z.string(),
  query: z.string(),
  /** SHA-256 of the exact body. Null: it has a secret, so that a hash would let readers guess. */
  sha256: z.string().nullable(),
  mode: z.enum(['permit', 'send']),
  /** The reason is from the client, and not made by Gatehouse. */
  hasReason: z.boolean(),
  isUnderstood: z.boolean(),
  repeats: z.number(),
  repeatedAt: time.nullable(),
  /** What the same sender did since midnight UTC. */
  today: z.object({
    requests: z.number(),
    /** The calls through the gateway by operation, most first. */
    calls: z.array(z.object({ operation: z.string(), calls: z.number(), refusals: z.number() })),
  }),
})
export type ClientView = z.output<typeof clientView>

/** What the page of a request shows of its plan. */
export const planBrief = z.object({ id: planId, total: z.number(), waiting: z.number() })
export type PlanBrief = z.output<typeof planBrief>

/**
 * Requests of one sender that came soon after each other, such as those of one `terraform apply`, or that a person filed
 * together. Only those in the reader's scope.
 */
export const getPlan = query({
  id: 'requests.plan',
  title: 'View requests that were sent together',
  roles: ['viewer'],
  input: z.strictObject({ plan: planId }),
  output: z.object({
    id: planId,
    /** Of all that wait for approval. A decision and a new sign-in are for this digest. */
    digest: z.string(),
    requester: actor,
    /** The reasons and tickets they were filed with, once each. */
    reasons: z.array(z.string()),
    tickets: z.array(z.string()),
    decideBy: time,
    createdAt: time,
    /** Until when the reader's new sign-in counts, or why they have to sign in again to approve. Null: not required. */
    stepUp: z.object({ until: time.nullable(), whyNot: z.string().nullable() }).nullable(),
    requests: z.array(
      z.object({
        id: z.string(),
        op: z.string(),
        summary: z.string(),
        /** The first values of its body. Empty where the summary says more. */
        gist: z.string(),
        groupName: z.string(),
        orgName: z.string(),
        environment: z.enum(['production', 'other']),
        digest: z.string(),
        /** As the client sent it. Null: a person filed the request. */
        call: z.object({ method: z.string(), path: z.string() }).nullable(),
        says: said.nullable(),
        state: z.enum(requestStates),
        how: z.enum(shownHows).nullable(),
        effect: effect.nullable(),
        endsAt: time.nullable(),
        /** Null: the reader may approve it. */
        mayApprove: z.string().nullable(),
      }),
    ),
  }),
  maxAgeSeconds: 0,
  refetchInterval: ({ requests }) =>
    requests.some(({ state }) => state === 'approved')
      ? 2_000
      : requests.some(({ state }) => state === 'pending')
        ? 5_000
        : 15_000,
})
export type PlanView = z.output<typeof getPlan.output>

/** Decides on waiting requests of a plan in one step: on all that are named, or on none. */
export const decidePlan = command({
  id: 'requests.decidePlan',
  title: 'Decide on requests that were sent together',
  roles: ['approver'],
  checksRole: true,
  input: z.strictObject({
    plan: planId,
    verdict: z.enum(['approve', 'deny']),
    /** Of the plan as it was shown. */
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    /** Those to decide on. */
    requests: z
      .array(z.strictObject({ requestId, digest: z.string().regex(/^[0-9a-f]{64}$/) }))
      .min(1, 'Choose at least one request')
      .max(MOST_IN_PLAN, `At most ${MOST_IN_PLAN} requests`)
      .refine(
        (all) => new Set(all.map((one) => one.requestId)).size === all.length,
        'A request is listed twice.',
      ),
    /** Required for a denial. */
    comment: comment.default(''),
  }),
  output: z.object({
    results: z.array(
      z.object({
        requestId: z.string(),
        /** `pending`: it needs another approval. */
        state: z.enum(requestStates),
      }),
    ),
  }),
  scope: () => ({ kind: 'console' }),
  summary: (i) =>
    `${i.verdict === 'approve' ? 'Approve' : 'Deny'} ${i.requests.length} requests that were sent together`,
  target: (i) => `requests ${i.requests.map((one) => one.requestId).join(', ')}`,
  invalidates: requestReads,
})
