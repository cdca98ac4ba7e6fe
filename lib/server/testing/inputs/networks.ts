import type { About } from './about'

export const networkInputs = ({ groupId }: About): Record<string, unknown> => {
  const services = { groupId, cloudProvider: 'AWS' }
  const service = { ...services, endpointServiceId: 'c'.repeat(24) }
  const endpoint = { ...service, endpointId: `vpce-${'0'.repeat(17)}` }
  const data = { groupId, endpointId: endpoint.endpointId }
  return {
    'privateEndpoints.services': services,
    'privateEndpoints.service': service,
    'privateEndpoints.get': endpoint,
    'privateEndpoints.createService': { ...services, region: 'EU_WEST_1' },
    'privateEndpoints.deleteService': service,
    'privateEndpoints.create': endpoint,
    'privateEndpoints.delete': endpoint,
    'dataEndpoints.create': { ...data, provider: 'AWS', comment: 'Reports' },
    'dataEndpoints.changeComment': {
      ...data,
      provider: 'AWS',
      comment: 'Reports of sales',
      opened: { comment: 'Reports' },
    },
    'dataEndpoints.delete': data,
  }
}
