import { z } from 'zod'
import { list } from '@/lib/format/words'
import { clouds } from './clouds'
import { listClusters } from './clusters'
import { command, query } from './define'
import { oneUp } from './friction'
import {
  checkFields,
  endpointFields,
  endpointIdsOf,
  endpointName,
  endpointPlace,
  endpointService,
  invalidates,
  isDeleting,
  privateEndpoint,
  refetchMs,
  serviceCall,
  stateOf,
  turnOf,
} from './private-endpoint-shapes'
import { line } from './text'
import { resource } from './verbs'

export const getPrivateEndpoint = query({
  id: 'privateEndpoints.get',
  title: 'Read a private endpoint',
  atlas: { op: 'getGroupPrivateEndpointEndpointServiceEndpoint', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(endpointPlace),
  output: privateEndpoint,
  refetchInterval: (endpoint) => refetchMs([isDeleting(endpoint) ? 'DELETING' : stateOf(endpoint)]),
})

const endpoint = resource({
  of: getPrivateEndpoint,
  gone: 'This endpoint no longer exists.',
})

const newEndpoint = z
  .strictObject({
    ...endpointPlace,
    ipAddress: line().optional(),
    gcpProjectId: line().optional(),
    endpoints: z.array(z.strictObject({ endpointName: line(), ipAddress: line() })).optional(),
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
  body: ({ cloudProvider: cloud, endpointId: id, ipAddress, ...more }) =>
    cloud === 'AWS'
      ? { id }
      : cloud === 'AZURE'
        ? { id, privateEndpointIPAddress: ipAddress }
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
        because: 'The network of this endpoint can then access the clusters of the project.',
      },
      environment,
      endpointName(i.endpointId),
    ),
  invalidates,
  concurrencyKey: turnOf,
  impact: {
    read: serviceCall,
    sentences: (answer) => {
      const { regionName } = endpointService.safeParse(answer).data ?? {}
      return [
        `Connects the network of the endpoint to Atlas in ${regionName ?? 'an unknown region'}`,
        'Atlas then updates the clusters and adds connection strings for the endpoint',
      ]
    },
  },
  precondition: {
    read: serviceCall,
    whyNot: (answer, i) => {
      const service = endpointService.safeParse(answer).data
      if (!service) return 'This endpoint service no longer exists.'
      if (endpointIdsOf(service).includes(i.endpointId))
        return 'This endpoint is already connected to the service.'
      return whyNoEndpoint(service.status)
    },
  },
  readBack: endpoint.creates('', (it) => !isDeleting(it)).readBack,
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

/** Why a service in this state can't get an endpoint. Undefined for unknown states: Atlas decides. */
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
  concurrencyKey: turnOf,
  impact: {
    read: (i) => ({ id: 'clusters.list', input: { groupId: i.groupId } }),
    sentences: (answer, i) => {
      const used = clustersThrough(answer, i.endpointId)
      return [
        used.length > 0
          ? `Removes the connection strings for this endpoint from ${list(used)}`
          : 'No cluster of this project has a connection string for this endpoint',
        'The endpoint in your cloud is kept until you delete it there',
      ]
    },
  },
  ...endpoint.removes({
    isLeaving: isDeleting,
    leaving: 'Atlas is already deleting this endpoint.',
  }),
})
