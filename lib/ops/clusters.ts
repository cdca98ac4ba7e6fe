import { z } from 'zod'
import { query } from './define'
import { grant } from './employee'
import { clusterName, page, projectId, tag } from './shapes'

const cluster = z.looseObject({
  id: z.string().nullish(),
  name: z.string(),
  groupId: z.string().nullish(),
  clusterType: z.string().nullish(),
  stateName: z.string().nullish(),
  paused: z.boolean().nullish(),
  mongoDBVersion: z.string().nullish(),
  createDate: z.string().nullish(),
  tags: z.array(tag).nullish(),
  replicationSpecs: z.array(z.looseObject({})).nullish(),
  mongoDBEmployeeAccessGrant: grant.nullish(),
})
export type Cluster = z.output<typeof cluster>

/** States that pass by themselves. */
const moving = ['CREATING', 'UPDATING', 'DELETING', 'REPAIRING', 'REPEATING']

export const listClusters = query({
  id: 'clusters.list',
  title: 'List clusters',
  atlas: { op: 'listGroupClusters', version: '2024-08-05' },
  needs: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(cluster),
  allPages: true,
  live: (data) => (data.results.some((c) => moving.includes(c.stateName ?? '')) ? 5_000 : 15_000),
})

export const getCluster = query({
  id: 'clusters.get',
  title: 'Read a cluster',
  atlas: { op: 'getGroupCluster', version: '2024-08-05' },
  needs: ['viewer'],
  input: z.strictObject({ groupId: projectId, clusterName }),
  output: cluster,
  freshSeconds: 3,
  live: () => 10_000,
})

const flexCluster = z.looseObject({
  id: z.string().nullish(),
  name: z.string(),
  stateName: z.string().nullish(),
  mongoDBVersion: z.string().nullish(),
  tags: z.array(tag).nullish(),
  providerSettings: z.looseObject({}).nullish(),
})
export type FlexCluster = z.output<typeof flexCluster>

/** Flex clusters never appear in the other list. */
export const listFlexClusters = query({
  id: 'clusters.flex',
  title: 'List flex clusters',
  atlas: { op: 'listGroupFlexClusters', version: '2024-11-13' },
  needs: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(flexCluster),
  allPages: true,
  live: (data) => (data.results.some((c) => moving.includes(c.stateName ?? '')) ? 5_000 : false),
})
