import { z } from 'zod'
import { command, query } from './define'
import { oneUp } from './friction'
import { page, projectId } from './shapes'
import { said } from './stream-shapes'
import { line } from './text'

const peering = z.looseObject({
  _id: z.string(),
  name: said,
  requesterAccountId: said,
  requesterVpcId: said,
  requesterCidr: said,
  accepterAccountId: said,
  accepterVpcId: said,
  accepterCidr: said,
  cloudStatus: said,
  localStatus: said,
  statusMessage: said,
  expirationTime: said,
})
export type StreamPeering = z.output<typeof peering>

/** Values of localStatus while Atlas or the cloud provider works on it. */
export const movingPeering = [
  'REQUEST_ACCEPT',
  'ACCEPT_REQUESTED',
  'REQUEST_REJECT',
  'REQUEST_DELETE',
  'DELETE_REQUESTED',
]

const live = (data: { results: StreamPeering[] }) =>
  data.results.some((p) => movingPeering.includes(p.localStatus ?? '')) ? 3_000 : 30_000

const requesterAccountId = z
  .string()
  .regex(/^\d{12}$/, 'An AWS account ID has 12 digits, such as 111122223333')
  .meta({
    label: 'AWS account of the other side',
    hint: '12 digits.',
    examples: ['111122223333'],
  })

