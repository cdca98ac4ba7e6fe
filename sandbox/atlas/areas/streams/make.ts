import { idFrom, iso } from '../../ids'
import type { World } from '../../world'
import { projectIdOf } from '../../world/projects'
import type { Peering, PrivateLink, Processor, StreamsState, Workspace } from './shapes'

const day = 86_400_000

export const workspace = (
  groupId: string,
  name: string,
  more: Partial<Workspace> = {},
): Workspace => ({
  id: idFrom(`stream workspace ${groupId} ${name}`, '2025-03-04T09:12:00Z'),
  groupId,
  name,
  region: { cloudProvider: 'AWS', region: 'DUBLIN_IRL' },
  failoverRegions: [],
  tier: 'SP10',
  maxTierSize: 'SP30',
  solar: true,
  ...more,
})

/** A stopped processor; `more` overrides its fields. */
export const processor = (
  place: Pick<Processor, 'groupId' | 'workspace'>,
  name: string,
  more: Partial<Processor> = {},
): Processor => ({
  ...place,
  id: idFrom(
    `stream processor ${place.groupId} ${place.workspace} ${name}`,
    '2025-06-11T07:30:00Z',
  ),
  name,
  pipeline: [
    { $source: { connectionName: 'kafka-orders', topic: 'orders.v2' } },
    { $match: { 'order.country': { $in: ['DE', 'AT', 'IE'] } } },
    { $merge: { into: { connectionName: 'sink-cluster', db: 'orders', coll: 'eu' } } },
  ],
  failoverEnabled: false,
  state: 'STOPPED',
  next: [],
  manner: 'steady',
  ranBefore: 0,
  checkpoint: false,
  ...more,
})

const windowed = [
  {
    $source: {
      connectionName: 'kafka-orders',
      topic: 'payments.settled',
      timeField: { $toDate: '$settledAt' },
    },
  },
  {
    $validate: {
      validator: { $jsonSchema: { required: ['amount', 'currency'] } },
      validationAction: 'dlq',
    },
  },
  {
    $tumblingWindow: {
      interval: { size: 5, unit: 'minute' },
      pipeline: [
        { $group: { _id: '$currency', total: { $sum: '$amount' }, count: { $sum: 1 } } },
        { $sort: { total: -1 } },
      ],
    },
  },
  { $merge: { into: { connectionName: 'sink-cluster', db: 'finance', coll: 'settled_5m' } } },
]

const changeStream = (coll: string, topic: string) => [
  {
    $source: {
      connectionName: 'sink-cluster',
      db: 'catalog',
      coll,
      config: { fullDocument: 'updateLookup' },
    },
  },
  { $project: { _id: 0, sku: '$fullDocument.sku', stock: '$fullDocument.stock' } },
  { $emit: { connectionName: 'kafka-orders', topic } },
]

/** The nine processors of the demo, all but two in `orders-eu`. */
function makeProcessors(groupId: string, clock: number): Processor[] {
  const orders = { groupId, workspace: 'orders-eu' }
  const sensors = { groupId, workspace: 'sensors' }
  const running = (hours: number): Partial<Processor> => ({
    state: 'STARTED',
    startedAt: clock - hours * 3_600_000,
    checkpoint: true,
  })
  const dlq = { connectionName: 'sink-cluster', db: 'streams', coll: 'dead_letters' }
  return [
    processor(orders, 'orders-to-warehouse', { ...running(31), dlq, tier: 'SP10' }),
    processor(orders, 'stock-levels', {
      ...running(6),
      manner: 'lagging',
      pipeline: changeStream('stock', 'stock.v1'),
    }),
    processor(orders, 'settlements-5m', {
      ...running(52),
      manner: 'dead-letters',
      pipeline: windowed,
      dlq: { ...dlq, coll: 'settlements_rejected' },
      tier: 'SP30',
    }),
    processor(orders, 'returns: EU/UK', { dlq, checkpoint: true, ranBefore: 86_400 }),
    processor(orders, 'loyalty-points', {
      state: 'CREATED',
      pipeline: changeStream('members', 'loyalty.v1'),
    }),
    processor(orders, 'price-alerts', {
      state: 'FAILED',
      message:
        'Kafka $source kafka-legacy could not be read: broker kafka-3.legacy.example:9094 refused the credentials (SASL authentication failed).',
      pipeline: [
        { $source: { connectionName: 'kafka-legacy', topic: 'prices' } },
        { $merge: { into: { connectionName: 'sink-cluster', db: 'pricing', coll: 'alerts' } } },
      ],
      ranBefore: 7_200,
      checkpoint: true,
    }),
    processor(orders, 'archive-backfill', {
      tier: 'SP50',
      dlq,
      checkpoint: true,
      ranBefore: 4_000,
    }),
    processor(sensors, 'solar-demo', {
      state: 'INIT',
      pipeline: [
        { $source: { connectionName: 'sample_stream_solar' } },
        { $emit: { connectionName: '__testLog' } },
      ],
    }),
    processor(sensors, 'turbine-vibration', {
      ...running(1),
      next: [
        {
          state: 'FAILED',
          at: clock + 90_000,
          message:
            'The stream processor ran out of memory: state of 1.9 GB is more than 80 % of what tier SP2 has.',
        },
      ],
      pipeline: [
        { $source: { connectionName: 'sample_stream_solar' } },
        { $emit: { connectionName: '__testLog' } },
      ],
      tier: 'SP2',
    }),
  ]
}

