'use client'
import { useQuery } from '@tanstack/react-query'
import { Network } from 'lucide-react'
import { read } from '@/lib/client/use-op'
import { listPrivateLinks, type StreamPrivateLink } from '@/lib/ops/streams'
import { type Column, column, none } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Empty } from '../ui/empty'
import { privateLinkLooks } from './status-styles'

const c = column<StreamPrivateLink>()
const columns: Column<StreamPrivateLink>[] = [
  c.text('vendor', 'Service', { choices: true }),
  c.state('state', 'State', privateLinkLooks),
  c.text(['place', (l) => [l.provider, l.region].filter(Boolean).join(' ') || null], 'Where'),
  c.copyable('dnsDomain', 'DNS name'),
  c.custom('errorMessage', 'Message', (l) =>
    l.errorMessage ? <span className="break-words text-bad">{l.errorMessage}</span> : none,
  ),
  c.copyable('serviceEndpointId', 'Service endpoint', { optional: true }),
  c.copyable('interfaceEndpointId', 'Interface endpoint', { optional: true }),
  c.copyable('_id', 'ID', { optional: true }),
]

/** The private links of a project's streams. */
export function PrivateLinks({ groupId }: { groupId: string }) {
  const links = useQuery(read(listPrivateLinks, { groupId }))
  return (
    <Panel
      title="Private links"
      query={links}
      skeletonRows={2}
      isEmpty={(data) => data.results.length === 0}
      empty={
        <Empty
          icon={<Network />}
          title="No private links"
          hint="This project’s connections use public addresses or VPC peering."
        />
      }
    >
      {(data) => (
        <DataTable
          name="links"
          what="private links"
          rows={data.results}
          columns={columns}
          rowId={(l) => l._id ?? l.serviceEndpointId ?? l.dnsDomain ?? '?'}
        />
      )}
    </Panel>
  )
}
