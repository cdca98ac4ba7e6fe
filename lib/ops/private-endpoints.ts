import { z } from 'zod'
import { count, list } from '@/lib/format/words'
import { listClusters } from './clusters'
import { command, query } from './define'
import { oneUp } from './friction'
import {
  checkFields,
  cloudProvider,
  clouds,
  endpointFields,
  endpointIdsOf,
  endpointName,
  endpointPlace,
  endpointService,
  isDeleting,
  privateEndpoint,
  serviceFields,
  servicePlace,
  stateOf,
} from './private-endpoint-shapes'
import { projectId } from './shapes'

const moving = new Set(['INITIATING', 'DELETING', 'PENDING', 'PENDING_ACCEPTANCE', 'VERIFIED'])
const refetchMs = (states: ReadonlyArray<string | null | undefined>) =>
  states.some((state) => moving.has(state ?? '')) ? 5_000 : false

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

export const getPrivateEndpoint = query({
  id: 'privateEndpoints.get',
  title: 'Read a private endpoint',
  atlas: { op: 'getGroupPrivateEndpointEndpointServiceEndpoint', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(endpointPlace),
  output: privateEndpoint,
  refetchInterval: (endpoint) => refetchMs([isDeleting(endpoint) ? 'DELETING' : stateOf(endpoint)]),
})

export const getRegionalMode = query({
  id: 'privateEndpoints.regionalMode',
  title: 'Read the regional mode of private endpoints',
  atlas: { op: 'getGroupPrivateEndpointRegionalMode', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: z.looseObject({ enabled: z.boolean().nullish() }),
})

type Service = { groupId: string; cloudProvider: keyof typeof clouds; endpointServiceId: string }
type Endpoint = Service & { endpointId: string }
const listOf = ({ groupId, cloudProvider }: Omit<Service, 'endpointServiceId'>) => ({
  id: 'privateEndpoints.services',
  input: { groupId, cloudProvider },
})
const serviceOf = ({ groupId, cloudProvider, endpointServiceId }: Service) => ({
  id: 'privateEndpoints.service',
  input: { groupId, cloudProvider, endpointServiceId },
})
const endpointOf = ({ endpointId, ...service }: Endpoint) => ({
  id: 'privateEndpoints.get',
  input: { ...serviceOf(service).input, endpointId },
})
const invalidates = [
  'privateEndpoints.services',
  'privateEndpoints.service',
  'privateEndpoints.get',
  'clusters.list',
]
const concurrencyKey = ({ groupId }: { groupId: string }) => `privateEndpoints:${groupId}`

const newService = z
  .strictObject({
    groupId: projectId,
    cloudProvider,
    region: z.string(),
    supportedRemoteRegions: z.array(z.string()).optional(),
    portMappingEnabled: z.boolean().optional(),
  })
  .superRefine(({ groupId: _, cloudProvider: cloud, ...given }, { addIssue }) =>
    checkFields(serviceFields[cloud], given, addIssue),
  )

/** The services that a new one would be: in its region and, on Google Cloud, with the same port mapping. */
const sameIn = (answer: unknown, i: z.output<typeof newService>) =>
  (z.array(endpointService).safeParse(answer).data ?? []).filter(
    ({ regionName, status, portMappingEnabled }) =>
      regionName === i.region &&
      status !== 'DELETING' &&
      (portMappingEnabled ?? false) === (i.portMappingEnabled ?? false),
  )

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
  concurrencyKey,
  impact: {
    read: listOf,
    sentences: (_, i) => [
      `Atlas also creates a network container in ${i.region} if the project has none there`,
      'Creating the service takes a few minutes. After that, you create an endpoint in your own network',
    ],
  },
  precondition: {
    read: listOf,
    whyNot: (answer, i) => {
      const [found] = sameIn(answer, i)
      return found
        ? `This project already has a service in ${i.region}: ${found.id}. Add an endpoint to it.`
        : undefined
    },
  },
  readBack: {
    read: listOf,
    verdict: (answer, i) => (sameIn(answer, i).length > 0 ? 'done' : 'absent'),
  },
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
  friction: (i, environment) =>
    oneUp(
      { level: 'confirm', because: 'A new service has another name in the cloud.' },
      environment,
      i.endpointServiceId,
    ),
  invalidates,
  concurrencyKey,
  impact: {
    read: serviceOf,
    sentences: (answer) => {
      const service = endpointService.safeParse(answer).data
      return [
        `Deletes the service in ${service?.regionName ?? 'an unknown region'}. Nobody can connect an endpoint to it any more`,
      ]
    },
  },
  precondition: {
    read: serviceOf,
    whyNot: (answer) => {
      const service = endpointService.safeParse(answer).data
      if (!service) return 'This endpoint service no longer exists.'
      if (service.status === 'DELETING') return 'Atlas is already deleting this service.'
      const used = endpointIdsOf(service).length
      return used > 0 ? `Delete its ${count(used, 'endpoint')} first.` : undefined
    },
  },
  readBack: {
    read: serviceOf,
    verdict: (answer) =>
      answer === undefined || endpointService.safeParse(answer).data?.status === 'DELETING'
        ? 'done'
        : 'absent',
  },
})

const newEndpoint = z
  .strictObject({
    ...endpointPlace,
    privateEndpointIPAddress: z.string().optional(),
    gcpProjectId: z.string().optional(),
    endpoints: z
      .array(z.strictObject({ endpointName: z.string(), ipAddress: z.string() }))
      .optional(),
  })
  .superRefine(
    ({ groupId: _, cloudProvider: cloud, endpointServiceId: _id, ...given }, { addIssue }) =>
      checkFields(endpointFields[cloud], given, addIssue),
  )

