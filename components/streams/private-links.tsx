'use client'
import { listPrivateLinks, type StreamPrivateLink } from '@/lib/ops/streams'
import { OpList } from '../blocks/op-list'
import { column, none } from '../data/columns'
import { privateLinkStyles } from './status-styles'

const c = column<StreamPrivateLink>()
const columns = [
  c.text('vendor', 'Service', { choices: true }),
  c.state('state', 'State', privateLinkStyles),
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
export const PrivateLinks = ({ groupId }: { groupId: string }) => (
  <OpList
    op={listPrivateLinks}
    input={{ groupId }}
    name="links"
    what="private links"
    columns={columns}
    hasHistory
    rowName={(l) => l._id ?? l.serviceEndpointId ?? l.dnsDomain ?? '?'}
    empty={{
      icon: <svg aria-hidden className="icon-[network]" />,
      hint: 'This project’s connections use public addresses or VPC peering.',
    }}
  />
)
