'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { read } from '@/lib/client/use-op'
import { getCluster } from '@/lib/ops/clusters'
import { ClusterState } from '../data/cluster-state'
import { Panel } from '../data/panel'
import { useClusterKind } from '../data/use-cluster-kind'
import { lazyComponent } from '../ui/lazy-component'
import { Facts } from '../ui/page'
import { SkeletonRows } from '../ui/skeleton'
import { Time } from '../ui/time'
import { type ClusterRow, fromCluster } from './cluster-row'

const FlexCluster = lazyComponent(() => import('./flex-cluster').then((m) => m.FlexCluster))

type Place = { groupId: string; clusterName: string }

/** A cluster's details, then `access` where it can have a grant. Flex clusters can't. */
export function ClusterHead({ access, ...place }: Place & { access: ReactNode }) {
  const kind = useClusterKind(place)
  if (kind === undefined)
    return (
      <section aria-busy className="rounded-lg border border-line bg-surface">
        <SkeletonRows rows={3} />
      </section>
    )
  if (kind === 'flex') return <FlexCluster {...place} />
  return <OtherCluster {...place} access={access} />
}

function OtherCluster({ access, ...place }: Place & { access: ReactNode }) {
  const cluster = useQuery(read(getCluster, place))
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
