import { changeable } from '@/lib/ops/stream-connection-change'

const id = '6a1b2c3d4e5f60718293a4b5'
const pem = (what: string) => `-----BEGIN ${what}-----\nMIIB\n-----END ${what}-----`

const kafka = { type: 'Kafka', bootstrapServers: 'kafka-1.example:9092,kafka-2.example:9092' }
const sasl = { ...kafka, protocol: 'SASL_SSL', username: 'streams', password: 'pass' }
const aws = { roleArn: 'arn:aws:iam::777788889999:role/streams' }

/** Settings of a stream connection of each type, and of each way to sign in. */
export const connectionExamples = [
  { type: 'Https', url: 'https://sample.example/' },
  { type: 'Https', url: 'https://hooks.example/new', headers: [{ name: 'X-Team', value: 'a' }] },
  {
    ...sasl,
    mechanism: 'SCRAM-512',
    brokerPublicCertificate: pem('CERTIFICATE'),
    config: [{ name: 'auto.offset.reset', value: 'earliest' }],
    access: 'VPC',
    peeringName: 'orders',
  },
  { ...sasl, mechanism: 'PLAIN', access: 'PRIVATE_LINK', linkId: id },
  {
    ...kafka,
    protocol: 'SASL_PLAINTEXT',
    mechanism: 'OAUTHBEARER',
    tokenEndpointUrl: 'https://idp.example/token',
    clientId: 'streams',
    clientSecret: 'secret',
    scope: 'read write',
    saslOauthbearerExtensions: 'logicalCluster=lkc-1',
    access: 'TRANSIT_GATEWAY',
    tgwRouteId: id,
  },
  {
    ...kafka,
    protocol: 'SASL_SSL',
    mechanism: 'AWS_MSK_IAM',
    kafkaRoleArn: aws.roleArn,
    access: 'PUBLIC',
  },
  {
    ...kafka,
    protocol: 'SSL',
    sslCertificate: pem('CERTIFICATE'),
    sslKey: pem('PRIVATE KEY'),
    sslKeyPassword: 'pass',
    access: 'PUBLIC',
  },
  {
    type: 'Cluster',
    clusterName: 'orders',
    clusterGroupId: id,
    role: 'readWriteAnyDatabase',
    roleType: 'BUILT_IN',
  },
  {
    type: 'SchemaRegistry',
    schemaRegistryUrls: ['https://schemas.example:8081'],
    registrySignIn: 'USER_INFO',
    registryUsername: 'streams',
    registryPassword: 'pass',
  },
  {
    type: 'SchemaRegistry',
    schemaRegistryUrls: ['https://schemas.example:8081'],
    registrySignIn: 'SASL_INHERIT',
  },
  { type: 'S3', ...aws, testBucket: 'lake', access: 'PUBLIC' },
  { type: 'AWSKinesisDataStreams', ...aws, access: 'PUBLIC' },
  { type: 'AWSLambda', ...aws, publicOrLink: 'PRIVATE_LINK', otherLinkId: id },
  {
    type: 'AzureBlobStorage',
    servicePrincipalId: '3f8c-11d2',
    storageAccountName: 'lake',
    azureRegion: 'westeurope',
    publicOrLink: 'PUBLIC',
  },
  { type: 'GCPPubSub', serviceAccountId: 'streams@orders.iam.example', publicOrLink: 'PUBLIC' },
  { type: 'Sample' },
] as const satisfies ReadonlyArray<Readonly<Record<string, unknown>>>

const place = { groupId: id, tenantName: 'orders', connectionName: 'sample-name' }
const onlyChangeable = (settings: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(changeable(settings).map((name) => [name, settings[name]]))

/** Inputs of operations whose fields depend on each other, where combining the values of the schema finds too few. */
export const given: Readonly<Record<string, readonly unknown[]>> = {
  'streams.createConnection': connectionExamples.map((one) => ({ ...place, ...one })),
  'streams.changeConnection': connectionExamples
    .filter(({ type }) => type !== 'Sample')
    .map((one) => ({
      ...place,
      type: one.type,
      ...onlyChangeable(one),
      opened: { type: one.type },
    })),
}
