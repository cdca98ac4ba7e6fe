import { createDataEndpoint } from '@/lib/ops/data-endpoints'
import { createEndpointService } from '@/lib/ops/endpoint-services'
import { createPrivateEndpoint } from '@/lib/ops/private-endpoints'
import type { TestConsole } from '@/scripts/testing/console'
import { type Examples, plus, project, sent } from './made'

/** A project with an Azure endpoint service that accepts endpoints. */
async function service(world: TestConsole) {
  const place = { ...(await project(world)), cloudProvider: 'AZURE' as const }
  const { id } = await sent(createEndpointService, { ...place, region: 'EUROPE_WEST' })
  await world.control('POST', 'clock', { advanceSeconds: 300 })
  return { ...place, endpointServiceId: id }
}

const newEndpoint = {
  endpointId:
    '/subscriptions/8e5a1f0c-2b6d-4c1a-9f3e-0a7b5d2c4e61/resourceGroups/apps/providers/Microsoft.Network/privateEndpoints/orders',
  ipAddress: '192.0.2.9',
}

async function endpoint(world: TestConsole) {
  const place = await service(world)
  await sent(createPrivateEndpoint, { ...place, ...newEndpoint })
  return { ...place, endpointId: newEndpoint.endpointId }
}

const newDataEndpoint = {
  endpointId: newEndpoint.endpointId,
  provider: 'AZURE' as const,
  customerEndpointIPAddress: '192.0.2.9',
  comment: 'Reports',
}

async function dataEndpoint(world: TestConsole) {
  const place = await project(world)
  await sent(createDataEndpoint, { ...place, ...newDataEndpoint })
  return { ...place, endpointId: newDataEndpoint.endpointId }
}

/** Private endpoints. Those of Azure have slashes in their IDs. */
export const networkExamples: Examples = {
  'privateEndpoints.services': service,
  'privateEndpoints.service': service,
  'privateEndpoints.get': endpoint,
  'privateEndpoints.createService': plus(project, {
    cloudProvider: 'AWS',
    region: 'EU_WEST_1',
    supportedRemoteRegions: ['EU_CENTRAL_1'],
  }),
  'privateEndpoints.deleteService': service,
  'privateEndpoints.create': plus(service, newEndpoint),
  'privateEndpoints.delete': endpoint,
  'dataEndpoints.create': plus(project, newDataEndpoint),
  'dataEndpoints.changeComment': plus(dataEndpoint, {
    provider: 'AZURE',
    comment: 'Reports of sales',
    opened: { comment: 'Reports' },
  }),
  'dataEndpoints.delete': dataEndpoint,
}
