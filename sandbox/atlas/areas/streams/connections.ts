import { idFrom } from '../../ids'
import type { Connection } from './shapes'

type Place = Pick<Connection, 'groupId' | 'workspace'>

const access = (type: string, more: object = {}) => ({ access: { type, ...more } })

export const connection = (
  place: Place,
  name: string,
  type: string,
  fields: Record<string, unknown>,
  state: string | null = 'READY',
): Connection => ({
  ...place,
  id: idFrom(
    `stream connection ${place.groupId} ${place.workspace} ${name}`,
    '2025-04-01T08:00:00Z',
  ),
  name,
  type,
  fields,
  ...(state === null ? {} : { state }),
})

/** A connection to a cluster of the same project. */
export const ofCluster = (place: Place, name: string, clusterName: string): Connection =>
  connection(place, name, 'Cluster', {
    clusterName,
    clusterGroupId: place.groupId,
    dbRoleToExecute: { role: 'readWriteAnyDatabase', type: 'BUILT_IN' },
  })

const kafka = (servers: string, more: object = {}) => ({
  bootstrapServers: servers,
  authentication: { mechanism: 'SCRAM-512', username: 'gatehouse-streams' },
  security: { protocol: 'SASL_SSL', brokerPublicCertificate: null },
  config: { 'auto.offset.reset': 'earliest' },
  networking: access('PUBLIC'),
  ...more,
})

/** One connection of each type, in all four states; the oldest has no state. */
export function makeConnections(place: Place): Connection[] {
  const aws = (name: string) => ({ aws: { roleArn: `arn:aws:iam::777788889999:role/${name}` } })
  return [
    connection(
      place,
      'kafka-orders',
      'Kafka',
      kafka('kafka-1.orders.example:9092,kafka-2.orders.example:9092', {
        networking: access('VPC', { name: 'orders' }),
      }),
    ),
    connection(place, 'kafka-legacy', 'Kafka', kafka('kafka-3.legacy.example:9094'), 'FAILED'),
    connection(
      place,
      'kafka-private',
      'Kafka',
      kafka('orders.eu-west-1.aws.kafka.example:9092', { networking: access('PRIVATE_LINK') }),
      'PENDING',
    ),
    ofCluster(place, 'sink-cluster', 'streams-sink'),
    ofCluster(place, 'geo-cluster', 'streams-geo'),
    connection(place, 'sample_stream_solar', 'Sample', {}, null),
    connection(place, 'notify-webhook', 'Https', {
      url: 'https://hooks.example/streams',
      headers: { 'X-Team': 'streaming' },
    }),
    connection(place, 'score-lambda', 'AWSLambda', aws('streams-lambda')),
    connection(place, 'lake-s3', 'S3', {
      aws: { ...aws('streams-s3').aws, testBucket: 'streams-lake' },
      networking: access('PUBLIC'),
    }),
    connection(
      place,
      'clicks-kinesis',
      'AWSKinesisDataStreams',
      aws('streams-kinesis'),
      'DELETING',
    ),
    connection(place, 'lake-blob', 'AzureBlobStorage', {
      azure: { servicePrincipalId: '3f8c-11d2', storageAccountName: 'streamslake' },
    }),
    connection(place, 'events-pubsub', 'GCPPubSub', {
      gcp: { serviceAccountId: 'streams@orders.iam.example' },
    }),
    connection(place, 'schemas', 'SchemaRegistry', {
      provider: 'CONFLUENT',
      schemaRegistryUrls: ['https://schemas.orders.example'],
      schemaRegistryAuthentication: { type: 'USER_INFO', username: 'streams' },
    }),
  ]
}
