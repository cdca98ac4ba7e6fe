import { z } from 'zod'
import { command, query } from './define'
import { oneUp } from './friction'
import { checkFields, endpointFields, endpointName } from './private-endpoint-shapes'
import { page, projectId } from './shapes'
import { line } from './text'
import { resource } from './verbs'

const said = z.string().nullish()

const dataEndpoint = z.looseObject({
  endpointId: z.string(),
  provider: said,
  status: said,
  errorMessage: said,
  comment: said,
  region: said,
  type: said,
  customerEndpointDNSName: said,
  customerEndpointIPAddress: said,
  azureLinkId: said,
})
export type DataEndpoint = z.output<typeof dataEndpoint>

const endpointId = line()
  .min(1, 'Enter the ID of the endpoint')
  .meta({ examples: ['vpce-0a1b2c3d4e5f60718'] })
const place = { groupId: projectId, endpointId }
const comment = line().max(80, 'At most 80 characters')

const isLeaving = ({ status }: DataEndpoint) => status === 'DELETING'
const invalidates = ['dataEndpoints.list']
const concurrencyKey = (i: { groupId: string }) => `dataEndpoints:${i.groupId}`

export const listDataEndpoints = query({
  id: 'dataEndpoints.list',
  title: 'List the private endpoints for data federation',
  atlas: { op: 'listGroupPrivateNetworkSettingEndpointIds', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(dataEndpoint),
  allPages: true,
  refetchInterval: ({ results }) =>
    results.some(({ status }) => status === 'PENDING' || status === 'DELETING') ? 5_000 : false,
})

const endpoint = resource({
  of: listDataEndpoints,
  find: ({ results }, i: { endpointId: string }) =>
    results.find((one) => one.endpointId === i.endpointId),
  gone: 'This endpoint no longer exists.',
})

const dns = line()
  .regex(
    /^[a-zA-Z0-9*.-]+$/,
    'A DNS name looks like vpce-0a1b.vpce-svc-0c2d.eu-west-1.vpce.amazonaws.com',
  )
  .optional()

/** The fields of a new endpoint for each cloud provider, as in the form. Empty fields are not sent. */
export const dataEndpointFields = {
  AWS: z.strictObject({
    endpointId: endpointFields.AWS.shape.endpointId,
    comment: comment.optional().meta({ label: 'Comment', hint: 'Such as who owns the network.' }),
    region: line().optional().meta({
      label: 'Region',
      hint: 'The Atlas region, such as EU_WEST_1.',
    }),
    customerEndpointDNSName: dns.meta({
      label: 'DNS name',
      hint: 'The DNS name of the endpoint in your VPC.',
    }),
  }),
  AZURE: z.strictObject({
    endpointId: endpointFields.AZURE.shape.endpointId,
    comment: comment.optional().meta({ label: 'Comment', hint: 'Such as who owns the network.' }),
    region: line().optional().meta({
      label: 'Region',
      hint: 'The Atlas region, such as US_EAST_2.',
    }),
    customerEndpointIPAddress: endpointFields.AZURE.shape.ipAddress.meta({
      label: 'Private IP address',
      hint: 'The address of the private endpoint in your virtual network.',
    }),
  }),
} as const

const newEndpoint = z
  .strictObject({
    ...place,
    provider: z.enum(['AWS', 'AZURE'], 'Choose AWS or AZURE'),
    comment: comment.optional(),
    region: line().optional(),
    customerEndpointDNSName: line().optional(),
    customerEndpointIPAddress: line().optional(),
  })
  .superRefine(({ groupId: _, provider, ...given }, { addIssue }) =>
    checkFields(dataEndpointFields[provider], given, addIssue),
  )

export const createDataEndpoint = command({
  id: 'dataEndpoints.create',
  title: 'Add a private endpoint for data federation',
  atlas: { op: 'createGroupPrivateNetworkSettingEndpointId', version: '2023-01-01' },
  roles: ['operator'],
  input: newEndpoint,
  body: ({ groupId: _, ...given }) => ({ ...given, type: 'DATA_LAKE' }),
  verbs: {
    do: 'Add endpoint',
    doing: 'Adding…',
    done: (i) => `Connecting endpoint ${endpointName(i.endpointId)}`,
  },
  summary: (i) =>
    `Connect the private endpoint ${i.endpointId} to data federation and online archives`,
  friction: (i, environment) =>
    oneUp(
      {
        level: 'confirm',
        because: 'Its network can then access the federated databases and online archives.',
      },
      environment,
      endpointName(i.endpointId),
    ),
  invalidates,
  concurrencyKey,
  ...endpoint.creates('This endpoint is already in the list. Change its comment there.'),
  undo: ({ groupId, endpointId: id }) => ({
    id: 'dataEndpoints.delete',
    input: { groupId, endpointId: id },
  }),
})

const changedComment = z
  .strictObject({
    ...place,
    provider: z.enum(['AWS', 'AZURE']),
    comment: comment.meta({
      label: 'Comment',
      hint: 'Who owns the network. At most 80 characters.',
    }),
    opened: z.strictObject({ comment: z.string() }),
  })
  .refine((i) => i.comment !== i.opened.comment, {
    path: ['comment'],
    message: 'Nothing has changed',
  })

// Atlas has no separate call for this: adding a known ID changes its comment.
export const changeDataEndpoint = command({
  id: 'dataEndpoints.changeComment',
  title: 'Change the comment of a private endpoint for data federation',
  atlas: { op: 'createGroupPrivateNetworkSettingEndpointId', version: '2023-01-01' },
  roles: ['operator'],
  input: changedComment,
  body: ({ endpointId: id, provider, comment: text }) => ({
    endpointId: id,
    provider,
    comment: text,
    type: 'DATA_LAKE',
  }),
  verbs: { do: 'Save changes', doing: 'Saving…', done: () => 'Comment changed' },
  summary: (i) =>
    `Change the comment of endpoint ${i.endpointId} from “${i.opened.comment}” to “${i.comment}”`,
  invalidates,
  concurrencyKey,
  // Otherwise the call would add the endpoint again.
  ...endpoint.changes({
    id: 'dataEndpoints.changeComment',
    input: changedComment,
    settings: (it) => ({ comment: it.comment ?? '' }),
    changed: 'Someone else changed this comment.',
    whyNot: (it) => (isLeaving(it) ? 'Atlas is deleting this endpoint.' : undefined),
  }),
})

export const deleteDataEndpoint = command({
  id: 'dataEndpoints.delete',
  title: 'Delete a private endpoint for data federation',
  atlas: { op: 'deleteGroupPrivateNetworkSettingEndpointId', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject(place),
  verbs: {
    do: 'Delete endpoint',
    doing: 'Deleting…',
    done: (i) => `Deleting endpoint ${endpointName(i.endpointId)}`,
  },
  summary: (i) =>
    `Disconnect the private endpoint ${i.endpointId} from data federation and online archives`,
  friction: (i, environment) => ({
    level: environment === 'production' ? 'approval' : 'type',
    phrase: endpointName(i.endpointId),
    because: 'Applications that query through this endpoint lose their connection.',
  }),
  invalidates,
  concurrencyKey,
  ...endpoint.removes({
    isLeaving,
    impact: (it) => [
      it.comment ? `Deletes the endpoint “${it.comment}”` : 'Deletes this endpoint',
      'The endpoint in your cloud is kept until you delete it there',
    ],
  }),
})
