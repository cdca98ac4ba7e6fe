import { z } from 'zod'
import { OpError } from '@/lib/ops/failure'

const groups = z.array(z.string())

/** Days and hours in which a call can be sent. `to` before `from` ends on the next day. */
export const timeWindow = z.object({
  timeZone: z.string(),
  days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])),
  /** `HH:MM` */
  from: z.string(),
  /** `HH:MM`, up to 24:00 */
  to: z.string(),
})
export type TimeWindow = z.output<typeof timeWindow>

/** Approvals by members of one of `groups`. Without groups: by anyone with the approver role. */
export type Step = Terms['steps'][number]

const terms = z.object({
  /** The names of the rules that were merged. */
  rules: z.array(z.string()),
  /** In order. Empty only for `automatic`. */
  steps: z.array(z.object({ groups, count: z.int().min(1) })),
  /** The requester must be in one group of each list. Empty: anyone with the role. */
  requesters: z.array(groups),
  minMinutes: z.number(),
  maxMinutes: z.number(),
  defaultMinutes: z.number(),
  decideByMinutes: z.number(),
  executeByMinutes: z.number(),
  /** A call is sent only while all of them are open. */
  windows: z.array(timeWindow),
  /** The whole ticket must match all of them. Empty: a ticket is optional. */
  ticketPatterns: z.array(z.string()),
  ticketHint: z.string().nullable(),
  ticketUrl: z.string().nullable(),
  /** An approver must have signed in within this many seconds. Null: not required. */
  stepUpSeconds: z.number().nullable(),
  /** The `acr` of that sign-in must be one of these. Null: any. */
  stepUpAcr: z.array(z.string()).nullable(),
  /** The policy approves it, without a person. */
  automatic: z.boolean(),
  /** Whom to notify at 50 % and at 80 % of the time to decide. */
  escalate: z.array(z.object({ groups })),
  /** Null: not available. A person must be in one group of each list. */
  breakGlass: z
    .object({
      groups: z.array(groups),
      maxMinutes: z.number(),
      /** The review is due after that many minutes. Null: no rule says so. */
      reviewMinutes: z.number().nullable(),
      /** The review is due after one business day in each of these time zones. */
      businessDayIn: z.array(z.string()).default([]),
    })
    .nullable(),
})

/** The merged policy rules of a request, fixed when it is filed and covered by its digest. */
export type Terms = z.output<typeof terms>

/** Whether a person's groups include one of each list. */
export const isInEach = (lists: readonly (readonly string[])[], held: readonly string[]) =>
  lists.every((list) => list.some((group) => held.includes(group)))

/** The terms of a request. One that was filed before terms were stored needs one approver. @throws OpError 'unavailable' for unreadable terms */
export function termsOf(r: {
  terms: string | null
  rule: string
  max_minutes: number | null
  execute_minutes: number
}): Terms {
  if (r.terms !== null) {
    try {
      return terms.parse(JSON.parse(r.terms))
    } catch {
      throw OpError.of(
        'unavailable',
        'Gatehouse can’t read the terms of this request. Tell your admin: someone may have changed the database.',
      )
    }
  }
  return {
    ...UNSAID,
    rules: [r.rule],
    steps: [ANYONE],
    maxMinutes: r.max_minutes ?? UNSAID.maxMinutes,
    executeByMinutes: r.execute_minutes,
  }
}

/** The step of a request whose rules name none. */
export const ANYONE: Step = { groups: [], count: 1 }

/** The terms that no rule says anything about. */
export const UNSAID = {
  requesters: [],
  minMinutes: 15,
  maxMinutes: 24 * 60,
  defaultMinutes: 4 * 60,
  decideByMinutes: 24 * 60,
  executeByMinutes: 30,
  windows: [],
  ticketPatterns: [],
  ticketHint: null,
  ticketUrl: null,
  stepUpSeconds: null,
  stepUpAcr: null,
  automatic: false,
  escalate: [],
  breakGlass: null,
} satisfies Omit<Terms, 'rules' | 'steps'>