export const listPeerings = query({
  id: 'streams.peerings',
  title: 'List the VPC peering connections of an account',
  atlas: { op: 'listGroupStreamVpcPeeringConnections', version: '2023-02-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, requesterAccountId }),
  output: page(peering),
  query: ({ requesterAccountId }) => ({ requesterAccountId }),
  allPages: true,
  refetchInterval: live,
})

export const listActivePeerings = query({
  id: 'streams.activePeerings',
  title: 'List the active VPC peering connections of streams',
  atlas: { op: 'listGroupStreamActiveVpcPeeringConnections', version: '2024-11-13' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(peering),
  allPages: true,
  refetchInterval: live,
})

/** The account is sent only when accepting; otherwise it is needed to read the connection. */
const one = z.strictObject({
  groupId: projectId,
  id: z.string().regex(/^[a-f0-9]{24}$/, 'A peering connection ID has 24 hexadecimal digits'),
  requesterAccountId,
})
type One = z.output<typeof one>

const target = (i: One) => `project ${i.groupId} / streams / VPC peering ${i.id}`
const invalidates = ['streams.peerings', 'streams.activePeerings']
const read = ({ groupId, requesterAccountId }: One) => ({
  id: 'streams.peerings',
  input: { groupId, requesterAccountId },
})

const rows = page(peering)
const found = (answer: unknown, { id }: One): StreamPeering | undefined =>
  rows.safeParse(answer).data?.results.find((p) => p._id === id)

const isGone = (i: One) =>
  `Account ${i.requesterAccountId} has no peering connection with this ID here.`

/** Why a peering connection can't be accepted or rejected; undefined when it can, and for an unknown status. */
export function whyNotAnswer(localStatus: string | null | undefined): string | undefined {
  if (localStatus === 'ACTIVE') return 'It is already active.'
  if (localStatus === 'REQUEST_ACCEPT' || localStatus === 'ACCEPT_REQUESTED')
    return 'It is being accepted.'
  if (localStatus === 'REQUEST_REJECT' || localStatus === 'REJECT_REQUESTED')
    return 'It was rejected. The other side must send a new request.'
  return whyNotDelete(localStatus)
}

/** Why a peering connection can't be deleted; undefined when it can. */
export const whyNotDelete = (localStatus: string | null | undefined): string | undefined =>
  localStatus === 'REQUEST_DELETE' || localStatus === 'DELETE_REQUESTED'
    ? 'It is being deleted.'
    : undefined

/** Reads the connection before it is touched, and checks its status. */
const lookAt = (whyNot: typeof whyNotDelete) => ({
  read,
  whyNot: (answer: unknown, i: One) => {
    const p = found(answer, i)
    return p ? whyNot(p.localStatus) : isGone(i)
  },
})

export const acceptPeering = command({
  id: 'streams.acceptPeering',
  title: 'Accept a VPC peering connection',
  atlas: { op: 'acceptGroupStreamVpcPeeringConnection', version: '2023-02-01' },
  roles: ['operator'],
  input: one.extend({
    requesterVpcId: z
      .string()
      .regex(/^vpc-[0-9a-f]{8,17}$/, 'A VPC ID looks like vpc-0a1b2c3d4e5f60718')
      .meta({
        label: 'VPC of the other side',
        hint: 'Such as vpc-0a1b2c3d4e5f60718.',
        examples: ['vpc-0a1b2c3d4e5f60718'],
      }),
  }),
  verbs: {
    do: 'Accept connection',
    doing: 'Accepting…',
    done: () => 'Accepting the peering connection',
  },
  summary: (i) =>
    `Accept the VPC peering connection from ${i.requesterVpcId} of account ${i.requesterAccountId}`,
  target,
  body: ({ requesterAccountId, requesterVpcId }) => ({ requesterAccountId, requesterVpcId }),
  friction: (_, environment) =>
    oneUp(
      {
        level: 'confirm',
        because: 'Stream processors and that network will be able to reach each other.',
      },
      environment,
      'accept',
    ),
  undo: ({ requesterVpcId: _, ...i }) => ({ id: 'streams.deletePeering', input: i }),
  invalidates,
  precondition: {
    read,
    whyNot: (answer, i) => {
      const p = found(answer, i)
      if (!p) return isGone(i)
      // Atlas requires it as a challenge and answers a wrong one with a plain 400.
      return p.requesterVpcId && p.requesterVpcId !== i.requesterVpcId
        ? 'This VPC ID does not match the request. Check it with the owner of the other account.'
        : whyNotAnswer(p.localStatus)
    },
  },
  readBack: {
    read,
    verdict: (answer, i) => {
      const status = found(answer, i)?.localStatus
      if (['ACTIVE', 'REQUEST_ACCEPT', 'ACCEPT_REQUESTED'].includes(status ?? '')) return 'done'
      return status === undefined ? 'other' : 'absent'
    },
  },
})

export const rejectPeering = command({
  id: 'streams.rejectPeering',
  title: 'Reject a VPC peering connection',
  atlas: { op: 'rejectGroupStreamVpcPeeringConnection', version: '2023-02-01' },
  roles: ['operator'],
  input: one,
  verbs: {
    do: 'Reject connection',
    doing: 'Rejecting…',
    done: () => 'Rejecting the peering connection',
  },
  summary: (i) => `Reject the VPC peering connection ${i.id} of account ${i.requesterAccountId}`,
  target,
  body: () => undefined,
  friction: (_, environment) =>
    oneUp(
      { level: 'confirm', because: 'To peer later, the other side must send a new request.' },
      environment,
      'reject',
    ),
  invalidates,
  precondition: lookAt(whyNotAnswer),
  readBack: {
    read,
    verdict: (answer, i) => {
      const status = found(answer, i)?.localStatus
      if (status === undefined || status === 'REQUEST_REJECT' || status === 'REJECT_REQUESTED')
        return 'done'
      return status === 'ACTIVE' ? 'other' : 'absent'
    },
  },
})

export const deletePeering = command({
  id: 'streams.deletePeering',
  title: 'Delete a VPC peering connection',
  atlas: { op: 'deleteGroupStreamVpcPeeringConnection', version: '2023-02-01' },
  roles: ['operator'],
  input: one,
  verbs: {
    do: 'Delete connection',
    doing: 'Deleting…',
    done: () => 'Deleting the peering connection',
  },
  summary: (i) => `Delete the VPC peering connection ${i.id} of account ${i.requesterAccountId}`,
  target,
  friction: () => ({
    level: 'type',
    phrase: 'delete',
    because: 'Processors that use it lose their connection immediately.',
  }),
  invalidates,
  precondition: lookAt(whyNotDelete),
  readBack: {
    read,
    verdict: (answer, i) => {
      const status = found(answer, i)?.localStatus
      return status === undefined || whyNotDelete(status) !== undefined ? 'done' : 'absent'
    },
  },
})

export const streamClouds = ['aws', 'azure', 'gcp'] as const

export const accountDetails = query({
  id: 'streams.accountDetails',
  title: 'Read the account that streams use in a region',
  atlas: { op: 'getGroupStreamAccountDetails', version: '2024-11-13' },
  roles: ['viewer'],
  input: z.strictObject({
    groupId: projectId,
    cloudProvider: z.enum(streamClouds, 'Choose AWS, Azure or Google Cloud'),
    regionName: line().min(1, 'Enter an Atlas region, such as VIRGINIA_USA').max(100),
  }),
  query: ({ cloudProvider, regionName }) => ({ cloudProvider, regionName }),
  /** Each cloud has its own names for the account and its network. */
  output: z.looseObject({ cidrBlock: said, cloudProvider: said }),
  maxAgeSeconds: 300,
})
