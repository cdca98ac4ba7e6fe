import { z } from 'zod'
import { command } from './define'
import { comment, effectStates, requestId, requestStates, shownHows, time } from './request-shapes'

/** Most requests of one plan. */
export const MOST_IN_PLAN = 200

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

/** Requests of one sender that came soon after each other, such as those of one `terraform apply`, or that a person filed together. */
export const planView = z.object({
  id: z.string(),
  /** Of all that wait for approval. A new sign-in is for this digest. */
  digest: z.string(),
  requests: z.array(
    z.object({
      id: z.string(),
      summary: z.string(),
      /** The first values of its body. Empty where the summary says more. */
      gist: z.string(),
      digest: z.string(),
      /** As the client sent it. Null: a person filed the request. */
      call: z.object({ method: z.string(), path: z.string() }).nullable(),
      says: said.nullable(),
      state: z.enum(requestStates),
      how: z.enum(shownHows).nullable(),
      effect: z.enum(effectStates).nullable(),
      /** Null: the reader may approve it. */
      mayApprove: z.string().nullable(),
    }),
  ),
})
export type PlanView = z.output<typeof planView>

/** Decides on the waiting requests of a plan in one step. Each gets a decision of its own, for its own digest. */
export const decidePlan = command({
  id: 'requests.decidePlan',
  title: 'Decide on a plan',
  roles: ['approver'],
  checksRole: true,
  input: z.strictObject({
    verdict: z.enum(['approve', 'deny']),
    /** All that wait for approval, as they were shown. */
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
        /** Null: the decision was not recorded. */
        state: z.enum(requestStates).nullable(),
        whyNot: z.string().nullable(),
      }),
    ),
  }),
  scope: () => ({ kind: 'console' }),
  summary: (i) =>
    `${i.verdict === 'approve' ? 'Approve' : 'Deny'} ${i.requests.length} requests of one plan`,
  target: (i) => `requests ${i.requests.map((one) => one.requestId).join(', ')}`,
  invalidates: ['requests.inbox', 'requests.get'],
})
