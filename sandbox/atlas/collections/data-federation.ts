import { z } from 'zod'
import { digitsOf, readJson } from '@/lib/format/json'
import { bodyOf } from '../body'
import { collection } from '../collection'
import type { SandboxFile } from '../define'
import { idFrom, iso } from '../ids'
import { invalid, reject } from '../reject'
import { projectIdOf } from '../world/projects'
import { roleIdOf } from './cloud-roles'

const groupId = projectIdOf('analytics')

const tenant = z.looseObject({
  groupId: z.string(),
  name: z.string(),
  state: z.enum(['UNVERIFIED', 'ACTIVE', 'DELETED']),
  storage: z.object({
    databases: z.array(z.record(z.string(), z.unknown())),
    stores: z.array(z.record(z.string(), z.unknown())),
  }),
})
type Tenant = z.output<typeof tenant>

const federated = (place: string, name: string, more: Partial<Tenant> = {}): Tenant => ({
  cloudProviderConfig: null,
  dataProcessRegion: null,
  groupId: place,
  hostnames: [`${name}-${idFrom(name, 0).slice(8, 14)}.a.query.mongodb.example`],
  privateEndpointHostnames: [],
  name,
  state: 'ACTIVE',
  storage: { databases: [], stores: [] },
  ...more,
})

const awsRole = (testS3Bucket: string) => ({
  aws: {
    externalId: 'c0f5a6d4-5e2b-4d5b-9a64-1b7f3e2d9c01',
    iamAssumedRoleARN: 'arn:aws:iam::111122223333:role/atlas-lake',
    iamUserARN: 'arn:aws:iam::444455556666:root',
    roleId: roleIdOf('atlas-lake'),
    testS3Bucket,
  },
})

const sales = {
  databases: [
    {
      name: 'sales',
      maxWildcardCollections: 100,
      collections: [
        {
          name: 'orders',
          dataSources: [
            { storeName: 'warehouse', database: 'sales', collection: 'orders' },
            { storeName: 'lake', path: '/orders/{year string}/*', defaultFormat: '.parquet' },
          ],
        },
        { name: 'returns', dataSources: [{ storeName: 'lake', path: '/returns/*' }] },
      ],
      views: [{ name: 'openOrders', source: 'orders', pipeline: '[{"$match":{"open":true}}]' }],
    },
  ],
  stores: [
    { name: 'warehouse', provider: 'atlas', clusterName: 'warehouse', projectId: groupId },
    {
      name: 'lake',
      provider: 's3',
      bucket: 'contoso-sales-lake',
      delimiter: '/',
      prefix: 'export/',
      region: 'EU_WEST_1',
    },
  ],
}

const files = {
  databases: [
    {
      name: 'files',
      collections: [{ name: '*', dataSources: [{ storeName: 'open' }] }],
      views: [],
    },
  ],
  stores: [
    {
      name: 'open',
      provider: 'http',
      allowInsecure: false,
      urls: ['https://data.contoso.example/rates.json'],
    },
  ],
}

export const dataFederation = collection<Tenant>({
  name: 'dataFederation',
  path: '/groups/{groupId}/dataFederation/{tenantName}',
  shape: tenant,
  key: 'name',
  unique: 'name',
  links: false,
  array: true,
  errors: { notFound: 'DATA_FEDERATION_TENANT_NOT_FOUND_FOR_NAME' },
  codes: { delete: [202, 204] },
  events: { delete: 'QUERY_ENGINE_TENANT_REMOVED' },
  seed: () =>
    [
      federated(groupId, 'sales-lake', {
        cloudProviderConfig: awsRole('contoso-sales-lake'),
        dataProcessRegion: { cloudProvider: 'AWS', region: 'DUBLIN_IRL' },
        storage: sales,
      }),
      federated(groupId, 'finance', {
        dataProcessRegion: { cloudProvider: 'AZURE', region: 'AMSTERDAM_NLD' },
        storage: sales,
      }),
      federated(groupId, 'open-data', { state: 'UNVERIFIED', storage: files }),
      federated(groupId, 'scratch'),
    ].map((item) => ({ place: { groupId }, item })),
  sample: (n, place) => federated(place.groupId ?? '', `federated-${n}`),
})