export const createPrivateEndpoint = command({
  id: 'privateEndpoints.create',
  title: 'Add a private endpoint',
  atlas: { op: 'createGroupPrivateEndpointEndpointServiceEndpoint', version: '2023-01-01' },
  roles: ['operator'],
  input: newEndpoint,
  output: privateEndpoint,
  body: ({ cloudProvider: cloud, endpointId: id, privateEndpointIPAddress, ...more }) =>
    cloud === 'AWS'
      ? { id }
      : cloud === 'AZURE'
        ? { id, privateEndpointIPAddress }
        : {
            endpointGroupName: id,
            endpoints: more.endpoints,
            gcpProjectId: more.gcpProjectId,
          },
  verbs: {
    do: 'Add endpoint',
    doing: 'Adding…',
    done: (i) => `Connecting endpoint ${endpointName(i.endpointId)}`,
  },
  summary: (i) =>
    `Connect the ${clouds[i.cloudProvider]} private endpoint ${i.endpointId} to service ${i.endpointServiceId}`,
  friction: (i, environment) =>
    oneUp(
      {
        level: 'confirm',
        because: 'The network of this endpoint can then reach the clusters of the project.',
      },
      environment,
      endpointName(i.endpointId),
    ),
  invalidates,
  concurrencyKey,
  impact: {
    read: serviceOf,
    sentences: (answer) => {
      const { regionName } = endpointService.safeParse(answer).data ?? {}
      return [
        `Connects the network of the endpoint to Atlas in ${regionName ?? 'an unknown region'}`,
        'Atlas then updates the clusters and gives them connection strings for the endpoint',
      ]
    },
  },
  precondition: {
    read: serviceOf,
    whyNot: (answer, i) => {
      const service = endpointService.safeParse(answer).data
      if (!service) return 'This endpoint service no longer exists.'
      if (endpointIdsOf(service).includes(i.endpointId))
        return 'This endpoint is already connected to the service.'
      return whyNoEndpoint(service.status)
    },
  },
  readBack: {
    read: endpointOf,
    verdict: (answer) => {
      const endpoint = privateEndpoint.safeParse(answer).data
      return !endpoint ? 'absent' : isDeleting(endpoint) ? 'other' : 'done'
    },
  },
  undo: ({ groupId, cloudProvider, endpointServiceId, endpointId }) => ({
    id: 'privateEndpoints.delete',
    input: { groupId, cloudProvider, endpointServiceId, endpointId },
  }),
  refusals: {
    INTERFACE_ENDPOINT_ALREADY_EXISTS: {
      kind: 'conflict',
      message: 'This endpoint is already connected to an endpoint service.',
    },
  },
})

/** Why a service in this state can't take an endpoint. Unknown states can: Atlas decides. */
export function whyNoEndpoint(status: string | null | undefined): string | undefined {
  if (status === 'INITIATING') return 'Atlas is still creating this service. Wait a few minutes.'
  if (status === 'FAILED') return 'This service failed. Delete it and create it again.'
  return status === 'DELETING' ? 'Atlas is deleting this service.' : undefined
}

const usesOf = z.looseObject({
  connectionStrings: z.looseObject({
    privateEndpoint: z.array(
      z.looseObject({ endpoints: z.array(z.looseObject({ endpointId: z.string() })) }),
    ),
  }),
})

/** The names of the clusters that have a connection string for an endpoint. */
export const clustersThrough = (answer: unknown, endpointId: string): string[] =>
  (listClusters.output.safeParse(answer).data?.results ?? []).flatMap((cluster) =>
    (usesOf.safeParse(cluster).data?.connectionStrings.privateEndpoint ?? []).some(
      ({ endpoints }) => endpoints.some((one) => one.endpointId === endpointId),
    )
      ? cluster.name
      : [],
  )

export const deletePrivateEndpoint = command({
  id: 'privateEndpoints.delete',
  title: 'Delete a private endpoint',
  atlas: { op: 'deleteGroupPrivateEndpointEndpointServiceEndpoint', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject(endpointPlace),
  verbs: {
    do: 'Delete endpoint',
    doing: 'Deleting…',
    done: (i) => `Deleting endpoint ${endpointName(i.endpointId)}`,
  },
  summary: (i) =>
    `Disconnect the ${clouds[i.cloudProvider]} private endpoint ${i.endpointId} from service ${i.endpointServiceId}`,
  friction: (i, environment) => ({
    level: environment === 'production' ? 'approval' : 'type',
    phrase: endpointName(i.endpointId),
    because: 'Applications that connect through this endpoint lose their connection.',
  }),
  invalidates,
  concurrencyKey,
  impact: {
    read: (i) => ({ id: 'clusters.list', input: { groupId: i.groupId } }),
    sentences: (answer, i) => {
      const used = clustersThrough(answer, i.endpointId)
      return [
        used.length > 0
          ? `Removes the connection strings for this endpoint from ${list(used)}`
          : 'No cluster of this project has a connection string for this endpoint',
        'The endpoint in your cloud stays until you delete it there',
      ]
    },
  },
  precondition: {
    read: endpointOf,
    whyNot: (answer) => {
      const endpoint = privateEndpoint.safeParse(answer).data
      if (!endpoint) return 'This endpoint no longer exists.'
      return isDeleting(endpoint) ? 'Atlas is already deleting this endpoint.' : undefined
    },
  },
  readBack: {
    read: endpointOf,
    verdict: (answer) => {
      const endpoint = privateEndpoint.safeParse(answer).data
      return answer === undefined || (endpoint && isDeleting(endpoint)) ? 'done' : 'absent'
    },
  },
})
