'use client'
import type { ReactNode } from 'react'
import { Empty } from '../ui/empty'
import { SkeletonRows } from '../ui/skeleton'
import { type ClusterKind, useClusterKind } from './use-cluster-kind'

const card = 'rounded-lg border border-line bg-surface'

/** The content of a cluster's page once the kind is known, or why clusters of the kinds in `without` have none. */
export function ByClusterKind<Without extends ClusterKind>({
  place,
  without,
  instead,
  children,
}: {
  place: { groupId: string; clusterName: string }
  without: readonly Without[]
  instead: { icon: ReactNode; title: string; hint: string }
  children: (kind: Exclude<ClusterKind, Without>) => ReactNode
}) {
  const kind = useClusterKind(place)
  if (kind === undefined)
    return (
      <div aria-busy className={card}>
        <SkeletonRows rows={6} />
      </div>
    )
  if (without.some((one) => one === kind))
    return (
      <section className={card}>
        <Empty {...instead} />
      </section>
    )
  return children(kind as Exclude<ClusterKind, Without>)
}
