import { z } from 'zod'
import { cloudProvider, region } from './clouds'
import { command } from './define'
import { flexPlace, invalidates, listFlexClusters } from './flex-clusters'
import { flexCluster, whyBusy } from './flex-shapes'

/** Sizes that every cloud has. The form offers these. */
export const commonSizes = ['M10', 'M20', 'M30', 'M40', 'M50', 'M60', 'M80'] as const

const upgrade = z.strictObject({
  ...flexPlace,
  instanceSize: z
    .string()
    .regex(/^[MR][1-9]\d+(_[A-Z0-9]+)*$/, 'Enter a size of a dedicated cluster, such as M10')
    .meta({ examples: ['M10'] }),
  backupEnabled: z.boolean().meta({
    label: 'Cloud backup',
    hint: 'Takes snapshots of the dedicated cluster.',
    examples: [true],
  }),
  terminationProtectionEnabled: z.boolean().meta({
    label: 'Termination protection',
    hint: 'Atlas refuses to delete the cluster until this is turned off.',
  }),
  // Where the flex cluster is. An upgrade does not move it.
  providerName: cloudProvider,
  regionName: region,
})

const flexIn = (answer: unknown, name: string) =>
  listFlexClusters.output.safeParse(answer).data?.results.find((one) => one.name === name)
const readList = ({ groupId }: { groupId: string }) => ({
  id: listFlexClusters.id,
  input: { groupId },
})

export const upgradeFlexCluster = command({
  id: 'flexClusters.upgrade',
  title: 'Upgrade a flex cluster to a dedicated one',
  atlas: { op: 'tenantGroupFlexClusterUpgrade', version: '2024-11-13' },
  roles: ['operator'],
  input: upgrade,
  output: flexCluster,
  path: ({ groupId }) => ({ groupId }),
  body: ({ groupId: _, clusterName: name, instanceSize, providerName, regionName, ...rest }) => ({
    name,
    clusterType: 'REPLICASET',
    ...rest,
    replicationSpecs: [
      {
        regionConfigs: [
          { providerName, regionName, priority: 7, electableSpecs: { instanceSize, nodeCount: 3 } },
        ],
      },
    ],
  }),
  verbs: {
    do: 'Upgrade cluster',
    doing: 'Upgrading…',
    done: (i) => `Upgrading ${i.clusterName} to ${i.instanceSize}`,
  },
  summary: (i) =>
    `Upgrade the flex cluster ${i.clusterName} to a dedicated ${i.instanceSize} cluster`,
  target: (i) => `project ${i.groupId} / flex cluster ${i.clusterName} / upgrade`,
  friction: (i, environment) => ({
    level: environment === 'production' ? 'approval' : 'type',
    phrase: i.clusterName,
    because: 'A dedicated cluster can’t become a flex cluster again.',
  }),
  invalidates: [...invalidates, 'slots.get', 'slots.list'],
  accepted: true,
  concurrencyKey: ({ groupId, clusterName }) => `flex:${groupId}/${clusterName}`,
  impact: {
    read: readList,
    sentences: (_, i) => [
      `Turns ${i.clusterName} into a dedicated ${i.instanceSize} replica set with 3 nodes in ${i.providerName} ${i.regionName}`,
      'It can’t become a flex cluster again',
      i.backupEnabled
        ? 'Cloud backup is on after the upgrade'
        : 'Without cloud backup, the cluster has no snapshots after the upgrade',
      i.terminationProtectionEnabled
        ? 'Termination protection is on after the upgrade'
        : 'Termination protection is off after the upgrade',
    ],
  },
  precondition: {
    read: readList,
    whyNot: (answer, i) => {
      const cluster = flexIn(answer, i.clusterName)
      if (!cluster) return 'This flex cluster no longer exists, or is already dedicated.'
      const { backingProviderName, regionName } = cluster.providerSettings ?? {}
      if (backingProviderName !== i.providerName || regionName !== i.regionName)
        return `The cluster is in ${backingProviderName ?? 'an unknown cloud'} ${regionName ?? '(region unknown)'}. An upgrade can’t move it.`
      return whyBusy(cluster.stateName)
    },
  },
  readBack: {
    // An upgraded cluster leaves the list of flex clusters.
    read: readList,
    verdict: (answer, i) => {
      const cluster = flexIn(answer, i.clusterName)
      return !cluster || cluster.stateName === 'UPDATING' ? 'done' : 'absent'
    },
    showsWithinMs: 60_000,
  },
  refusals: {
    CLUSTER_NOT_READY_FOR_UPGRADE: {
      kind: 'conflict',
      message: 'Atlas is already changing this cluster. Wait until it is running, then try again.',
    },
  },
})
