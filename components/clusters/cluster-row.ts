import { type Layout, layoutInWords, layoutOf } from '@/lib/ops/cluster-layout'
import type { Cluster } from '@/lib/ops/clusters'
import type { FlexCluster } from '@/lib/ops/flex-shapes'
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
type Access = {
  /** Whether its organization restricts employee access; null: not known. */
  isRestricted: boolean | null
  /** The grant was made outside Gatehouse. */
  isIncident: boolean
  /** A grant or a revoke can't go on. */
  isStuck: boolean
}
export type ClusterWithAccess = ClusterRow & Access

const kinds: Record<string, string> = {
  REPLICASET: 'Replica set',
  SHARDED: 'Sharded',
  GEOSHARDED: 'Global',
}

/** `Sharded, asymmetric` when its shards differ in size. */
function kindOf(type: string | null | undefined, { sizes, isShared, isServerless }: Layout) {
  if (isServerless) return 'Serverless'
  if (isShared) return sizes.includes('M0') ? 'Free' : 'Shared'
  const kind = kinds[type ?? ''] ?? type ?? 'Unknown'
  return type === 'SHARDED' && sizes.length > 1 ? `${kind}, asymmetric` : kind
}

export function fromCluster(c: Cluster): ClusterRow {
  const layout = layoutOf(c)
  return {
    name: c.name,
    kind: kindOf(c.clusterType, layout),
    where: layoutInWords(layout),
    version: c.mongoDBVersion ?? null,
    state: c.stateName ?? null,
    paused: c.paused ?? false,
    grant: slotOf(c) ?? null,
    isFlex: false,
  }
}

export function fromFlex(c: FlexCluster): ClusterRow {
  const { backingProviderName, regionName } = c.providerSettings ?? {}
  return {
    name: c.name,
    kind: 'Flex',
    where: [backingProviderName, regionName].filter(Boolean).join(' '),
    version: c.mongoDBVersion ?? null,
    state: c.stateName ?? null,
    paused: false,
    grant: null,
    isFlex: true,
  }
}
