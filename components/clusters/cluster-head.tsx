'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { read } from '@/lib/client/use-op'
import { getCluster, listFlexClusters } from '@/lib/ops/clusters'
import { Panel } from '../data/panel'
import { Banner } from '../ui/banner'
import { Facts } from '../ui/page'
import { SkeletonRows } from '../ui/skeleton'
import { Time } from '../ui/time'
import { type ClusterRow, fromCluster, fromFlex } from './cluster-row'
import { StateBadge } from './state-badge'

const FLEX = 'CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API'

/**
 * A cluster's own facts, then `access` where it can hold a grant. Flex clusters stand in another list of Atlas: they have
 * facts too, and a sentence why there is nothing to grant.
 */
export function ClusterHead({
  groupId,
  clusterName,
  access,
}: {
  groupId: string
  clusterName: string
  access: ReactNode
}) {
  const cluster = useQuery(read(getCluster, { groupId, clusterName }))
  const mayBeFlex =
    cluster.error?.failure.atlas?.errorCode === FLEX || cluster.error?.kind === 'not-found'
  const flex = useQuery({ ...read(listFlexClusters, { groupId }), enabled: mayBeFlex })
  const all = flex.data?.misfit ? [] : flex.data?.data.results
  const found = all?.find((c) => c.name === clusterName)

  if (mayBeFlex && flex.isPending) return <SkeletonRows rows={3} />
  if (mayBeFlex && found)
    return (
      <div className="grid gap-4">
        <section className="rounded-lg border border-line bg-surface p-4">
          <Rows row={fromFlex(found)} created={undefined} />
        </section>
        <Banner title="There is no employee access to grant here">
          Atlas keeps no such grant on flex clusters: MongoDB runs them as a shared service, and its
          staff operate them as part of it.
        </Banner>
      </div>
    )
  return (
    <div className="grid gap-4">
      <Panel query={cluster} isEmpty="never" skeletonRows={3}>
        {(data) => (
          <div className="p-4">
            <Rows row={fromCluster(data)} created={data.createDate} />
          </div>
        )}
      </Panel>
      {(cluster.data || !mayBeFlex) && access}
    </div>
  )
}

const Rows = ({ row, created }: { row: ClusterRow; created: string | null | undefined }) => (
  <Facts
    className="sm:grid-cols-[auto_1fr_auto_1fr]"
    items={[
      ['State', <StateBadge key="s" state={row.state} paused={row.paused} />],
      ['Type', row.kind],
      ['Size and place', row.where || '–'],
      ['MongoDB', row.version ?? '–'],
      ...(created ? [['Made', <Time key="t" at={created} exact />] as const] : []),
    ]}
  />
)
