import { z } from 'zod'
import type { Place } from '../declaration'
import { idFrom } from '../ids'
import { projectIdOf } from './projects'

export const provider = z.enum(['AWS', 'AZURE', 'GCP'])
export type Provider = z.output<typeof provider>

export const service = z.looseObject({
  id: z.string(),
  cloudProvider: provider,
  regionName: z.string(),
  status: z.enum(['INITIATING', 'AVAILABLE', 'WAITING_FOR_USER', 'FAILED', 'DELETING']),
  errorMessage: z.string().nullable(),
  portMappingEnabled: z.boolean().optional(),
  supportedRemoteRegions: z.array(z.string()).optional(),
})
export type Service = z.output<typeof service>

export const serviceOf = (
  groupId: string,
  cloudProvider: Provider,
  regionName: string,
  more: Partial<Service> = {},
): Service => ({
  id: idFrom(`endpoint service ${groupId} ${cloudProvider} ${regionName}`, '2025-04-03T10:00:00Z'),
  cloudProvider,
  regionName,
  status: 'AVAILABLE',
  errorMessage: null,
  ...more,
})

export const endpoint = z.looseObject({
  /** The id in the path, in another field for each provider. */
  endpointId: z.string(),
  cloudProvider: provider,
  status: z.string(),
  errorMessage: z.string().nullable(),
  privateEndpointIPAddress: z.string().optional(),
  gcpProjectId: z.string().optional(),
  endpoints: z.array(z.object({ endpointName: z.string(), ipAddress: z.string() })).optional(),
})
export type Endpoint = z.output<typeof endpoint>

export const endpointOf = (
  cloudProvider: Provider,
  endpointId: string,
  more: Partial<Endpoint> = {},
): Endpoint => ({ endpointId, cloudProvider, status: 'AVAILABLE', errorMessage: null, ...more })

export const awsId = (name: string) => `vpce-${idFrom(`interface endpoint ${name}`, 0).slice(7)}`
export const azureId = (name: string) =>
  `/subscriptions/8e5a1f0c-2b6d-4c1a-9f3e-0a7b5d2c4e61/resourceGroups/legacy/providers/Microsoft.Network/privateEndpoints/${name}`

type ServiceSeed = { place: Place; item: Service; endpoints?: Endpoint[] }

function serviceSeed(
  project: string,
  cloudProvider: Provider,
  regionName: string,
  more: Partial<Service>,
  endpoints: Endpoint[] = [],
): ServiceSeed {
  const groupId = projectIdOf(project)
  const item = serviceOf(groupId, cloudProvider, regionName, more)
  return { place: { groupId, cloudProvider }, item, endpoints }
}

const group = (name: string, status: string, more: Partial<Endpoint> = {}) =>
  endpointOf('GCP', name, {
    status,
    gcpProjectId: 'contoso-data',
    endpoints: [1, 2].map((n) => ({
      endpointName: `${name}-${n}`,
      ipAddress: `192.0.2.${40 + n}`,
    })),
    ...more,
  })

/** Every provider with every state of services and endpoints. */
export const endpointSeeds: readonly ServiceSeed[] = [
  serviceSeed('payments-prod', 'AWS', 'EU_WEST_1', { supportedRemoteRegions: ['EU_CENTRAL_1'] }, [
    endpointOf('AWS', awsId('checkout')),
    endpointOf('AWS', awsId('reports'), { status: 'PENDING_ACCEPTANCE' }),
    endpointOf('AWS', awsId('ledger'), { status: 'PENDING' }),
    endpointOf('AWS', awsId('partner'), {
      status: 'REJECTED',
      errorMessage: 'The endpoint belongs to an account that may not connect.',
    }),
    endpointOf('AWS', awsId('old'), { status: 'DELETING' }),
  ]),
  serviceSeed('payments-prod', 'AWS', 'US_EAST_1', { status: 'INITIATING' }),
  serviceSeed('payments-prod', 'AWS', 'AP_SOUTH_1', {
    status: 'FAILED',
    errorMessage: 'The region has no free network container.',
  }),
  serviceSeed('legacy-eu', 'AZURE', 'EUROPE_WEST', {}, [
    endpointOf('AZURE', azureId('crm'), { privateEndpointIPAddress: '192.0.2.10' }),
    endpointOf('AZURE', azureId('orders'), {
      privateEndpointIPAddress: '192.0.2.11',
      status: 'INITIATING',
    }),
    endpointOf('AZURE', azureId('archive'), {
      privateEndpointIPAddress: '192.0.2.12',
      status: 'FAILED',
      errorMessage: 'The connection was removed in Azure.',
    }),
    endpointOf('AZURE', azureId('old'), {
      privateEndpointIPAddress: '192.0.2.13',
      status: 'DELETING',
    }),
  ]),
  serviceSeed('legacy-eu', 'AZURE', 'EUROPE_NORTH', { status: 'DELETING' }),
  serviceSeed('analytics', 'GCP', 'EUROPE_WEST_1', {}, [
    group('warehouse', 'AVAILABLE'),
    group('loader', 'VERIFIED'),
    group('notebooks', 'INITIATING'),
    group('trial', 'FAILED', { errorMessage: 'Two forwarding rules have the same address.' }),
    group('old-loader', 'DELETING'),
  ]),
  serviceSeed('analytics', 'GCP', 'EUROPE_WEST_4', { status: 'WAITING_FOR_USER' }),
]
