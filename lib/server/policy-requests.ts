import { z } from 'zod'
import { type AccessRow, entryValue } from '@/lib/ops/access-list'
import type { Cluster } from '@/lib/ops/clusters'
import type { CedarRequest } from './cedar'
import type { KnownProject } from './directory'

/** A resource as Atlas would judge it, and what it is called. */
export type Judged = CedarRequest & { label: string }

/** The attributes of a context that Gatehouse can fill in. */
export const knownAttributes: ReadonlySet<string> = new Set([
  ...['cluster', 'project', 'cloudProviders', 'regions', 'minTLSVersion', 'clusterType'],
  ...['minShardCount', 'maxShardCount', 'isConvertingToSharded', 'diskSizeGB'],
  ...['minGeneralClassInstanceSizeValue', 'maxGeneralClassInstanceSizeValue'],
  ...['clustersInProject', 'ipAccessList'],
])
export const CLUSTER = 'cluster.modify'
export const ACCESS_LIST = 'project.ipAccessList.modify'

const shown = <T extends z.ZodType>(type: T) => type.nullish().catch(null)
const nodes = shown(
  z.looseObject({ instanceSize: shown(z.string()), diskSizeGB: shown(z.number()) }),
)
const sizes = z.looseObject({
  minInstanceSize: shown(z.string()),
  maxInstanceSize: shown(z.string()),
})
const regionConfig = z.looseObject({
  providerName: shown(z.string()),
  backingProviderName: shown(z.string()),
  regionName: shown(z.string()),
  electableSpecs: nodes,
  autoScaling: shown(z.looseObject({ compute: shown(sizes) })),
})
const layout = z.looseObject({
  replicationSpecs: z.array(z.looseObject({ regionConfigs: z.array(regionConfig) })),
  advancedConfiguration: shown(z.looseObject({ minimumEnabledTlsProtocol: shown(z.string()) })),
})

const entity = (type: string, id: string) => ({
  __entity: { type: `ResourcePolicy::${type}`, id },
})
const within = ({ groupId, orgId }: KnownProject) => [
  { type: 'Project', id: groupId },
  { type: 'Organization', id: orgId },
]

/** A cluster. What Gatehouse can't tell is left out, so that Cedar can't decide on it. */
export function clusterRequest(
  cluster: Cluster,
  project: KnownProject,
  clustersInProject: number,
): Judged {
  return {
    label: `cluster ${cluster.name} in ${project.groupId}`,
    action: CLUSTER,
    resource: { type: 'Cluster', id: cluster.id ?? cluster.name },
    within: within(project),
    context: { cluster: attributesOf(cluster), project: { clustersInProject } },
  }
}

function attributesOf(cluster: Cluster): Record<string, unknown> {
  const read = layout.safeParse(cluster).data
  if (!read) return {}
  const configs = read.replicationSpecs.flatMap(({ regionConfigs }) => regionConfigs)
  const clouds = configs.map(({ providerName, backingProviderName }) =>
    providerName === 'TENANT' ? backingProviderName : providerName,
  )
  const regions = configs.map(({ regionName }, i) => regionOf(clouds[i], regionName))
  const shards = read.replicationSpecs.length
  const disks = configs.flatMap(({ electableSpecs }) => electableSpecs?.diskSizeGB ?? [])
  const tls = read.advancedConfiguration?.minimumEnabledTlsProtocol
  const sizes = configs.flatMap(({ electableSpecs, autoScaling }) => {
    const { minInstanceSize, maxInstanceSize } = autoScaling?.compute ?? {}
    const all = [electableSpecs?.instanceSize, minInstanceSize, maxInstanceSize]
    // Only the general class has sizes such as M30; the others are R40 or M40_NVME.
    return all.flatMap((size) => /^M(\d+)$/.exec(size ?? '')?.[1] ?? []).map(Number)
  })
  return {
    isConvertingToSharded: false,
    minShardCount: shards,
    maxShardCount: shards,
    ...(clouds.every(isText)
      ? { cloudProviders: clouds.map((one) => entity('CloudProvider', one.toLowerCase())) }
      : {}),
    ...(regions.every(isText) ? { regions: regions.map((one) => entity('Region', one)) } : {}),
    ...(tls
      ? { minTLSVersion: entity('TLSVersion', tls.toLowerCase().replace(/^tls_?/, 'tls')) }
      : {}),
    ...(cluster.clusterType
      ? { clusterType: entity('ClusterType', cluster.clusterType.toLowerCase()) }
      : {}),
    ...(disks.length > 0 ? { diskSizeGB: Math.max(...disks) } : {}),
    ...(sizes.length > 0
      ? {
          minGeneralClassInstanceSizeValue: Math.min(...sizes),
          maxGeneralClassInstanceSizeValue: Math.max(...sizes),
        }
      : {}),
  }
}

const isText = (one: string | null | undefined): one is string => typeof one === 'string'

/** `aws:eu-west-1`. Policies use the clouds' own names, which differ from Atlas's outside AWS. */
const regionOf = (cloud: string | null | undefined, name: string | null | undefined) =>
  cloud === 'AWS' && name ? `aws:${name.toLowerCase().replaceAll('_', '-')}` : undefined

/** The IP access list of a project. */
export const accessListRequest = (rows: readonly AccessRow[], project: KnownProject): Judged => ({
  label: `the IP access list of ${project.groupId}`,
  action: ACCESS_LIST,
  resource: { type: 'Project', id: project.groupId },
  within: within(project).slice(1),
  context: {
    project: {
      ipAccessList: rows.flatMap((row) =>
        row.awsSecurityGroup ? [] : [{ __extn: { fn: 'ip', arg: entryValue(row) } }],
      ),
    },
  },
})
