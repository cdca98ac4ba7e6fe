import { z } from 'zod'
import { command, query } from './define'
import { requestId as id, time } from './request-shapes'
import { orgId, projectId } from './shapes'
import { line } from './text'

export const itemKinds = ['access-list', 'api-key', 'service-account', 'binding'] as const
export const verdicts = ['keep', 'revoke', 'expire'] as const

const review = z.object({
  id: z.string(),
  name: z.string(),
  orgName: z.string(),
  orgId: z.string(),
  /** Names; empty for the whole organization. */
  projects: z.array(z.string()),
  dueAt: time,
  startedAt: time,
  closedAt: time.nullable(),
  starter: z.string(),
  reviewers: z.array(z.string()),
  items: z.number(),
  decided: z.number(),
  isOverdue: z.boolean(),
  /** The reader is a reviewer. */
  isMine: z.boolean(),
})
export type AccessReview = z.output<typeof review>

const item = z.object({
  id: z.number(),
  kind: z.enum(itemKinds),
  project: z.string().nullable(),
  groupId: z.string().nullable(),
  name: z.string(),
  detail: z.string(),
  /** The input of the operation that would remove it. Null: it is removed elsewhere. */
  removal: z.record(z.string(), z.string()).nullable(),
  verdict: z.enum(verdicts).nullable(),
  comment: z.string().nullable(),
  by: z.string().nullable(),
  decidedAt: time.nullable(),
  /** For a revoke: whether Atlas no longer has it. Null: that is not known. */
  isCarriedOut: z.boolean().nullable(),
})
export type ReviewItem = z.output<typeof item>

const scope = () => ({ kind: 'console' }) as const

export const listAccessReviews = query({
  id: 'accessReviews.list',
  title: 'List access reviews',
  roles: ['viewer'],
  input: z.strictObject({}),
  scope,
  output: z.object({ results: z.array(review) }),
  maxAgeSeconds: 0,
  refetchInterval: () => 20_000,
})

export const getAccessReview = query({
  id: 'accessReviews.get',
  title: 'View an access review',
  roles: ['viewer'],
  input: z.strictObject({ reviewId: id }),
  scope,
  output: z.object({
    review,
    /** What could not be read when it started. */
    unread: z.array(z.string()),
    /** Null: the reader may end it. */
    whyNotEnd: z.string().nullable(),
    results: z.array(item),
  }),
  maxAgeSeconds: 0,
  refetchInterval: ({ review: { closedAt } }) => closedAt === null && 20_000,
})

export const startAccessReview = command({
  id: 'accessReviews.start',
  title: 'Start an access review',
  roles: ['auditor', 'admin'],
  input: z.strictObject({
    name: line('Enter a name').min(1, 'Enter a name').max(100, 'At most 100 characters'),
    orgId,
    groupIds: z.array(projectId).max(200, 'At most 200 projects'),
    dueAt: z.iso.datetime({ offset: true, error: 'Choose a date and time' }),
    /** Subjects of people who signed in. */
    reviewers: z
      .array(line('Choose a person').max(255))
      .min(1, 'Choose at least one person')
      .max(50),
  }),
  output: z.object({ reviewId: z.string() }),
  scope: ({ orgId: org, groupIds: [first] }) =>
    first ? { kind: 'project', groupId: first } : { kind: 'organization', orgId: org },
  otherScopes: ({ groupIds: [, ...others] }) =>
    others.map((groupId) => ({ kind: 'project', groupId })),
  verbs: { do: 'Start review', doing: 'Reading access…', done: () => 'Review started' },
  summary: (i) => `Start the access review ${i.name}`,
  target: () => 'access review',
  invalidates: ['accessReviews.list'],
})

/** What a form to decide an item starts from. */
const decision = z.strictObject({
  verdict: z.enum(verdicts).nullable(),
  decidedAt: z.iso.datetime({ offset: true }).nullable(),
})
export const decisionOf = (
  one: Pick<ReviewItem, 'verdict' | 'decidedAt'> | undefined,
): z.output<typeof decision> => ({
  verdict: one?.verdict ?? null,
  decidedAt: one?.decidedAt ?? null,
})

export const decideReviewItem = command({
  id: 'accessReviews.decide',
  title: 'Decide an item of an access review',
  roles: ['viewer'],
  input: z.strictObject({
    reviewId: id,
    itemId: z.int().min(1),
    verdict: z.enum(verdicts, 'Choose a decision').meta({
      label: 'Decision',
      choices: {
        keep: 'Keep',
        revoke: 'Revoke',
        expire: 'Let it expire, and do not renew it',
      },
    }),
    comment: z
      .string()
      .max(1_000, 'At most 1,000 characters')
      .meta({ label: 'Remark', multiline: true }),
    opened: decision,
  }),
  output: z.object({ itemId: z.number() }),
  scope,
  opened: {
    read: ({ reviewId }) => ({ id: 'accessReviews.get', input: { reviewId } }),
    now: (answer, { itemId }) =>
      decisionOf(getAccessReview.output.parse(answer).results.find((one) => one.id === itemId)),
  },
  verbs: { do: 'Save decision', doing: 'Saving…', done: () => 'Decision saved' },
  summary: () => 'Decide an item of an access review',
  target: () => 'access review',
  invalidates: ['accessReviews.list', 'accessReviews.get'],
})

export const endAccessReview = command({
  id: 'accessReviews.end',
  title: 'End an access review',
  roles: ['auditor', 'admin'],
  input: z.strictObject({ reviewId: id }),
  output: z.object({ reviewId: z.string() }),
  scope,
  verbs: { do: 'End review', doing: 'Ending…', done: () => 'Review ended' },
  summary: () => 'End an access review',
  target: () => 'access review',
  friction: () => ({ level: 'confirm', because: 'Nobody can decide its items after that.' }),
  invalidates: ['accessReviews.list', 'accessReviews.get'],
})
