import { z } from 'zod'
import { query } from './define'
import { grant } from './grant'
import { orgId, page, tag } from './shapes'

const foundCluster = z.object({
  groupId: z.string(),
  groupName: z.string(),
  orgId: z.string(),
  orgName: z.string(),
  clusterName: z.string(),
  environment: z.enum(['production', 'other']),
  kind: z.enum(['dedicated', 'shared', 'flex']),
  detail: z.string(),
  stateName: z.string().nullable(),
  grant: grant.nullable(),
  /** Why a request for it can't be filed; null when it can. */
  whyNot: z.string().nullable(),
  /** The pending request or live access that is in the way; null when there is none. */
  taken: z.string().nullable(),
})
export type FoundCluster = z.output<typeof foundCluster>

/** Clusters of all projects in scope whose name, project or organization contains the text. */
export const searchClusters = query({
  id: 'clusters.search',
  title: 'Search clusters over all projects',
  roles: ['viewer'],
  input: z.strictObject({
    text: z.string().max(100).default(''),
    /** Only clusters that had this tag when they were last read. */
    tag: z.strictObject({ key: z.string().max(255), value: z.string().max(255) }).optional(),
  }),
  output: z.object({
    results: z.array(foundCluster),
    totalCount: z.number(),
    /** When the clusters were last read from Atlas. */
    asOf: z.string().nullable(),
  }),
  maxAgeSeconds: 0,
  // A new cluster appears without typing again.
  refetchInterval: () => 10_000,
})

export const listOrgs = query({
  id: 'orgs.list',
  title: 'List organizations',
  internal: true,
  atlas: { op: 'listOrgs', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({}),
  output: page(z.looseObject({ id: z.string(), name: z.string() })),
  allPages: true,
  maxAgeSeconds: 30,
})

export const listProjects = query({
  id: 'projects.list',
  title: 'List projects',
  internal: true,
  atlas: { op: 'listGroups', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({}),
  output: page(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      orgId: z.string(),
      tags: z.array(tag).nullish(),
    }),
  ),
  allPages: true,
  maxAgeSeconds: 30,
})

export const getOrgSettings = query({
  id: 'orgs.settings',
  title: 'Read the settings of an organization',
  atlas: { op: 'getOrgSettings', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ orgId }),
  output: z.looseObject({ restrictEmployeeAccess: z.boolean().nullish() }),
  maxAgeSeconds: 30,
})