const limitNames = ['query', 'daily', 'weekly', 'monthly'].map((span) => `bytesProcessed.${span}`)
/** Whole numbers beyond 2^53 are kept as written. */
const bytes = z
  .unknown()
  // A body is read with integers beyond 2^53 as their digits.
  .refine((v) => /^\d+$/.test(digitsOf(v) ?? String(v)), 'must be a whole number of bytes')
  .transform((v) => readJson(digitsOf(v) ?? String(v)))

const limit = z.looseObject({
  name: z.string(),
  tenantName: z.string(),
  value: z.unknown(),
  currentUsage: z.number(),
  overrunPolicy: z.string().optional(),
})

function limitOf(
  tenantName: string,
  span: string,
  value: unknown,
  currentUsage: number,
  overrunPolicy?: string,
): z.output<typeof limit> {
  const base = { name: `bytesProcessed.${span}`, tenantName, value, currentUsage }
  const lastModifiedDate = iso(Date.now() - 20 * 86_400_000)
  return { ...base, ...(overrunPolicy ? { overrunPolicy } : {}), lastModifiedDate }
}

const tib = 1024 ** 4

export const queryLimits = collection({
  name: 'queryLimits',
  path: '/groups/{groupId}/dataFederation/{tenantName}/limits/{limitName}',
  parent: dataFederation,
  shape: limit,
  key: 'name',
  array: true,
  links: false,
  errors: { notFound: 'DATA_FEDERATION_QUERY_LIMIT_NOT_FOUND' },
  events: {
    create: 'DATA_FEDERATION_QUERY_LIMIT_CONFIGURED',
    update: 'DATA_FEDERATION_QUERY_LIMIT_CONFIGURED',
    delete: 'DATA_FEDERATION_QUERY_LIMIT_DELETED',
  },
  seed: () =>
    [
      limitOf('sales-lake', 'query', tib / 4, 0),
      limitOf('sales-lake', 'daily', 2 * tib, Math.round(0.2 * tib), 'BLOCK'),
      limitOf('sales-lake', 'monthly', 40 * tib, Math.round(36.8 * tib), 'BLOCK_AND_KILL'),
      limitOf('finance', 'weekly', 5 * tib, Math.round(5.2 * tib), 'BLOCK'),
      limitOf('open-data', 'monthly', readJson('9007199254740993'), 17, 'BLOCK'),
    ].map((item) => ({ place: { groupId, tenantName: item.tenantName }, item })),
})

export const setQueryLimit = {
  /** Sets a limit, whether or not it exists. */
  setGroupDataFederationLimit: ({ world, path, body, origin }) => {
    dataFederation.find(world, path)
    const { limitName = '', tenantName = '' } = path
    if (!limitNames.includes(limitName))
      throw reject(400, 'INVALID_ATTRIBUTE', `No limit is called ${limitName}.`, limitName)
    const policy = z.enum(['BLOCK', 'BLOCK_AND_KILL']).optional()
    const sent = bodyOf(z.object({ value: bytes, overrunPolicy: policy }), body)
    if (sent.overrunPolicy && limitName === 'bytesProcessed.query')
      throw invalid([{ field: 'overrunPolicy', description: 'has no meaning for one query' }])
    const place = { groupId: path.groupId ?? '', tenantName }
    const old = queryLimits.rows(world, place).find((r) => r.item.name === limitName)
    const span = limitName.slice('bytesProcessed.'.length)
    const made = {
      ...limitOf(tenantName, span, sent.value, old?.item.currentUsage ?? 0, sent.overrunPolicy),
      lastModifiedDate: iso(Date.now()),
    }
    if (old) queryLimits.change(world, old, made, origin)
    else queryLimits.add(world, place, made, origin)
    return made
  },
} satisfies SandboxFile

