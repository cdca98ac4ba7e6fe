import { z } from 'zod'
import type { Cluster, FlexCluster } from '@/lib/ops/clusters'
import { type Grant, slotOf } from '@/lib/ops/employee'

/** Dedicated, shared and flex clusters as rows of one list. */
export type ClusterRow = {
  name: string
  kind: string
  /** Size, cloud and region, as far as Atlas says. */
  where: string
  version: string | null
  state: string | null
  paused: boolean
  grant: Grant | null
  /** Only clusters that are not flex can have a grant. */
  isFlex: boolean
}

/** Who from MongoDB can reach a cluster, as its row shows it. */
export type Access = {
  /** Whether its organization restricts employee access; null: not known. */
  isRestricted: boolean | null
  /** The grant was made outside Gatehouse. */
  isIncident: boolean
  /** A grant or a revoke cannot go on. */
  isStuck: boolean
}
export type ClusterWithAccess = ClusterRow & Access

const region = z.looseObject({
  providerName: z.string().nullish(),
  backingProviderName: z.string().nullish(),
  regionName: z.string().nullish(),
  electableSpecs: z.looseObject({ instanceSize: z.string().nullish() }).nullish(),
})
const spec = z.looseObject({ regionConfigs: z.array(region).nullish() })

const kinds: Record<string, string> = {
  REPLICASET: 'Replica set',
  SHARDED: 'Sharded',
  GEOSHARDED: 'Global',
}

const words = (...all: Array<string | null | undefined>) =>
  [...new Set(all.filter(Boolean))].join(' · ')

export function fromCluster(c: Cluster): ClusterRow {
  const regions = z
    .array(spec)
    .safeParse(c.replicationSpecs ?? [])
    .data?.flatMap((s) => s.regionConfigs ?? [])
  const firstRegion = regions?.[0]
  const isShared = firstRegion?.providerName === 'TENANT'
  return {
    name: c.name,
    kind: isShared ? 'Shared' : (kinds[c.clusterType ?? ''] ?? c.clusterType ?? 'Unknown'),
    where: words(
      firstRegion?.electableSpecs?.instanceSize,
      isShared ? firstRegion?.backingProviderName : firstRegion?.providerName,
      ...(regions ?? []).map((r) => r.regionName),
    ),
    version: c.mongoDBVersion ?? null,
    state: c.stateName ?? null,
    paused: c.paused ?? false,
    grant: slotOf(c) ?? null,
    isFlex: false,
  }
}

const provider = z.looseObject({
  backingProviderName: z.string().nullish(),
  regionName: z.string().nullish(),
})

export function fromFlex(c: FlexCluster): ClusterRow {
  const settings = provider.safeParse(c.providerSettings ?? {}).data
  return {
    name: c.name,
    kind: 'Flex',
    where: words(settings?.backingProviderName, settings?.regionName),
    version: c.mongoDBVersion ?? null,
    state: c.stateName ?? null,
    paused: false,
    grant: null,
    isFlex: true,
  }
}
