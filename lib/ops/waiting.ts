import { z } from 'zod'
import { query } from './define'

/** The number beside Approvals. Apart from the lists, which every page would read otherwise. */
export const countWaiting = query({
  id: 'requests.waiting',
  title: 'Count the requests for you to decide',
  roles: ['viewer'],
  input: z.strictObject({}),
  /** Requests that were sent together count once. */
  output: z.object({ waiting: z.number() }),
  maxAgeSeconds: 0,
  refetchInterval: () => 15_000,
})

/** The reads that a decision about a request makes stale, at least. */
export const requestReads = [
  'requests.inbox',
  'requests.waiting',
  'requests.get',
  'requests.plan',
] as const
