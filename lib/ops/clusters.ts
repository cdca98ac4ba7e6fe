import { z } from 'zod'
import { query } from './define'
import { clusterName, page, projectId, tag } from './shapes'

/** A field that is only displayed. A value of another type counts as missing, so that the cluster stays in the list. */
export const shown = <T extends z.ZodType>(type: T) => type.nullish().catch(null)

export const tags = shown(
  z
    .array(tag.or(z.unknown().transform(() => null)))
    .transform((all) => all.filter((t) => t !== null)),
)

const cluster = z.looseObject({
  id: shown(z.string()),
  name: z.string(),
  groupId: shown(z.string()),
  clusterType: shown(z.string()),
  stateName: shown(z.string()),
  paused: shown(z.boolean()),
  mongoDBVersion: shown(z.string()),
  createDate: shown(z.string()),
  tags,
  replicationSpecs: shown(z.array(z.looseObject({}))),
  // Any JSON, because an odd grant is still a grant. `slotOf` reads it.
  mongoDBEmployeeAccessGrant: z.unknown().optional(),
})
export type Cluster = z.output<typeof cluster>

/** States that change without further action. */
export const moving = ['CREATING', 'UPDATING', 'DELETING', 'REPAIRING', 'REPEATING']

export const listClusters = query({
  id: 'clusters.list',
  title: 'List clusters',
  atlas: { op: 'listGroupClusters', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(cluster),
  allPages: true,
  refetchInterval: (data) =>
    data.results.some((c) => moving.includes(c.stateName ?? '')) ? 5_000 : 15_000,
})

export const getCluster = query({
  id: 'clusters.get',
  title: 'Read a cluster',
  atlas: { op: 'getGroupCluster', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, clusterName }),
  output: cluster,
  maxAgeSeconds: 3,
  refetchInterval: () => 10_000,
})
