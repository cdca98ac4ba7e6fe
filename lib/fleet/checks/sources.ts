import { z } from 'zod'
import { listClusters } from '@/lib/ops/clusters'
import { query } from '@/lib/ops/define'
import { page } from '@/lib/ops/shapes'
import { atlasSource } from '../source'

/** The clusters of a project. The observer reads them anyway, so that the collector rarely does. */
export const clusters = atlasSource({
  id: 'clusters',
  per: 'project',
  op: listClusters,
  everyMinutes: 60,
  wakes: /^CLUSTER_/,
})

/** How one cluster is listed with those of all projects. */
const listed = z.looseObject({ name: z.string().nullish(), alertCount: z.number().nullish() })

const listEverywhere = query({
  id: 'clusters.everywhere',
  title: 'List the clusters of all projects',
  atlas: { op: 'listClusterDetails', version: '2023-01-01' },
  roles: ['viewer'],
  internal: true,
  input: z.strictObject({}),
  output: page(z.looseObject({ groupId: z.string(), clusters: z.array(listed).nullish() })),
  allPages: true,
})

/** One list of all projects shows where the number of open alerts changed. */
export const clustersEverywhere = atlasSource({
  id: 'clustersEverywhere',
  per: 'connection',
  op: listEverywhere,
  everyMinutes: 5,
  signals: ({ results }) =>
    new Map(
      results.map(({ groupId, clusters: some }) => [
        groupId,
        { alerts: (some ?? []).map(({ name, alertCount }) => `${name}:${alertCount}`).join(' ') },
      ]),
    ),
})
