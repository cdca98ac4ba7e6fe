import { lasts, recordOf, searchOf, seconds } from '../areas/search'
import { wantedNodes } from '../areas/search/definition'
import type { Deployment } from '../areas/search/shapes'
import { type HandlerInput, reply, type SandboxFile } from '../define'
import { idFrom } from '../ids'
import { reject } from '../reject'
import type { Cluster } from '../world/shapes'

/** From this resource version on, Atlas returns an empty object for a cluster without search nodes. */
const emptyObjectFrom = '2025-03-12'

const none = (name: string) =>
  reject(
    400,
    'ATLAS_SEARCH_DEPLOYMENT_DOES_NOT_EXIST',
    `Cluster ${name} has no search nodes.`,
    name,
  )

const updating = (name: string) =>
  reject(
    409,
    'ATLAS_SEARCH_DEPLOYMENT_IS_UPDATING',
    `The search nodes of cluster ${name} are being changed.`,
    name,
  )

const body = ({ id, specs, state }: Deployment, { groupId, regions }: Cluster) => ({
  effectiveSpecs: specs.flatMap((spec) =>
    regions.map((r) => ({ ...spec, cloudProvider: r.provider, regionName: r.region })),
  ),
  encryptionAtRestProvider: 'NONE',
  groupId,
  id,
  specs,
  stateName: state,
})

function here({ world, path }: HandlerInput) {
  const cluster = world.cluster(path.groupId, path.clusterName)
  return { cluster, ...searchOf(world, cluster) }
}

/** The search nodes, if they exist and are idle; throws Atlas's answer otherwise. */
function settled(input: HandlerInput) {
  const { cluster, nodes, state } = here(input)
  if (!nodes) throw none(cluster.name)
  if (nodes.state === 'UPDATING') throw updating(cluster.name)
  return { cluster, nodes, state }
}

export const searchNodes = {
  getGroupClusterSearchDeployment: (input) => {
    const { cluster, nodes } = here(input)
    if (nodes) return body(nodes, cluster)
    if (input.version < emptyObjectFrom) throw none(cluster.name)
    return {}
  },
  createGroupClusterSearchDeployment: (input) => {
    const { world, origin } = input
    const { cluster, nodes, state } = here(input)
    if (cluster.kind === 'M0')
      throw reject(
        400,
        'ATLAS_SEARCH_DEPLOYMENT_NOT_SUPPORTED',
        `Cluster ${cluster.name} shares its machines and cannot have search nodes.`,
      )
    if (nodes)
      throw reject(
        409,
        'ATLAS_SEARCH_DEPLOYMENT_ALREADY_EXISTS',
        `Cluster ${cluster.name} has search nodes already.`,
        cluster.name,
      )
    const made: Deployment = {
      clusterId: cluster.id,
      id: idFrom(`search deployment ${cluster.id} ${world.clock()}`, Date.now()),
      specs: wantedNodes(input.body),
      state: 'UPDATING',
      next: { state: 'IDLE', at: world.clock() + lasts(cluster, seconds.nodes.create) },
    }
    state.deployments.push(made)
    recordOf(world, 'SEARCH_DEPLOYMENT_CREATED', cluster, origin)
    return reply(201, body(made, cluster))
  },
  updateGroupClusterSearchDeployment: (input) => {
    const { world, origin } = input
    const { cluster, nodes } = settled(input)
    nodes.specs = wantedNodes(input.body)
    nodes.state = 'UPDATING'
    nodes.next = { state: 'IDLE', at: world.clock() + lasts(cluster, seconds.nodes.resize) }
    recordOf(world, 'SEARCH_DEPLOYMENT_UPDATED', cluster, origin)
    return body(nodes, cluster)
  },
  deleteGroupClusterSearchDeployment: (input) => {
    const { world, origin } = input
    const { cluster, nodes } = settled(input)
    nodes.state = 'UPDATING'
    nodes.next = { state: 'GONE', at: world.clock() + lasts(cluster, seconds.nodes.delete) }
    recordOf(world, 'SEARCH_DEPLOYMENT_DELETED', cluster, origin)
    return reply(204)
  },
} satisfies SandboxFile
