import { z } from 'zod'
import { flexOf } from '../areas/backup/find'
import { bodyOf } from '../body'
import { flexBody } from '../cluster-body'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { iso } from '../ids'
import { reject } from '../reject'
import { makeCluster } from '../world/clusters'
import type { Cluster } from '../world/shapes'

const tags = z.array(z.object({ key: z.string(), value: z.string() }))
const newFlex = z.object({
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9-]{0,63}$/),
  providerSettings: z.object({
    backingProviderName: z.enum(['AWS', 'AZURE', 'GCP']),
    regionName: z.string(),
  }),
  tags: tags.default([]),
  terminationProtectionEnabled: z.boolean().default(false),
})
/** What is left out stays as it is. */
const changedFlex = z.object({
  tags: tags.optional(),
  terminationProtectionEnabled: z.boolean().optional(),
})

function record({ world, origin }: HandlerInput, cluster: Cluster, eventTypeName: string): void {
  const { groupId, name: clusterName } = cluster
  const { orgId } = world.project(groupId)
  world.record({ orgId, groupId, clusterName, eventTypeName }, origin)
}

/** Sets a state that lasts for so many seconds of the sandbox clock. */
function move({ world }: HandlerInput, cluster: Cluster, state: Cluster['state'], seconds: number) {
  cluster.state = state
  const after = state === 'DELETING' ? 'GONE' : 'IDLE'
  cluster.next = { state: after, at: world.clock() + seconds * 1000 }
}

export const flexClusters = {
  listGroupFlexClusters: ({ world, path, base }) =>
    rows(
      world
        .clusters(world.project(path.groupId).id)
        .filter((c) => c.kind === 'FLEX')
        .map((c) => flexBody(c, base)),
    ),
  getGroupFlexCluster: (input) => flexBody(flexOf(input), input.base),
  createGroupFlexCluster: (input) => {
    const { world, path, base } = input
    const { id: groupId } = world.project(path.groupId)
    const { providerSettings, terminationProtectionEnabled, ...sent } = bodyOf(newFlex, input.body)
    if (world.clusters(groupId).some((c) => c.name === sent.name))
      throw reject(
        409,
        'DUPLICATE_CLUSTER_NAME',
        `A cluster called ${sent.name} exists.`,
        sent.name,
      )
    const { backingProviderName: provider, regionName: region } = providerSettings
    const made = makeCluster(groupId, {
      ...sent,
      kind: 'FLEX',
      regions: [{ provider, region }],
      createDate: iso(Date.now()),
      terminationProtection: terminationProtectionEnabled,
    })
    move(input, made, 'CREATING', 8)
    world.data.clusters.push(made)
    record(input, made, 'CLUSTER_CREATED')
    return reply(201, flexBody(made, base), 200)
  },
  updateGroupFlexCluster: (input) => {
    const cluster = flexOf(input)
    const sent = bodyOf(changedFlex, input.body)
    if (sent.tags) cluster.tags = sent.tags
    cluster.terminationProtection =
      sent.terminationProtectionEnabled ?? cluster.terminationProtection
    record(input, cluster, 'CLUSTER_UPDATE_SUBMITTED')
    return flexBody(cluster, input.base)
  },
  deleteGroupFlexCluster: (input) => {
    const cluster = flexOf(input)
    if (cluster.terminationProtection)
      throw reject(
        400,
        'CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED',
        `The cluster ${cluster.name} has termination protection.`,
        cluster.name,
      )
    move(input, cluster, 'DELETING', 40)
    record(input, cluster, 'CLUSTER_DELETE_SUBMITTED')
    return reply(204)
  },
  /** The flex cluster becomes a dedicated one and leaves the flex API. */
  tenantGroupFlexClusterUpgrade: (input) => {
    const { name } = bodyOf(z.looseObject({ name: z.string() }), input.body)
    const cluster = flexOf({ ...input, path: { ...input.path, name } })
    if (cluster.state !== 'IDLE')
      throw reject(
        409,
        'CLUSTER_NOT_READY_FOR_UPGRADE',
        `The cluster ${name} is ${cluster.state}.`,
        name,
      )
    const answer = { ...flexBody(cluster, input.base), stateName: 'UPDATING' }
    Object.assign(cluster, { kind: 'REPLICASET', tier: 'M10', backup: true })
    move(input, cluster, 'UPDATING', 1490)
    record(input, cluster, 'FLEX_UPGRADE_STARTED')
    return answer
  },
} satisfies SandboxFile
