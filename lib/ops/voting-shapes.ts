import { z } from 'zod'
import { shownLevel } from './level'
import { actor, time } from './request-shapes'

/** A decision on a request, as its card shows it. */
export const decisionView = z.object({
  verdict: z.enum(['approve', 'deny']),
  by: actor,
  /** Whose right it was, for a delegate. */
  for: z.string().nullable(),
  at: time,
  comment: z.string().nullable(),
  step: z.number(),
  /** The narrowed duration and level, if any. */
  minutes: z.number().nullable(),
  level: shownLevel.nullable(),
  /** The parts that it left. Null: all. */
  targets: z.array(z.string()).nullable(),
  revision: z.number(),
  counted: z.boolean(),
})

/** A step of a request's approval. */
export const stepView = z.object({
  /** Empty: anyone with the approver role. */
  groups: z.array(z.string()),
  got: z.number(),
  count: z.number(),
  /** It waits for approvals now. */
  isOpen: z.boolean(),
  /** Who can give one, by their last sign-in. `for`: whose right they would use. */
  people: z.array(z.object({ name: z.string(), lastSeenAt: time, for: z.string().nullable() })),
  /** Who else was considered, and why they can't give one. */
  others: z.array(z.object({ name: z.string(), why: z.string() })),
  /** Why people who have signed in can't complete it. Null: they can. */
  missing: z.string().nullable(),
})

/** What earlier approvals narrowed. */
export const narrowing = z.object({
  minutes: z.number().nullable(),
  level: shownLevel.nullable(),
  targets: z.array(z.string()).nullable(),
  by: z.array(z.string()),
})
