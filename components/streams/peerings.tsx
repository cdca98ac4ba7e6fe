'use client'
import {
  acceptPeering,
  deletePeering,
  listActivePeerings,
  listPeerings,
  rejectPeering,
  type StreamPeering,
  whyNotAnswer,
  whyNotDelete,
} from '@/lib/ops/stream-peering'
import { FormFields, FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { Copyable } from '../ui/copyable'
import { Facts } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { peeringStyles } from './status-styles'

const c = column<StreamPeering>()

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
]

const Asking = ({ peering: p }: { peering: StreamPeering }) => (
  <Facts
    items={[
      ['Account', p.requesterAccountId ?? '–'],
      ['VPC', p.requesterVpcId ? <Copyable key="v" value={p.requesterVpcId} what="VPC" /> : '–'],
      ['Addresses', p.requesterCidr ?? '–'],
    ]}
  />
)

type Place = { groupId: string }
const inputOf = ({ _id: id, requesterAccountId }: StreamPeering, { groupId }: Place) => ({
  groupId,
  id,
  requesterAccountId: requesterAccountId ?? '',
})
const about = (peering: StreamPeering) => <Asking peering={peering} />

const on = rowActions<StreamPeering, Place>()
const actions = [
  on.form(acceptPeering, {
    whyNot: ({ localStatus }) => whyNotAnswer(localStatus),
    // Atlas wants the account and the VPC repeated. People type them, so that somebody compares them.
    show: (peering, { groupId }, close) => (
      <FormSheet
        op={acceptPeering}
        title="Accept this peering connection?"
        description="The other network and Atlas’s stream processors will be able to reach each other. To confirm, enter the account and VPC that the other side gave you."
        start={{ groupId, id: peering._id, requesterAccountId: '', requesterVpcId: '' }}
        onClose={close}
      >
        <Asking peering={peering} />
        <FormFields input={acceptPeering.input} />
      </FormSheet>
    ),
  }),
  on.confirm(rejectPeering, {
    input: inputOf,
    whyNot: ({ localStatus }) => whyNotAnswer(localStatus),
    about,
  }),
  on.confirm(deletePeering, {
    input: inputOf,
    whyNot: ({ localStatus }) => whyNotDelete(localStatus),
    about,
  }),
]

const shared = {
  columns,
  actions,
  bulk: [deletePeering],
  rowId: (p: StreamPeering) => p._id,
  rowName: (p: StreamPeering) => `the peering from ${p.requesterVpcId ?? p._id}`,
  children: () => (
    <p className="border-line border-t px-4 py-2 text-muted text-xs">
      Cloud status comes from AWS and can lag behind Status, which comes from Atlas.
    </p>
  ),
}

/** Active peerings, which Atlas lists without an account ID. */
export const ActivePeerings = ({ groupId }: Place) => (
  <OpList
    {...shared}
    op={listActivePeerings}
    input={{ groupId }}
    name="active"
    what="active peering connections"
    empty={{
      icon: <svg aria-hidden className="icon-[network]" />,
      hint: 'Pending requests are below, under the account that sent them.',
    }}
  />
)

/** The peering connections that an account requested. */
export const PeeringsOf = ({ groupId, account }: Place & { account: string }) => (
  <OpList
    {...shared}
    op={listPeerings}
    input={{ groupId, requesterAccountId: account }}
    name="peerings"
    title={`Peering connections of account ${account}`}
    what="connections"
    empty={{
      icon: <svg aria-hidden className="icon-[network]" />,
      title: `Account ${account} has no peering connections here`,
      hint: 'Check the account ID with the other side.',
    }}
  />
)
