import { z } from 'zod'
import { verdicts } from './break-glass-shapes'
import { command } from './define'
import { requestId, requestStates } from './request-shapes'
import { prose } from './text'
import { requestReads } from './waiting'

const invalidates = [...requestReads, 'requests.terms']
const target = (i: { requestId: string }) => `request ${i.requestId}`

export const breakGlass = command({
  id: 'breakGlass.use',
  title: 'Break glass',
  roles: ['break-glass'],
  input: z.strictObject({
    requestId,
    /** The digest that the page showed. The person must have signed in again for it. */
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    /** A shorter duration, in minutes. */
    minutes: z.int().min(1, 'At least one minute').optional(),
    reason: prose(10, 'Explain in at least 10 characters why this can’t wait', 1000),
  }),
  output: z.object({ requestId, state: z.enum(requestStates) }),
  scope: () => ({ kind: 'console' }),
  summary: () => 'Break glass: send a request without approval',
  target,
  invalidates: [...invalidates, 'clusters.get', 'clusters.list', 'access.list'],
})

export const reviewBreakGlass = command({
  id: 'breakGlass.review',
  title: 'Review a break-glass',
  roles: ['approver'],
  checksRole: true,
  input: z.strictObject({
    requestId,
    verdict: z.enum(verdicts),
    comment: prose(5, 'Explain your decision in a few words', 1000),
  }),
  /** Whether the review ends access. */
  output: z.object({ requestId, isEnding: z.boolean() }),
  scope: () => ({ kind: 'console' }),
  summary: () => 'Review a break-glass',
  target,
  invalidates: [...invalidates, 'clusters.get', 'clusters.list'],
})
