'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { layoutOf } from '@/lib/ops/cluster-layout'
import { getCluster } from '@/lib/ops/clusters'
import { listFlexClusters } from '@/lib/ops/flex-clusters'

export type ClusterKind = 'replicaSet' | 'sharded' | 'shared' | 'flex'

const FLEX = 'CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API'

/**
 * The kind of a cluster, which decides its operations; undefined until known. Atlas refuses to read flex clusters like
 * others and lists them separately.
 */
export function useClusterKind(place: {
  groupId: string
  clusterName: string
}): ClusterKind | undefined {
  const cluster = useQuery(read(getCluster, place))
  const code = cluster.error?.failure.atlas?.errorCode
  const isUnknown = cluster.error?.kind === 'not-found' && code !== FLEX
  const flex = useQuery({
    ...read(listFlexClusters, { groupId: place.groupId }),
    enabled: isUnknown,
  })
  if (code === FLEX) return 'flex'
  if (isUnknown) {
    if (flex.isPending) return undefined
    const all = flex.data?.misfit ? [] : (flex.data?.data.results ?? [])
    return all.some((c) => c.name === place.clusterName) ? 'flex' : 'replicaSet'
  }
  // The panel shows the failure.
  if (cluster.data === undefined) return cluster.error ? 'replicaSet' : undefined
  if (cluster.data.misfit) return 'replicaSet'
  if (layoutOf(cluster.data.data).isShared) return 'shared'
  const { clusterType } = cluster.data.data
  return clusterType === 'SHARDED' || clusterType === 'GEOSHARDED' ? 'sharded' : 'replicaSet'
}
