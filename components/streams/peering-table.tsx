'use client'
import type { StreamPeering } from '@/lib/ops/stream-peering'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { StateBadge } from '../ui/state-badge'
import { PeeringActions } from './peering-actions'
import { peeringStyles } from './status-styles'

export type PeeringRow = StreamPeering & { groupId: string }

const c = column<PeeringRow>()

/** A network: its account, VPC and addresses, one per line. */
const network = (account: unknown, vpc: unknown, cidr: unknown) => (
  <span className="grid gap-0.5 whitespace-nowrap font-mono text-xs max-sm:whitespace-normal max-sm:break-all">
    {[account, vpc, cidr].map((part, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: three lines that never move
      <span key={i}>{typeof part === 'string' && part ? part : '–'}</span>
    ))}
  </span>
)

const words = (...parts: unknown[]) => parts.filter((p) => typeof p === 'string').join(' ')

const columns = [
  c.state('localStatus', 'Status', peeringStyles, {
    cell: (p) => (
      <span className="grid max-w-60 justify-items-start gap-1">
        <StateBadge styles={peeringStyles} state={p.localStatus} />
        {p.statusMessage && <span className="break-words text-bad text-xs">{p.statusMessage}</span>}
      </span>
    ),
  }),
  c.custom(
    ['requester', (p) => words(p.requesterAccountId, p.requesterVpcId, p.requesterCidr)],
    'From',
    (p) => network(p.requesterAccountId, p.requesterVpcId, p.requesterCidr),
  ),
  c.custom(
    ['accepter', (p) => words(p.accepterAccountId, p.accepterVpcId, p.accepterCidr)],
    'To Atlas',
    (p) => network(p.accepterAccountId, p.accepterVpcId, p.accepterCidr),
  ),
  c.text('cloudStatus', 'Cloud status'),
  c.text('statusMessage', 'Message', { optional: true }),
  c.time('expirationTime', 'Expires'),
  c.copyable('name', 'Cloud ID', { optional: true }),
  c.copyable('_id', 'ID', { optional: true }),
  c.actions((p) => <PeeringActions peering={p} />),
]

/** Peering connections of a project with their actions. */
export function PeeringTable({
  groupId,
  peerings,
  ...named
}: {
  groupId: string
  peerings: readonly StreamPeering[]
  /** As DataTable has them. */
  name: string
  what: string
}) {
  return (
    <>
      <DataTable
        {...named}
        rows={peerings.map((peering) => ({ ...peering, groupId }))}
        columns={columns}
        rowId={(p) => p._id}
      />
      <p className="border-line border-t px-4 py-2 text-muted text-xs">
        Cloud status comes from AWS and can lag behind Status, which comes from Atlas.
      </p>
    </>
  )
}
