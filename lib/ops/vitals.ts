import { z } from 'zod'
import { query } from './define'

/** Milliseconds. */
const duration = z.number().min(0).max(600_000).optional()

/** How fast a page was, from a sample of page views. Changes nothing, so it is a query. */
export const reportVitals = query({
  id: 'vitals.report',
  title: 'Report how fast a page loaded',
  roles: ['viewer'],
  internal: true,
  input: z.strictObject({
    /** As in the list of pages, with names in place of ids: `/projects/[groupId]/access-list`. */
    page: z.string().max(200),
    lcp: duration,
    inp: duration,
    ttfb: duration,
    cls: z.number().min(0).max(1_000).optional(),
  }),
  output: z.object({}),
  maxAgeSeconds: 0,
})
