import { z } from 'zod'
import { type Cloud, cloudProvider, region } from './clouds'
import { projectId } from './shapes'
import { line } from './text'

const said = z.string().nullish()
const texts = z.array(z.string()).nullish()

export const endpointService = z.looseObject({
  id: z.string(),
  cloudProvider: said,
  regionName: said,
  status: said,
  errorMessage: said,
  endpointServiceName: said,
  interfaceEndpoints: texts,
  supportedRemoteRegions: texts,
  privateEndpoints: texts,
  privateLinkServiceName: said,
  privateLinkServiceResourceId: said,
  endpointGroupNames: texts,
  serviceAttachmentNames: texts,
  portMappingEnabled: z.boolean().nullish(),
})
export type EndpointService = z.output<typeof endpointService>

const rule = z.looseObject({ endpointName: said, ipAddress: said, status: said })

export const privateEndpoint = z.looseObject({
  cloudProvider: said,
  /** AWS */
  connectionStatus: said,
  /** Azure and Google Cloud */
  status: said,
  deleteRequested: z.boolean().nullish(),
  errorMessage: said,
  interfaceEndpointId: said,
  privateEndpointConnectionName: said,
  privateEndpointIPAddress: said,
  privateEndpointResourceId: said,
  endpointGroupName: said,
  endpoints: z.array(rule).nullish(),
  gcpProjectId: said,
  portMappingEnabled: z.boolean().nullish(),
})
export type PrivateEndpoint = z.output<typeof privateEndpoint>

/** The endpoints of a service, as in Atlas's paths: IDs on AWS and Azure, group names on Google Cloud. */
export const endpointIdsOf = (service: EndpointService): string[] => [
  ...new Set([
    ...(service.interfaceEndpoints ?? []),
    ...(service.privateEndpoints ?? []),
    ...(service.endpointGroupNames ?? []),
  ]),
]

/** For AWS, the state of an endpoint is in a different field. */
export const stateOf = (endpoint: PrivateEndpoint): string | undefined =>
  endpoint.connectionStatus ?? endpoint.status ?? undefined

export const isDeleting = (endpoint: PrivateEndpoint): boolean =>
  endpoint.deleteRequested === true || ['DELETING', 'DELETED'].includes(stateOf(endpoint) ?? '')

/** A short name for an endpoint: the last part of an Azure resource ID, otherwise the ID. */
export const endpointName = (id: string): string => id.split('/').at(-1) || id

export const servicePlace = {
  groupId: projectId,
  cloudProvider,
  endpointServiceId: z
    .string()
    .regex(/^[a-f0-9]{24}$/, 'An endpoint service ID has 24 hexadecimal digits'),
}
export const endpointPlace = {
  ...servicePlace,
  endpointId: line()
    .min(1, 'Enter the ID of the endpoint')
    .meta({ examples: ['vpce-0a1b2c3d4e5f60718'] }),
}

const regionOf = (example: string) =>
  region.meta({
    label: 'Region',
    hint: `The Atlas region of your clusters, such as ${example}.`,
    examples: [example],
  })

/** The fields of a new service for each cloud provider, as in the form. */
export const serviceFields = {
  AWS: z.strictObject({
    region: regionOf('EU_WEST_1'),
    supportedRemoteRegions: z
      .array(region)
      .max(35, 'At most 35 regions')
      .optional()
      .meta({
        label: 'Remote regions',
        hint: 'Other regions whose VPCs can connect, one per line.',
        examples: [['EU_CENTRAL_1']],
      }),
  }),
  AZURE: z.strictObject({ region: regionOf('EUROPE_WEST') }),
  GCP: z.strictObject({
    region: regionOf('WESTERN_EUROPE'),
    portMappingEnabled: z.boolean().optional().meta({
      label: 'Port mapping',
      hint: 'Needs one forwarding rule and address per endpoint, instead of many.',
    }),
  }),
} satisfies Record<Cloud, z.ZodObject>

const address = z.union(
  [z.ipv4(), z.ipv6()],
  'An IP address looks like 10.0.0.4. It has no slash and no port.',
)

