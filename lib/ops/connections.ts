import { z } from 'zod'
import { query } from './define'
import { orgId, page } from './shapes'

export const listConnections = query({
  id: 'connections.list',
  title: 'List the connections to Atlas',
  roles: ['admin'],
  input: z.strictObject({}),
  output: z.object({
    results: z.array(
      z.object({
        name: z.string(),
        baseUrl: z.string(),
        /** Why it can't be read now. */
        problem: z.string().nullable(),
        organizations: z.array(z.object({ orgId: z.string(), name: z.string() })),
        /** Calls that this replica sends per minute, at once, and now. */
        budget: z.object({ perMinute: z.number(), burst: z.number(), left: z.number() }),
        /** What Atlas reported with its last answers to this replica. */
        reported: z.array(
          z.object({
            /** Atlas's operation id. */
            operation: z.string(),
            /** Of a project or an organization. */
            placeId: z.string().nullable(),
            left: z.number(),
            limit: z.number().nullable(),
            at: z.string(),
            /** Until when Gatehouse holds calls back. */
            heldUntil: z.string().nullable(),
          }),
        ),
      }),
    ),
  }),
  maxAgeSeconds: 0,
  refetchInterval: () => 10_000,
})

const amount = z.looseObject({ value: z.number().nullish(), defaultValue: z.number().nullish() })

export const listRateLimits = query({
  id: 'connections.rateLimits',
  title: 'List the rate limits of an organization',
  atlas: { op: 'listRateLimits', version: '2025-03-12' },
  roles: ['viewer'],
  input: z.strictObject({ orgId }),
  output: page(
    z.looseObject({
      endpointSetId: z.string().nullish(),
      endpointSetName: z.string().nullish(),
      scope: z.string().nullish(),
      capacity: amount.nullish(),
      refillRate: amount.nullish(),
      refillDurationSeconds: amount.nullish(),
      endpoints: z
        .array(z.looseObject({ method: z.string().nullish(), path: z.string().nullish() }))
        .nullish(),
    }),
  ),
  query: (input) => ({ orgId: input.orgId }),
  allPages: true,
  maxAgeSeconds: 60,
})
