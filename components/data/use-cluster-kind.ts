'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { layoutOf } from '@/lib/ops/cluster-layout'
import { getCluster } from '@/lib/ops/clusters'
import { listFlexClusters } from '@/lib/ops/flex-clusters'

export type ClusterKind = 'replicaSet' | 'sharded' | 'shared' | 'flex'

/**
 * The kind of a cluster, which decides its operations; undefined until known. The list of flex clusters comes first,
 * because Atlas refuses to read those like others.
 */
export function useClusterKind(place: {
  groupId: string
  clusterName: string
}): ClusterKind | undefined {
  const flex = useQuery({
    ...read(listFlexClusters, { groupId: place.groupId }),
    refetchInterval: false,
  })
  const listed = flex.data?.misfit ? [] : (flex.data?.data.results ?? [])
  const isFlex = listed.some(({ name }) => name === place.clusterName)
  // A list that fails does not keep the cluster from being shown.
  const isListRead = !flex.isPending || flex.failureCount > 0
  const cluster = useQuery({ ...read(getCluster, place), enabled: isListRead && !isFlex })
  if (isFlex) return 'flex'
  if (cluster.data === undefined) {
    // The panel of the cluster reads it again when it appears: it must not vanish for that, and read again for ever.
    if (cluster.errorUpdateCount === 0) return undefined
    const code = cluster.error?.failure.atlas?.errorCode
    // The panel shows any other failure.
    return code === 'CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API' ? 'flex' : 'replicaSet'
  }
  if (cluster.data.misfit) return 'replicaSet'
  if (layoutOf(cluster.data.data).isShared) return 'shared'
  const { clusterType } = cluster.data.data
  return clusterType === 'SHARDED' || clusterType === 'GEOSHARDED' ? 'sharded' : 'replicaSet'
}
