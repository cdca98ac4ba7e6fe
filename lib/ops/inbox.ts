import { z } from 'zod'
import { query } from './define'
import { drift, stuck, summary } from './request-shapes'

/** Apart from the other operations of requests, because every page reads it. */
export const inbox = query({
  id: 'requests.inbox',
  title: 'List requests and live access',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.object({
    /** Pending requests of others that this person can approve, least time left first. */
    forMe: z.array(summary),
    /** Break-glass that nobody has reviewed, and that this person can review; due first. */
    toReview: z.array(summary),
    /** Approved requests in execution, live access, and revokes in progress. */
    live: z.array(summary),
    /** Approved calls of clients that were not sent yet, or whose outcome is open. */
    awaiting: z.array(summary),
    /** What can't go on: an approved grant that is not made, a revoke that Atlas does not take. */
    stuck: z.array(stuck),
    drift: z.array(drift),
    mine: z.array(summary),
    /** Newest first, at most 200. */
    settled: z.array(summary),
    /** Pending requests in scope that this person can't decide. */
    others: z.array(summary),
    /** Plans of which the lists have only the first requests: how many wait, by its id. */
    plans: z.record(z.string(), z.object({ forMe: z.number(), others: z.number() })),
    /** Who approves: people seen in the role, or else its groups. */
    onDuty: z.array(z.string()),
    mayFile: z.string().nullable(),
  }),
  maxAgeSeconds: 0,
  refetchInterval: (d) =>
    [...d.live, ...d.awaiting].some((r) => r.effect && r.effect.state !== 'confirmed') ||
    d.forMe.length > 0
      ? 3_000
      : 6_000,
})
export type Inbox = z.output<typeof inbox.output>
