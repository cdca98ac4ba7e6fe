import { z } from 'zod'
import { bodyOf } from '../body'
import { collection } from '../collection'
import { iso } from '../ids'
import { reject } from '../reject'
import { setting } from '../setting'
import type { World } from '../world'
import {
  awsId,
  azureId,
  type Endpoint,
  endpoint,
  endpointOf,
  endpointSeeds,
  type Provider,
  provider,
  type Service,
  service,
  serviceOf,
} from '../world/private-endpoints'

/** Region names as AWS and GCP write them: `US_EAST_1` is `us-east-1`. */
const dashed = (region: string) => region.toLowerCase().replaceAll('_', '-')

/** The names in the cloud, which exist once a service has been made. */
function namesOf({ id, cloudProvider, regionName, status, ...item }: Service, endpoints: string[]) {
  const isMade = status !== 'INITIATING' && status !== 'FAILED'
  if (cloudProvider === 'AWS')
    return {
      endpointServiceName: isMade
        ? `com.amazonaws.vpce.${dashed(regionName)}.vpce-svc-${id.slice(7)}`
        : null,
      interfaceEndpoints: endpoints,
      supportedRemoteRegions: item.supportedRemoteRegions ?? [],
    }
  if (cloudProvider === 'AZURE')
    return {
      privateEndpoints: endpoints,
      privateLinkServiceName: isMade ? `pls_${id}` : null,
      privateLinkServiceResourceId: isMade
        ? `/subscriptions/52f0a7b3-9d1e-4c68-8b2a-7e4f6c1d0a95/resourceGroups/rg_${id}/providers/Microsoft.Network/privateLinkServices/pls_${id}`
        : null,
    }
  const path = `https://www.googleapis.com/compute/v1/projects/p-${id}/regions/${dashed(regionName)}`
  return {
    endpointGroupNames: endpoints,
    portMappingEnabled: item.portMappingEnabled ?? false,
    serviceAttachmentNames: isMade
      ? [0, 1, 2].map((n) => `${path}/serviceAttachments/sa-${regionName.toLowerCase()}-${n}`)
      : [],
  }
}

/** An endpoint as Atlas writes it for its provider. */
function endpointView({ endpointId, status, ...item }: Endpoint) {
  const { cloudProvider, errorMessage } = item
  const deleteRequested = status === 'DELETING' || status === 'DELETED'
  const base = { cloudProvider, deleteRequested, errorMessage }
  if (cloudProvider === 'AWS')
    return { ...base, connectionStatus: status, interfaceEndpointId: endpointId }
  if (cloudProvider === 'AZURE')
    return {
      ...base,
      privateEndpointConnectionName:
        status === 'AVAILABLE'
          ? `52f0a7b3-9d1e-4c68-8b2a-7e4f6c1d0a95%2Fpls%2F${endpointId.split('/').at(-1)}`
          : null,
      privateEndpointIPAddress: item.privateEndpointIPAddress,
      privateEndpointResourceId: endpointId,
      status,
    }
  const ruleStatus = status === 'VERIFIED' || status === 'DELETED' ? 'INITIATING' : status
  return {
    ...base,
    endpointGroupName: endpointId,
    endpoints: (item.endpoints ?? []).map((rule) => ({ ...rule, status: ruleStatus })),
    gcpProjectId: item.gcpProjectId,
    portMappingEnabled: false,
    status,
  }
}

const newService = z.object({
  providerName: provider,
  region: z.string().min(1),
  portMappingEnabled: z.boolean().optional(),
  supportedRemoteRegions: z.array(z.string()).max(35).optional(),
})

const made = { AWS: 145, AZURE: 60, GCP: 255 }

