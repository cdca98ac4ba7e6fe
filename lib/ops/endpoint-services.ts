import { z } from 'zod'
import { count } from '@/lib/format/words'
import { cloudProvider, clouds } from './clouds'
import { command, query } from './define'
import { oneUp } from './friction'
import {
  checkFields,
  endpointIdsOf,
  endpointService,
  invalidates,
  listOf,
  refetchMs,
  serviceCall,
  serviceFields,
  servicePlace,
  turnOf,
} from './private-endpoint-shapes'
import { projectId } from './shapes'
import { line } from './text'
import { resource } from './verbs'

export const listEndpointServices = query({
  id: 'privateEndpoints.services',
  title: 'List the private endpoint services of a project',
  atlas: { op: 'listGroupPrivateEndpointEndpointService', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, cloudProvider }),
  output: z.array(endpointService),
  refetchInterval: (services) => refetchMs(services.map(({ status }) => status)),
})

export const getEndpointService = query({
  id: 'privateEndpoints.service',
  title: 'Read a private endpoint service',
  atlas: { op: 'getGroupPrivateEndpointEndpointService', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(servicePlace),
  output: endpointService,
  refetchInterval: ({ status }) => (refetchMs([status]) === false ? 15_000 : 5_000),
})

export const getRegionalMode = query({
  id: 'privateEndpoints.regionalMode',
  title: 'Read the regional mode of private endpoints',
  atlas: { op: 'getGroupPrivateEndpointRegionalMode', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: z.looseObject({ enabled: z.boolean().nullish() }),
})

const newService = z
  .strictObject({
    groupId: projectId,
    cloudProvider,
    region: line(),
    supportedRemoteRegions: z.array(line()).optional(),
    portMappingEnabled: z.boolean().optional(),
  })
  .superRefine(({ groupId: _, cloudProvider: cloud, ...given }, { addIssue }) =>
    checkFields(serviceFields[cloud], given, addIssue),
  )

const service = resource({
  read: serviceCall,
  answer: endpointService,
  gone: 'This endpoint service no longer exists.',
})
/** One like a new service: in its region and, on Google Cloud, with the same port mapping. */
const sameService = resource({
  read: listOf,
  answer: z.array(endpointService),
  find: (all, i: z.output<typeof newService>) =>
    all.find(
      ({ regionName, status, portMappingEnabled }) =>
        regionName === i.region &&
        status !== 'DELETING' &&
        (portMappingEnabled ?? false) === (i.portMappingEnabled ?? false),
    ),
  gone: 'This endpoint service no longer exists.',
})

export const createEndpointService = command({
  id: 'privateEndpoints.createService',
  title: 'Create a private endpoint service',
  atlas: { op: 'createGroupPrivateEndpointEndpointService', version: '2023-01-01' },
  roles: ['operator'],
  input: newService,
  output: endpointService,
  body: ({ groupId: _, cloudProvider: providerName, ...given }) => ({ providerName, ...given }),
  verbs: {
    do: 'Create service',
    doing: 'Creating…',
    done: (i) => `Creating the endpoint service in ${i.region}`,
  },
  summary: (i) =>
    `Create a private endpoint service for ${clouds[i.cloudProvider]} in ${i.region}${i.portMappingEnabled ? ' with port mapping' : ''}`,
  friction: () => ({
    level: 'confirm',
    because: 'Atlas creates network resources in the region.',
  }),
  invalidates,
  concurrencyKey: turnOf,
  impact: {
    read: listOf,
    sentences: (_, i) => [
      `Atlas also creates a network container in ${i.region} if the project has none there`,
      'Creating the service takes a few minutes. After that, you create an endpoint in your own network',
    ],
  },
  ...sameService.creates(
    ({ id }, { region }) =>
      `This project already has a service in ${region}: ${id}. Add an endpoint to it.`,
  ),
  refusals: {
    PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION: {
      kind: 'conflict',
      message: 'This project already has a service in this region. Add an endpoint to it.',
    },
  },
})

export const deleteEndpointService = command({
  id: 'privateEndpoints.deleteService',
  title: 'Delete a private endpoint service',
  atlas: { op: 'deleteGroupPrivateEndpointEndpointService', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject(servicePlace),
  verbs: { do: 'Delete service', doing: 'Deleting…', done: () => 'Deleting the endpoint service' },
  summary: (i) =>
    `Delete the private endpoint service ${i.endpointServiceId} for ${clouds[i.cloudProvider]}`,
  friction: (_, environment) =>
    oneUp(
      { level: 'confirm', because: 'A new service gets a different name at the cloud provider.' },
      environment,
      'delete',
    ),
  invalidates,
  concurrencyKey: turnOf,
  impact: {
    read: serviceCall,
    sentences: (answer, i) => {
      const found = service.in(answer, i)
      return [
        `Deletes the service in ${found?.regionName ?? 'an unknown region'}. Endpoints can no longer connect to it`,
      ]
    },
  },
  ...service.removes({
    isLeaving: ({ status }) => status === 'DELETING',
    leaving: 'Atlas is already deleting this service.',
    whyNot: (it) => {
      const used = endpointIdsOf(it).length
      return used > 0 ? `Delete its ${count(used, 'endpoint')} first.` : undefined
    },
  }),
})
