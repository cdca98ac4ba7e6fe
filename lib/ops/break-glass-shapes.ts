import { z } from 'zod'

const time = z.string()

export const verdicts = ['justified', 'not-justified'] as const

/** A request that its requester sent without approval, and its review. */
export const breakGlassUse = z.object({
  usedAt: time,
  /** Why it could not wait. */
  reason: z.string(),
  reviewDue: time,
  /** The deadline passed without a review. */
  isOverdue: z.boolean(),
  review: z
    .object({
      verdict: z.enum(verdicts),
      by: z.string(),
      at: time,
      comment: z.string().nullable(),
    })
    .nullable(),
  /** Why the reader can't review it. Null: they can. */
  mayReview: z.string().nullable(),
})
export type BreakGlassUse = z.output<typeof breakGlassUse>

/** What break-glass means for a person who may use it for a request. */
export const breakGlassOffer = z.object({
  maxMinutes: z.number(),
  /** The approvals that it skips, in words. */
  skips: z.string(),
  /** The groups with the approver role there, which are told. Admins are told too. */
  told: z.array(z.string()),
  /** If it is used now. */
  reviewDue: time,
  /** Why not now. Null: it can be used. */
  whyNot: z.string().nullable(),
  /** The request of an earlier one that nobody reviewed in time. */
  overdueId: z.string().nullable(),
  /** The person has signed in again for this request. */
  isSignedIn: z.boolean(),
})
export type BreakGlassOffer = z.output<typeof breakGlassOffer>
