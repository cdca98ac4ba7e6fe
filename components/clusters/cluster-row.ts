import { z } from 'zod'
import { layoutInWords, layoutOf } from '@/lib/ops/cluster-layout'
import type { Cluster, FlexCluster } from '@/lib/ops/clusters'
import { type Grant, slotOf } from '@/lib/ops/grant'

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

const kinds: Record<string, string> = {
  REPLICASET: 'Replica set',
  SHARDED: 'Sharded',
  GEOSHARDED: 'Global',
}

export function fromCluster(c: Cluster): ClusterRow {
  const layout = layoutOf(c)
  return {
    name: c.name,
    kind: layout.isShared ? 'Shared' : (kinds[c.clusterType ?? ''] ?? c.clusterType ?? 'Unknown'),
    where: layoutInWords(layout),
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
    where: [settings?.backingProviderName, settings?.regionName].filter(Boolean).join(' '),
    version: c.mongoDBVersion ?? null,
    state: c.stateName ?? null,
    paused: false,
    grant: null,
    isFlex: true,
  }
}
