import { z } from 'zod'
import { auditFilter } from './audit'
import { query } from './define'

/** The numbers of the access report, in its order. A filter of the audit log gives the rows of each. */
export const reportNumbers = [
  'filed',
  'approved',
  'automatic',
  'denied',
  'undecided',
  'unused',
  'grants',
  'expired',
  'revoked',
  'breakGlass',
  'unreviewed',
  'overdue',
  'drift',
  'commands',
  'exports',
  'erasures',
] as const
export type ReportNumber = (typeof reportNumbers)[number]

export const auditReport = query({
  id: 'audit.report',
  title: 'View the access report',
  roles: ['auditor'],
  input: z.strictObject({
    from: z.iso.datetime({ offset: true }),
    /** Exclusive. */
    to: z.iso.datetime({ offset: true }),
  }),
  scope: () => ({ kind: 'console' }),
  output: z.object({
    /** False: only rows of the projects and organizations where the reader is an auditor. */
    isComplete: z.boolean(),
    numbers: z.record(z.enum(reportNumbers), z.object({ count: z.number(), filter: auditFilter })),
    /** Between filing a request and a person's decision about it. Null without a decision. */
    medianMinutesToDecide: z.number().nullable(),
    /** The last scheduled verification in the period. */
    verified: z.object({ seq: z.number(), at: z.string() }).nullable(),
    /** The last signed checkpoint in the period. */
    checkpoint: z
      .object({ size: z.number(), root: z.string(), origin: z.string(), madeAt: z.string() })
      .nullable(),
    /** The last row of the period. */
    last: z.object({ seq: z.number(), hash: z.string() }).nullable(),
  }),
  maxAgeSeconds: 0,
})