export const endpointServices = collection<Service>({
  name: 'endpointServices',
  path: '/groups/{groupId}/privateEndpoint/{cloudProvider}/endpointService/{endpointServiceId}',
  paths: { create: '/groups/{groupId}/privateEndpoint/endpointService' },
  shape: service,
  key: 'id',
  unique: 'regionName',
  array: true,
  links: false,
  errors: {
    notFound: 'ENDPOINT_SERVICE_NOT_FOUND',
    exists: 'PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION',
  },
  codes: { create: [201, 200], delete: [202, 204] },
  events: { create: 'TENANT_ENDPOINT_SERVICE_CREATED', delete: 'TENANT_ENDPOINT_SERVICE_DELETED' },
  states: ({ cloudProvider }) => ({
    create: [['INITIATING', made[cloudProvider]], ['AVAILABLE']],
    delete: [['DELETING', 90]],
  }),
  seed: () => endpointSeeds.map(({ place, item }) => ({ place, item })),
  sample: (n, { groupId = '', cloudProvider }) =>
    serviceOf(groupId, provider.parse(cloudProvider), `REGION_${n}`),
  create: ({ body, path }) => {
    const { providerName, region, ...more } = bodyOf(newService, body)
    const { id } = serviceOf(path.groupId ?? '', providerName, `${region} ${iso(Date.now())}`)
    return serviceOf(path.groupId ?? '', providerName, region, { id, ...more })
  },
  beforeDelete: ({ id }, { world, path }) => {
    if (endpointsIn(world, path.groupId, id).length === 0) return
    throw reject(
      400,
      'CANNOT_DELETE_ENDPOINT_SERVICE_WITH_ENDPOINTS',
      `The endpoint service ${id} has private endpoints.`,
      id,
    )
  },
  view: (item, { world }, { place }) => {
    const { id, cloudProvider, regionName, status, errorMessage } = item
    const endpoints = endpointsIn(world, place.groupId, id)
    return { id, cloudProvider, regionName, status, errorMessage, ...namesOf(item, endpoints) }
  },
})

const newEndpoint = z.object({
  id: z.string().optional(),
  privateEndpointIPAddress: z.string().optional(),
  endpointGroupName: z.string().optional(),
  endpoints: z.array(z.object({ endpointName: z.string(), ipAddress: z.string() })).optional(),
  gcpProjectId: z.string().optional(),
})

const waiting: Record<Provider, Array<[string, number]>> = {
  AWS: [
    ['PENDING_ACCEPTANCE', 60],
    ['PENDING', 60],
  ],
  AZURE: [['INITIATING', 120]],
  GCP: [
    ['INITIATING', 60],
    ['VERIFIED', 60],
  ],
}

export const privateEndpoints = collection<Endpoint>({
  name: 'privateEndpoints',
  path: '/groups/{groupId}/privateEndpoint/{cloudProvider}/endpointService/{endpointServiceId}/endpoint/{endpointId}',
  parent: endpointServices,
  shape: endpoint,
  key: 'endpointId',
  unique: 'endpointId',
  links: false,
  errors: { notFound: 'INTERFACE_ENDPOINT_NOT_FOUND', exists: 'INTERFACE_ENDPOINT_ALREADY_EXISTS' },
  events: { create: 'TENANT_ENDPOINT_CREATED', delete: 'TENANT_ENDPOINT_DELETED' },
  states: ({ cloudProvider }) => ({
    create: [...waiting[cloudProvider], ['AVAILABLE']],
    delete: [['DELETING', 60]],
  }),
  seed: () =>
    endpointSeeds.flatMap(({ place, item, endpoints = [] }) =>
      endpoints.map((e) => ({ place: { ...place, endpointServiceId: item.id }, item: e })),
    ),
  sample: (n, { cloudProvider }) =>
    endpointOf(
      provider.parse(cloudProvider),
      cloudProvider === 'AZURE' ? azureId(`e${n}`) : awsId(`${n}`),
    ),
  create: ({ body, path, world }) => {
    const found = endpointServices.find(world, path).item
    const { id, endpointGroupName, ...sent } = bodyOf(newEndpoint, body)
    const endpointId = found.cloudProvider === 'GCP' ? endpointGroupName : id
    if (!endpointId)
      throw reject(
        400,
        'MISSING_ATTRIBUTE',
        'The required attribute id was not specified.',
        found.cloudProvider === 'GCP' ? 'endpointGroupName' : 'id',
      )
    if (found.status !== 'AVAILABLE')
      throw reject(
        409,
        'ENDPOINT_SERVICE_NOT_AVAILABLE',
        `The endpoint service ${found.id} is ${found.status}.`,
        found.id,
      )
    return endpointOf(found.cloudProvider, endpointId, sent)
  },
  view: endpointView,
})

const endpointsIn = (world: World, groupId: string | undefined, serviceId: string): string[] =>
  privateEndpoints
    .rows(world)
    .filter((r) => r.place.groupId === groupId && r.place.endpointServiceId === serviceId)
    .map((r) => r.item.endpointId)

export const regionalMode = setting({
  name: 'regionalMode',
  path: '/groups/{groupId}/privateEndpoint/regionalMode',
  shape: z.object({ enabled: z.boolean() }),
  codes: [202, 200],
  event: ({ enabled }) => `REGIONALIZED_PRIVATE_ENDPOINT_MODE_${enabled ? 'ENABLED' : 'DISABLED'}`,
  initial: () => ({ enabled: false }),
  update: (_, { body }) => bodyOf(z.object({ enabled: z.boolean() }), body),
})
