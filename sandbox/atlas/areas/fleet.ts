import { z } from 'zod'
import type { Fill } from '../area'
import { idFrom, iso } from '../ids'
import type { World } from '../world'
import { plainAddresses } from '../world/access'
import { makeCluster } from '../world/clusters'
import type { Cluster, Project } from '../world/shapes'
import { backupsOf } from './backup'
import { newSnapshot } from './backup/build'
import { fill as fillSearch } from './search'
import { fill as fillStreams } from './streams'

const filling = z.strictObject({
  projects: z.int().min(1).max(2_000).default(500),
  clusters: z.int().min(0).max(10_000).default(2_000),
  /** The start of the names. */
  prefix: z.string().default('fleet'),
})

const environments = ['production', 'staging', 'development']
const teams = ['payments', 'data', 'web', 'mobile', 'platform']
const created = '2024-05-06T07:08:09Z'
const day = 86_400_000

const isEach = (i: number, of: number) => i % of === of - 1

/** A project with four addresses. Every tenth one allows the whole internet. */
function projectOf(world: World, prefix: string, i: number): Project {
  const orgs = world.data.orgs
  const name = `${prefix}-${teams[i % teams.length]}-${String(i + 1).padStart(3, '0')}`
  const addresses = plainAddresses(4, 'worker')
  return {
    id: idFrom(`fleet project ${name}`, created),
    orgId: orgs[i % orgs.length]?.id ?? '',
    name,
    created,
    tags: [
      { key: 'environment', value: environments[i % environments.length] ?? '' },
      { key: 'team', value: teams[i % teams.length] ?? '' },
    ],
    peering: false,
    accessList: isEach(i, 10)
      ? [...addresses, { cidrBlock: '0.0.0.0/0', comment: 'Everybody', activeAt: 0 }]
      : addresses,
  }
}

/** A cluster with two snapshots. Some have no backups, late snapshots, or search indexes. */
function addCluster(world: World, project: Project, i: number): Cluster {
  const cluster = makeCluster(project.id, {
    name: `${project.name.split('-').at(-2)}-${i}`,
    createDate: created,
    backup: !isEach(i, 50),
  })
  world.data.clusters.push(cluster)
  const age = isEach(i, 70) ? 5 : 0.4
  if (cluster.backup)
    backupsOf(world).snapshots.push(
      ...[age + 1, age].map((days) =>
        newSnapshot(world, cluster, {
          seed: `fleet ${days}`,
          created: iso(Date.now() - days * day),
        }),
      ),
    )
  const place = { groupId: project.id, clusterName: cluster.name }
  if (isEach(i, 100)) fillSearch(world, { ...place, stories: true })
  else if (isEach(i, 10)) fillSearch(world, { ...place, indexes: 2 })
  return cluster
}

/** Many projects and clusters, of which a few need attention. Returns the projects' ids. */
export const fill: Fill = (world, body) => {
  const { projects, clusters, prefix } = filling.parse(body)
  const made = Array.from({ length: projects }, (_, i) => projectOf(world, prefix, i))
  world.data.projects.push(...made)
  for (let i = 0; i < clusters; i += 1) {
    const project = made[i % made.length]
    if (project) addCluster(world, project, i)
  }
  for (const [i, { id: groupId }] of made.entries())
    if (isEach(i, 50))
      fillStreams(world, { groupId, processors: { STARTED: ['orders'], FAILED: ['refunds'] } })
  return { projects: made.map(({ id, orgId, name }) => ({ groupId: id, orgId, name })) }
}