const endpoint = z.looseObject({
  endpointId: z.string(),
  provider: z.enum(['AWS', 'AZURE']),
  status: z.enum(['PENDING', 'OK', 'FAILED', 'DELETING']),
  type: z.literal('DATA_LAKE'),
  comment: z.string().optional(),
})
type Endpoint = z.output<typeof endpoint>

const awsEndpoint = (n: number, status: Endpoint['status'], comment: string): Endpoint => ({
  comment,
  customerEndpointDNSName: `vpce-${n}.vpce-svc-0a1b2c3d4e5f.eu-west-1.vpce.amazonaws.example`,
  endpointId: `vpce-${idFrom(`data endpoint ${n}`, n).slice(7)}`,
  provider: 'AWS',
  region: 'EU_WEST_1',
  status,
  type: 'DATA_LAKE',
})

const azureEndpoint = (name: string, more: Partial<Endpoint> = {}): Endpoint => ({
  azureLinkId: '1234567890',
  customerEndpointIPAddress: '192.0.2.24',
  endpointId: `/subscriptions/8e5a1f0c-2b6d-4c1a-9f3e-0a7b5d2c4e61/resourceGroups/analytics/providers/Microsoft.Network/privateEndpoints/${name}`,
  provider: 'AZURE',
  region: 'EUROPE_WEST',
  status: 'OK',
  type: 'DATA_LAKE',
  ...more,
})

/** Private endpoints of data federation and online archives. */
export const dataEndpoints = collection<Endpoint>({
  name: 'dataEndpoints',
  path: '/groups/{groupId}/privateNetworkSettings/endpointIds/{endpointId}',
  shape: endpoint,
  key: 'endpointId',
  links: false,
  errors: { notFound: 'PRIVATE_NETWORK_ENDPOINT_ID_NOT_FOUND' },
  events: {
    create: 'PRIVATE_NETWORK_ENDPOINT_ENTRY_ADDED',
    update: 'PRIVATE_NETWORK_ENDPOINT_ENTRY_UPDATED',
    delete: 'PRIVATE_NETWORK_ENDPOINT_ENTRY_REMOVED',
  },
  states: { create: [['PENDING', 60], ['OK']], delete: [['DELETING', 45]] },
  seed: () =>
    [
      awsEndpoint(1, 'OK', 'Reports VPC'),
      awsEndpoint(2, 'PENDING', 'Data science VPC'),
      awsEndpoint(3, 'DELETING', 'Old reports VPC'),
      azureEndpoint('reports'),
      azureEndpoint('finance', {
        comment: 'Finance network',
        errorMessage: 'The private link connection was rejected.',
        status: 'FAILED',
      }),
    ].map((item) => ({ place: { groupId }, item })),
  sample: (n) => awsEndpoint(100 + n, 'OK', `Network ${n}`),
})

const sentEndpoint = z.object({
  endpointId: z.string().regex(/^(vpce-[0-9a-f]{17}|\/subscriptions\/.+)$/),
  provider: z.enum(['AWS', 'AZURE']).default('AWS'),
  type: z.literal('DATA_LAKE').default('DATA_LAKE'),
  comment: z.string().max(80).optional(),
  region: z.string().optional(),
  azureLinkId: z.string().optional(),
  customerEndpointDNSName: z.string().optional(),
  customerEndpointIPAddress: z.string().optional(),
})

export const putDataEndpoint = {
  /** A known id gets the new comment. Answers the whole list. */
  createGroupPrivateNetworkSettingEndpointId: (input) => {
    const { world, path, origin } = input
    const { id } = world.project(path.groupId)
    const sent = bodyOf(sentEndpoint, input.body)
    const place = { groupId: id }
    const old = dataEndpoints.rows(world, place).find((r) => r.item.endpointId === sent.endpointId)
    if (old) dataEndpoints.change(world, old, sent, origin)
    else dataEndpoints.add(world, place, { ...sent, status: 'PENDING' }, origin)
    return dataEndpoints.list(input, 201)
  },
} satisfies SandboxFile
