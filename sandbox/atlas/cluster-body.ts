import { idFrom } from './ids'
import type { World } from './world'
import type { Cluster } from './world/shapes'

type Region = Cluster['regions'][number]

const autoScaling = {
  compute: { enabled: false, predictiveEnabled: false, scaleDownEnabled: false },
  diskGB: { enabled: true },
}

/** Electable nodes of one region: a majority in the first. */
function regionConfig(cluster: Cluster, at: Region, index: number, of: number) {
  if (cluster.kind === 'M0')
    return {
      backingProviderName: at.provider,
      electableSpecs: { effectiveInstanceSize: 'M0', instanceSize: 'M0' },
      priority: 7,
      providerName: 'TENANT',
      regionName: at.region,
    }
  const specs = {
    diskIOPS: 3000,
    diskSizeGB: cluster.diskGB,
    ebsVolumeType: at.provider === 'AWS' ? 'STANDARD' : undefined,
    instanceSize: cluster.tier,
  }
  return {
    analyticsAutoScaling: autoScaling,
    analyticsSpecs: { ...specs, nodeCount: 0 },
    autoScaling,
    electableSpecs: { ...specs, nodeCount: of === 1 ? 3 : index === 0 ? 2 : 1 },
    priority: 7 - index,
    providerName: at.provider,
    readOnlySpecs: { ...specs, nodeCount: 0 },
    regionName: at.region,
  }
}

/** One specification per shard; a global cluster has one zone per region instead. */
function replicationSpecs(cluster: Cluster) {
  const zones = cluster.kind === 'GEOSHARDED' ? cluster.regions.map((r) => [r]) : [cluster.regions]
  const each = cluster.kind === 'GEOSHARDED' ? 1 : cluster.shards
  return zones.flatMap((regions) =>
    Array.from({ length: each }, (_, shard) => {
      const zone = regions[0]?.zone ?? 'Zone 1'
      return {
        id: idFrom(`${cluster.id} ${zone} shard ${shard}`, cluster.createDate),
        regionConfigs: regions.map((r, i) => regionConfig(cluster, r, i, regions.length)),
        zoneId: idFrom(`${cluster.id} ${zone}`, cluster.createDate),
        zoneName: zone,
      }
    }),
  )
}

/** Host names of a fictional domain; none while the cluster is being created. */
function connectionStrings({ id, name, state }: Cluster) {
  if (state === 'CREATING') return {}
  const label = `${name.toLowerCase()}.${id.slice(-5)}.mongodb.example`
  const hosts = [0, 1, 2].map(
    (n) => `${name.toLowerCase()}-shard-00-0${n}.${id.slice(-5)}.mongodb.example:27017`,
  )
  return {
    standard: `mongodb://${hosts.join(',')}/?ssl=true&authSource=admin&replicaSet=atlas-${id.slice(-6)}-shard-0`,
    standardSrv: `mongodb+srv://${label}`,
  }
}

const major = (version: string) => version.split('.').slice(0, 2).join('.')

/** A cluster of the cluster API. The two older resource versions differ. */
export function clusterBody(world: World, cluster: Cluster, version: string, base: string) {
  const grant = world.grantOf(cluster)
  const specs = replicationSpecs(cluster)
  const { kind } = cluster
  const self = `${base}/api/atlas/v2/groups/${cluster.groupId}/clusters/${cluster.name}`
  return {
    backupEnabled: cluster.backup,
    biConnector: { enabled: false, readPreference: 'secondary' },
    clusterType: kind === 'M0' ? 'REPLICASET' : kind,
    configServerManagementMode: 'ATLAS_MANAGED',
    ...(kind === 'SHARDED' || kind === 'GEOSHARDED' ? { configServerType: 'DEDICATED' } : {}),
    connectionStrings: connectionStrings(cluster),
    createDate: cluster.createDate,
    diskWarmingMode: 'FULLY_WARMED',
    effectiveDatabaseEdition: 'ENTERPRISE',
    encryptionAtRestProvider: 'NONE',
    featureCompatibilityVersion: major(cluster.version),
    globalClusterSelfManagedSharding: false,
    groupId: cluster.groupId,
    id: cluster.id,
    internalClusterRole: 'NONE',
    labels: [],
    links: [{ href: self, rel: 'self' }],
    ...(grant ? { mongoDBEmployeeAccessGrant: grant } : {}),
    mongoDBMajorVersion: major(cluster.version),
    mongoDBVersion: cluster.version,
    name: cluster.name,
    paused: cluster.paused,
    pitEnabled: cluster.backup,
    redactClientLogData: false,
    replicaSetScalingStrategy: 'WORKLOAD_TYPE',
    rootCertType: 'ISRGROOTX1',
    stateName: cluster.state,
    tags: cluster.tags,
    terminationProtectionEnabled: cluster.terminationProtection ?? false,
    versionReleaseSystem: 'LTS',
    ...(version >= '2024-08-05' ? { replicationSpecs: specs } : olderShape(cluster, specs)),
  }
}

/** Before 2024-08-05, a specification was a zone with `numShards`, and the disk size was the cluster's. */
function olderShape(cluster: Cluster, specs: ReturnType<typeof replicationSpecs>) {
  const zones = Object.values(Object.groupBy(specs, (s) => s.zoneName)).flatMap((shards) =>
    shards?.[0] ? [{ ...shards[0], numShards: shards.length }] : [],
  )
  return { diskSizeGB: cluster.diskGB, replicationSpecs: zones }
}

/** A flex cluster, without a grant field and with other provider settings. */
export const flexBody = (cluster: Cluster, base: string) => ({
  backupSettings: { enabled: true },
  clusterType: 'REPLICASET',
  connectionStrings: connectionStrings(cluster),
  createDate: cluster.createDate,
  groupId: cluster.groupId,
  id: cluster.id,
  links: [
    {
      href: `${base}/api/atlas/v2/groups/${cluster.groupId}/flexClusters/${cluster.name}`,
      rel: 'self',
    },
  ],
  mongoDBVersion: cluster.version,
  name: cluster.name,
  providerSettings: {
    backingProviderName: cluster.regions[0]?.provider,
    diskSizeGB: cluster.diskGB,
    providerName: 'FLEX',
    regionName: cluster.regions[0]?.region,
  },
  stateName: cluster.state,
  tags: cluster.tags,
  terminationProtectionEnabled: cluster.terminationProtection ?? false,
  versionReleaseSystem: 'LTS',
})
