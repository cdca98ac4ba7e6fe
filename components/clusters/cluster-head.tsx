'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { read } from '@/lib/client/use-op'
import { getCluster, listFlexClusters } from '@/lib/ops/clusters'
import { ClusterState } from '../data/cluster-state'
import { Panel } from '../data/panel'
import { useClusterKind } from '../data/use-cluster-kind'
import { Banner } from '../ui/banner'
import { Empty } from '../ui/empty'
import { Facts } from '../ui/page'
import { SkeletonRows } from '../ui/skeleton'
import { Time } from '../ui/time'
import { type ClusterRow, fromCluster, fromFlex } from './cluster-row'

/** A cluster's details, then `access` where it can have a grant. Flex clusters come from another list and have none. */
export function ClusterHead({
  groupId,
  clusterName,
  access,
}: {
  groupId: string
  clusterName: string
  access: ReactNode
}) {
  const place = { groupId, clusterName }
  const kind = useClusterKind(place)
  const cluster = useQuery(read(getCluster, place))
  const flex = useQuery({ ...read(listFlexClusters, { groupId }), enabled: kind === 'flex' })

  if (kind === undefined)
    return (
      <section className="rounded-lg border border-line bg-surface">
        <SkeletonRows rows={3} />
      </section>
    )
  if (kind === 'flex')
    return (
      <div className="grid gap-4">
        <Panel query={flex} isEmpty="never" skeletonRows={3}>
          {({ results }) => {
            const found = results.find((c) => c.name === clusterName)
            return found ? (
              <div className="p-4">
                <Rows row={fromFlex(found)} created={undefined} />
              </div>
            ) : (
              <Empty title="Atlas has no flex cluster with this name" />
            )
          }}
        </Panel>
        <Banner title="Employee access grants don't apply to flex clusters">
          MongoDB staff operate flex clusters as a shared service, without a grant.
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
      {(cluster.data || cluster.error?.kind !== 'not-found') && access}
    </div>
  )
}

const Rows = ({ row, created }: { row: ClusterRow; created: string | null | undefined }) => (
  <Facts
    className="sm:grid-cols-[auto_1fr_auto_1fr]"
    items={[
      ['State', <ClusterState key="s" state={row.state} paused={row.paused} />],
      ['Type', row.kind],
      ['Size and location', row.where || '–'],
      ['MongoDB', row.version ?? '–'],
      ...(created ? [['Created', <Time key="t" at={created} exact />] as const] : []),
    ]}
  />
)