/** The fields of a new endpoint for each cloud provider, as in the form. */
export const endpointFields = {
  AWS: z.strictObject({
    endpointId: z
      .string()
      .regex(/^vpce-[0-9a-f]{17}$/, 'An interface endpoint ID looks like vpce-0a1b2c3d4e5f60718')
      .meta({
        label: 'Interface endpoint ID',
        hint: 'AWS shows it after you create the endpoint.',
        examples: ['vpce-0a1b2c3d4e5f60718'],
      }),
  }),
  AZURE: z.strictObject({
    endpointId: z
      .string()
      .regex(
        /^\/subscriptions\/[0-9a-f-]{36}\/resource[gG]roups\/[-\w._()]+\/providers\/Microsoft\.Network\/privateEndpoints\/[-\w._()]+$/,
        'Enter the whole resource ID, from /subscriptions/ to the name of the private endpoint',
      )
      .meta({
        label: 'Resource ID',
        hint: 'The Azure resource ID of the private endpoint. It starts with /subscriptions/.',
        examples: [
          '/subscriptions/8e5a1f0c-2b6d-4c1a-9f3e-0a7b5d2c4e61/resourceGroups/apps/providers/Microsoft.Network/privateEndpoints/orders',
        ],
      }),
    ipAddress: address.meta({
      label: 'Private IP address',
      hint: 'The address of the private endpoint in your virtual network.',
    }),
  }),
  GCP: z.strictObject({
    endpointId: z
      .string()
      .regex(
        /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
        'A name has lowercase letters, digits and hyphens, and starts with a letter',
      )
      .meta({
        label: 'Endpoint group name',
        hint: 'Choose any name. Atlas shows the group with it.',
        examples: ['orders'],
      }),
    gcpProjectId: z
      .string()
      .regex(
        /^(([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]|\d{1,20})$/,
        'A Google Cloud project ID looks like contoso-data-42, and a project number has digits only',
      )
      .meta({ label: 'Google Cloud project ID', hint: 'The project with the forwarding rules.' }),
    endpoints: z
      .array(
        z.strictObject({
          endpointName: line().min(1, 'Enter the name of the forwarding rule'),
          ipAddress: address,
        }),
      )
      .min(1, 'Enter at least one forwarding rule')
      .meta({
        label: 'Forwarding rules',
        hint: 'One per line: its name, a space and its IP address.',
      }),
  }),
} satisfies Record<Cloud, z.ZodObject>

/** Reports the errors of a cloud provider's fields, at their names. */
export function checkFields(
  fields: z.ZodObject,
  given: Record<string, unknown>,
  report: (issue: { code: 'custom'; message: string; path: PropertyKey[]; input: unknown }) => void,
): void {
  const sent = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  for (const issue of fields.safeParse(sent).error?.issues ?? []) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys)
        report({
          code: 'custom',
          message: 'This field does not apply here',
          path: [key],
          input: given,
        })
    else report({ code: 'custom', message: issue.message, path: issue.path, input: given })
  }
}

const moving = new Set(['INITIATING', 'DELETING', 'PENDING', 'PENDING_ACCEPTANCE', 'VERIFIED'])
/** Milliseconds until the page refreshes: shorter while Atlas or the cloud provider works on something. */
export const refetchMs = (states: ReadonlyArray<string | null | undefined>) =>
  states.some((state) => moving.has(state ?? '')) ? 5_000 : false

type Service = { groupId: string; cloudProvider: Cloud; endpointServiceId: string }

/** Reads all services of a cloud in a project. */
export const listOf = ({ groupId, cloudProvider }: Omit<Service, 'endpointServiceId'>) => ({
  id: 'privateEndpoints.services',
  input: { groupId, cloudProvider },
})

/** Reads a service. */
export const serviceCall = ({ groupId, cloudProvider, endpointServiceId }: Service) => ({
  id: 'privateEndpoints.service',
  input: { groupId, cloudProvider, endpointServiceId },
})

export const invalidates = [
  'privateEndpoints.services',
  'privateEndpoints.service',
  'privateEndpoints.get',
  'clusters.list',
]

/** Changes to the private endpoints of a project take turns. */
export const turnOf = ({ groupId }: { groupId: string }): string => `privateEndpoints:${groupId}`
