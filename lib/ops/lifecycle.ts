import { z } from 'zod'

/** Where an operation stands in its life at Atlas, when that is anything but stable. */
export const lifecycle = z.object({
  stage: z.enum(['preview', 'deprecated', 'sunset', 'ended', 'removed']),
  /** The day it ends or ended, `2026-01-22`. */
  on: z.string().nullable(),
  /** What it means, and what is used instead. */
  sentence: z.string(),
})
export type Lifecycle = z.output<typeof lifecycle>
