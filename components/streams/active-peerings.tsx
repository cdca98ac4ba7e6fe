'use client'
import { useQuery } from '@tanstack/react-query'
import { Network } from 'lucide-react'
import { read } from '@/lib/client/use-op'
import { listActivePeerings } from '@/lib/ops/stream-peering'
import { Panel } from '../data/panel'
import { Empty } from '../ui/empty'
import { PeeringTable } from './peering-table'

/** Active peerings, which Atlas lists without an account ID. */
export function ActivePeerings({ groupId }: { groupId: string }) {
  const peerings = useQuery(read(listActivePeerings, { groupId }))
  return (
    <Panel
      title="Active peering connections"
      query={peerings}
      skeletonRows={3}
      isEmpty={(data) => data.results.length === 0}
      empty={
        <Empty
          icon={<Network />}
          title="No active peering connections"
          hint="Pending requests are below, under the account that sent them."
        />
      }
    >
      {(data) => (
        <PeeringTable
          name="active"
          what="active connections"
          groupId={groupId}
          peerings={data.results}
        />
      )}
    </Panel>
  )
}