export const peering = (groupId: string, name: string, more: Partial<Peering> = {}): Peering => {
  const digits = (text: string) => idFrom(text, 0).slice(8, 24)
  return {
    id: idFrom(`stream peering ${groupId} ${name}`, '2025-10-02T11:00:00Z'),
    groupId,
    name: `pcx-0${digits(name)}`,
    requesterAccountId: '111122223333',
    requesterVpcId: `vpc-0${digits(`from ${name}`)}`,
    requesterCidr: '192.0.2.0/24',
    accepterAccountId: '777788889999',
    accepterVpcId: `vpc-0${digits('atlas')}`,
    accepterCidr: '198.51.100.0/24',
    cloudStatus: 'active',
    localStatus: 'ACTIVE',
    next: [],
    ...more,
  }
}

const makePeerings = (groupId: string): Peering[] => [
  peering(groupId, 'orders', {}),
  peering(groupId, 'invited', {
    localStatus: 'NONE',
    cloudStatus: 'pending-acceptance',
    requesterCidr: '203.0.113.0/25',
    expirationTime: iso(Date.now() + 6 * day),
  }),
  peering(groupId, 'refused', {
    localStatus: 'REJECT_REQUESTED',
    cloudStatus: 'rejected',
    requesterCidr: '203.0.113.128/25',
  }),
  peering(groupId, 'broken', {
    localStatus: 'UPDATE_FAILED',
    cloudStatus: 'failed',
    statusMessage: 'The CIDR block of the requester overlaps with 198.51.100.0/24.',
    requesterCidr: '198.51.100.0/25',
  }),
  peering(groupId, 'partner', {
    requesterAccountId: '444455556666',
    requesterCidr: '192.0.2.128/25',
  }),
]

const privateLink = (groupId: string, n: number, more: Omit<PrivateLink, 'id' | 'groupId'>) => ({
  id: idFrom(`stream private link ${groupId} ${n}`, '2025-08-19T14:20:00Z'),
  groupId,
  ...more,
})

export const makePrivateLinks = (groupId: string): PrivateLink[] => [
  privateLink(groupId, 1, {
    state: 'DONE',
    fields: {
      provider: 'AWS',
      region: 'eu-west-1',
      vendor: 'CONFLUENT',
      dnsDomain: 'orders.eu-west-1.aws.kafka.example',
      serviceEndpointId: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0d1e2f3a4b5c6d7e8',
      interfaceEndpointId: 'vpce-0a1b2c3d4e5f6a7b8',
    },
  }),
  privateLink(groupId, 2, {
    state: 'FAILED',
    fields: {
      provider: 'AZURE',
      region: 'westeurope',
      vendor: 'EVENTHUB',
      dnsDomain: 'events.servicebus.example',
      serviceEndpointId:
        '/subscriptions/0000-1111/resourceGroups/streams/providers/Microsoft.EventHub/namespaces/events',
      errorMessage: 'The owner of the namespace has not approved the connection.',
    },
  }),
]

/** Two workspaces in `streams-eu`. */
export const makeWorkspaces = (groupId: string): Workspace[] => [
  workspace(groupId, 'orders-eu', {
    failoverRegions: [{ cloudProvider: 'AWS', region: 'FRANKFURT_DEU' }],
  }),
  workspace(groupId, 'sensors', { tier: 'SP2', maxTierSize: undefined }),
]

/** Processors and peerings of `streams-eu` in every state. */
export function makeStreams(world: World): StreamsState {
  const groupId = projectIdOf('streams-eu')
  return {
    processors: makeProcessors(groupId, world.clock()),
    peerings: makePeerings(groupId),
  }
}
