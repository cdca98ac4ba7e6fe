import { z } from 'zod'
import { query } from './define'
import { orgId, projectId } from './shapes'

/** Where the person is, so that what is near comes first. */
const here = z.strictObject({
  orgId: orgId.optional().catch(undefined),
  groupId: projectId.optional().catch(undefined),
  clusterName: z.string().max(64).optional().catch(undefined),
})

const found = z.object({
  /** `Search index`. */
  label: z.string(),
  /** The page it is on, for its icon. */
  page: z.string(),
  name: z.string(),
  /** Where it is, from the inside out: `movies.films · main · Shop · Example Corp`. */
  where: z.string(),
  href: z.string(),
  orgId: z.string().nullable(),
  groupId: z.string().nullable(),
  clusterName: z.string().nullable(),
  environment: z.enum(['production', 'other']).nullable(),
  /** Other words that find it. */
  also: z.string().optional(),
  /** When Atlas last showed it to Gatehouse. */
  seenAt: z.string().nullable(),
})
export type Found = z.output<typeof found>
export type Here = z.input<typeof here>

/** By name, from what Gatehouse already knows: without a call to Atlas. */
export const findByName = query({
  id: 'find.byName',
  title: 'Find something by name',
  roles: ['viewer'],
  input: z.strictObject({
    text: z.string().max(2_000),
    here: here.default({}),
    /** Only clusters, also without a text. */
    only: z.literal('cluster').optional(),
  }),
  output: z.object({ results: z.array(found) }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})

/** By an id, a host name or a URL. Asks Atlas too where Gatehouse does not know it. */
export const findById = query({
  id: 'find.byId',
  title: 'Find something by ID',
  roles: ['viewer'],
  input: z.strictObject({
    id: z.string().min(1, 'Enter an ID').max(2_000, 'At most 2,000 characters'),
    here: here.default({}),
  }),
  output: z.object({
    /** What it looks like: `an Atlas ID`. Null: not like an ID, so it was searched as a name. */
    is: z.string().nullable(),
    results: z.array(found),
    /** What was searched: `12 projects and 3 organizations`. */
    searched: z.array(z.string()),
    /** What Atlas was asked for: `clusters`. */
    asked: z.array(z.string()),
    /** What could not be read, and why. */
    unread: z.array(z.object({ what: z.string(), why: z.string() })),
  }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})
