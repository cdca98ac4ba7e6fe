import { z } from 'zod'

/** The lifecycle of an operation in Atlas, unless it is stable. */
export const lifecycle = z.object({
  stage: z.enum(['preview', 'deprecated', 'sunset', 'ended', 'removed']),
  /** The day it ends or ended, `2026-01-22`. */
  on: z.string().nullable(),
  /** What this means, and what to use instead. */
  sentence: z.string(),
})
export type Lifecycle = z.output<typeof lifecycle>
