import { z } from 'zod'
import type { Peering } from '../areas/streams/shapes'
import { peeringOf, streamsOf } from '../areas/streams/state'
import { bodyOf } from '../body'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { idFrom } from '../ids'
import { invalid, type Reject, reject } from '../reject'

const challenge = z.strictObject({
  requesterAccountId: z.string(),
  requesterVpcId: z.string(),
  links: z.array(z.unknown()).optional(),
})

const peeringBody = ({ id, next: _, statusMessage, expirationTime, ...rest }: Peering) => ({
  _id: id,
  ...rest,
  expirationTime: expirationTime ?? null,
  statusMessage: statusMessage ?? null,
})

const all = ({ world, path }: HandlerInput) => {
  const { id } = world.project(path.groupId)
  return streamsOf(world).peerings.filter((p) => p.groupId === id)
}

const required = (query: URLSearchParams, name: string): string => {
  const value = query.get(name)
  if (value) return value
  throw invalid([{ field: name, description: 'must not be empty' }], 'MISSING_QUERY_PARAMETER')
}

function wrongState(p: Peering, verb: string): Reject {
  return reject(
    409,
    'STREAM_VPC_PEERING_CONNECTION_INVALID_STATE',
    `A VPC peering connection in status ${p.localStatus} cannot be ${verb}.`,
    p.id,
    p.localStatus,
  )
}

/** Atlas records the request and forwards it to the cloud, which answers later. */
function move(input: HandlerInput, wish: string, asked: string, end: Partial<Peering>) {
  const { world, path, origin } = input
  const p = peeringOf(world, path.groupId, path.id)
  const now = world.clock()
  p.localStatus = wish
  p.statusMessage = undefined
  p.next = [
    { at: now + 3_000, localStatus: asked },
    ...(end.localStatus === undefined ? [] : [{ at: now + 10_000, localStatus: end.localStatus }]),
    ...(end.cloudStatus === undefined ? [] : [{ at: now + 25_000, cloudStatus: end.cloudStatus }]),
  ]
  const { orgId } = world.project(p.groupId)
  world.record({ orgId, groupId: p.groupId, eventTypeName: `STREAM_VPC_PEERING_${wish}` }, origin)
  return reply(202, {})
}

/** The account and network fields, which differ by cloud. */
const accountOf: Record<string, (seed: string) => object> = {
  aws: (seed) => ({ awsAccountId: '777788889999', vpcId: `vpc-0${idFrom(seed, 0).slice(8, 24)}` }),
  azure: (seed) => ({
    azureSubscriptionId: '11111111-2222-4333-8444-555566667777',
    virtualNetworkName: `vnet_${idFrom(seed, 0).slice(8, 16)}`,
  }),
  gcp: (seed) => ({ gcpProjectId: `p-${idFrom(seed, 0).slice(8, 20)}`, vpcNetworkName: 'streams' }),
}

export const streamsPeering = {
  listGroupStreamVpcPeeringConnections: (input) => {
    const account = required(input.query, 'requesterAccountId')
    return rows(
      all(input)
        .filter((p) => p.requesterAccountId === account)
        .map(peeringBody),
    )
  },
  listGroupStreamActiveVpcPeeringConnections: (input) =>
    rows(
      all(input)
        .filter((p) => p.localStatus === 'ACTIVE')
        .map(peeringBody),
    ),
  acceptGroupStreamVpcPeeringConnection: (input) => {
    const p = peeringOf(input.world, input.path.groupId, input.path.id)
    const sent = bodyOf(challenge, input.body)
    if (
      sent.requesterAccountId !== p.requesterAccountId ||
      sent.requesterVpcId !== p.requesterVpcId
    )
      throw reject(
        400,
        'STREAM_VPC_PEERING_CONNECTION_CHALLENGE_FAILED',
        'The account and the VPC are not those of the requester.',
        sent.requesterAccountId,
        sent.requesterVpcId,
      )
    if (p.localStatus !== 'NONE') throw wrongState(p, 'accepted')
    return move(input, 'REQUEST_ACCEPT', 'ACCEPT_REQUESTED', {
      localStatus: 'ACTIVE',
      cloudStatus: 'active',
    })
  },
  rejectGroupStreamVpcPeeringConnection: (input) => {
    const p = peeringOf(input.world, input.path.groupId, input.path.id)
    if (p.localStatus !== 'NONE') throw wrongState(p, 'rejected')
    return move(input, 'REQUEST_REJECT', 'REJECT_REQUESTED', { cloudStatus: 'rejected' })
  },
  deleteGroupStreamVpcPeeringConnection: (input) => {
    const p = peeringOf(input.world, input.path.groupId, input.path.id)
    if (['REQUEST_DELETE', 'DELETE_REQUESTED'].includes(p.localStatus))
      throw wrongState(p, 'deleted')
    return move(input, 'REQUEST_DELETE', 'DELETE_REQUESTED', { localStatus: 'GONE' })
  },
  getGroupStreamAccountDetails: (input) => {
    const { id } = input.world.project(input.path.groupId)
    const cloudProvider = required(input.query, 'cloudProvider').toLowerCase()
    const region = required(input.query, 'regionName')
    const of = accountOf[cloudProvider]
    if (!of)
      throw invalid(
        [{ field: 'cloudProvider', description: 'must be aws, azure or gcp' }],
        'INVALID_ATTRIBUTE',
      )
    return { cidrBlock: '198.51.100.0/24', cloudProvider, ...of(`${id} ${region}`) }
  },
} satisfies SandboxFile
