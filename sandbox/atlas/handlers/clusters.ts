import { clusterBody } from '../cluster-body'
import { alerts } from '../collections/alerts'
import { type HandlerInput, rows, type SandboxFile } from '../define'
import type { Cluster } from '../world/shapes'
import { visibleProjects } from './projects'

const isMultiCloud = (c: Cluster) => new Set(c.regions.map((r) => r.provider)).size > 1

/** The short form of the list across projects; multi-cloud and flex clusters are not in it. */
function details({ world, actor }: HandlerInput) {
  const openAlerts = (groupId: string, clusterName: string) =>
    alerts
      .rows(world, { groupId })
      .filter(({ item }) => item.status === 'OPEN' && item.clusterName === clusterName).length
  return visibleProjects({ world, actor }).flatMap((project) => {
    const clusters = world
      .clusters(project.id)
      .filter((c) => c.kind !== 'FLEX' && !isMultiCloud(c))
      .map((c) => ({
        alertCount: openAlerts(project.id, c.name),
        authEnabled: true,
        availability: c.state === 'REPAIRING' ? 'warning' : 'available',
        backupEnabled: c.backup,
        clusterId: c.id,
        dataSizeBytes: Math.round(c.diskGB * 0.4 * 1024 ** 3),
        name: c.name,
        nodeCount: 3 * c.shards,
        sslEnabled: true,
        type: c.kind === 'SHARDED' || c.kind === 'GEOSHARDED' ? 'SHARDED_CLUSTER' : 'REPLICA_SET',
        versions: [c.version],
      }))
    const { id: groupId, name: groupName, orgId } = project
    const orgName = world.org(orgId).name
    return clusters.length
      ? [{ clusters, groupId, groupName, orgId, orgName, planType: 'Atlas', tags: [] }]
      : []
  })
}

export const clusters = {
  listClusterDetails: (input) => rows(details(input)),
  listGroupClusters: ({ world, path, version, base }) =>
    rows(
      world
        .clusters(world.project(path.groupId).id)
        .filter((c) => c.kind !== 'FLEX')
        .map((c) => clusterBody(world, c, version, base)),
    ),
  getGroupCluster: ({ world, path, version, base }) =>
    clusterBody(world, world.cluster(path.groupId, path.clusterName), version, base),
} satisfies SandboxFile
