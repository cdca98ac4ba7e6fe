'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { layoutOf } from '@/lib/ops/cluster-layout'
import { getCluster, listFlexClusters } from '@/lib/ops/clusters'

export type ClusterKind = 'replicaSet' | 'sharded' | 'shared' | 'flex'

const FLEX = 'CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API'

/**
 * What kind of cluster it is, which decides the operations that answer for it; undefined until it is known. Flex clusters
 * are refused by the cluster's own read, and stand in a list of their own.
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
  // A panel says by itself why it cannot be read.
  if (cluster.data === undefined) return cluster.error ? 'replicaSet' : undefined
  if (cluster.data.misfit) return 'replicaSet'
  if (layoutOf(cluster.data.data).isShared) return 'shared'
  const { clusterType } = cluster.data.data
  return clusterType === 'SHARDED' || clusterType === 'GEOSHARDED' ? 'sharded' : 'replicaSet'
}
