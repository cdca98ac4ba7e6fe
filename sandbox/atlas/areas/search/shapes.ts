import { z } from 'zod'

/** One version of a definition on its way to the hosts. Times are milliseconds of the sandbox clock. */
const generation = z.object({
  version: z.number(),
  definition: z.record(z.string(), z.unknown()),
  /** Real time. */
  createdAt: z.string().optional(),
  /** Until then it is PENDING. */
  buildingAt: z.number(),
  /** When each host has built it; the last one settles it. */
  doneAt: z.array(z.number()),
  /** Why the build ends as FAILED. */
  fails: z.string().optional(),
  /** It is STALE instead of READY, with this message. */
  stale: z.string().optional(),
})
export type Generation = z.output<typeof generation>

const index = z.object({
  clusterId: z.string(),
  indexID: z.string(),
  database: z.string(),
  collectionName: z.string(),
  name: z.string(),
  type: z.enum(['search', 'vectorSearch']),
  main: generation,
  staged: generation.optional(),
  /** A status that does not change with builds. */
  stays: z.enum(['DELETING', 'DOES_NOT_EXIST']).optional(),
  /** When a deleted index is gone. */
  goneAt: z.number().optional(),
  /** Name of a synonym mapping → why it is FAILED. */
  badSynonyms: z.record(z.string(), z.string()),
})
export type SearchIndex = z.output<typeof index>

const deployment = z.object({
  clusterId: z.string(),
  id: z.string(),
  specs: z.array(z.object({ instanceSize: z.string(), nodeCount: z.number() })),
  state: z.enum(['UPDATING', 'IDLE', 'PAUSED']),
  next: z.object({ state: z.enum(['IDLE', 'GONE']), at: z.number() }).optional(),
})
export type Deployment = z.output<typeof deployment>

export const searchState = z.object({
  indexes: z.array(index),
  deployments: z.array(deployment),
})
export type SearchState = z.output<typeof searchState>

/** The number of hosts of every index. */
export const hostCount = 3
/** A time in the far future. */
export const never = Number.MAX_SAFE_INTEGER
