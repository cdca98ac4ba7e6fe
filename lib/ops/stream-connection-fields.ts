import { z } from 'zod'
import { line, secretLine } from './text'

const text = (missing: string) =>
  line(missing).min(1, missing).max(2048, 'At most 2,048 characters')
const secret = (missing: string, text = secretLine) =>
  text(missing).min(1, missing).max(20_000, 'At most 20,000 characters')
const id = (message: string) => z.string(message).regex(/^[a-f0-9]{24}$/, message)
const certificate = z
  .string('Paste the certificate')
  .regex(/-----BEGIN [\s\S]+-----END /, 'Paste the certificate from -----BEGIN to -----END')
const webAddress = (message: string) => line(message).regex(/^https?:\/\/[^\s/]+/, message)

/** Names with values, one per line in a form. */
const pairs = (value: z.ZodString) =>
  z
    .array(
      z.strictObject({
        name: z.string().regex(/^[^\s:]+$/, 'A name has no spaces and no colon'),
        value: value.min(1, 'Enter a value after the name'),
      }),
    )
    .max(100, 'At most 100 lines')
    .refine(
      (all) => new Set(all.map(({ name }) => name)).size === all.length,
      'A name is listed twice',
    )

/** `at` is where Atlas has the field in a connection, if not under its own name. */
export const fields = {
  bootstrapServers: text('Enter the servers')
    .regex(/^[^\s,]+:\d{1,5}(,[^\s,]+:\d{1,5})*$/, 'Write host:port, with commas between servers')
    .meta({ label: 'Bootstrap servers', hint: 'host:port, with commas between servers.' }),
  protocol: z.enum(['SASL_SSL', 'SASL_PLAINTEXT', 'SSL'], 'Choose a protocol').meta({
    label: 'Protocol',
    choices: {
      SASL_SSL: 'SASL_SSL: sign in, encrypted',
      SASL_PLAINTEXT: 'SASL_PLAINTEXT: sign in, not encrypted',
      SSL: 'SSL: client certificate',
    },
    at: 'security.protocol',
  }),
  brokerPublicCertificate: certificate.optional().meta({
    label: 'Certificate of the brokers',
    hint: 'PEM, for brokers that use a private certificate authority.',
    multiline: true,
    at: 'security.brokerPublicCertificate',
  }),
  mechanism: z
    .enum(['SCRAM-512', 'SCRAM-256', 'PLAIN', 'OAUTHBEARER', 'AWS_MSK_IAM'], 'Choose a mechanism')
    .meta({ label: 'Mechanism', at: 'authentication.mechanism' }),
  username: text('Enter the user name').meta({
    label: 'User name',
    at: 'authentication.username',
  }),
  password: secret('Enter the password').meta({
    label: 'Password',
    secret: true,
    at: 'authentication.password',
  }),
  tokenEndpointUrl: webAddress('Enter a URL that starts with https://').meta({
    label: 'Token endpoint URL',
    at: 'authentication.tokenEndpointUrl',
  }),
  clientId: text('Enter the client ID').meta({
    label: 'Client ID',
    at: 'authentication.clientId',
  }),
  clientSecret: secret('Enter the client secret').meta({
    label: 'Client secret',
    secret: true,
    at: 'authentication.clientSecret',
  }),
  scope: text('Enter a scope').optional().meta({
    label: 'Scope',
    at: 'authentication.scope',
  }),
  saslOauthbearerExtensions: secret('Enter the extensions').optional().meta({
    label: 'SASL extensions',
    hint: 'name=value, with commas in between.',
    secret: true,
    at: 'authentication.saslOauthbearerExtensions',
  }),
  kafkaRoleArn: text('Enter the ARN of the role').meta({
    label: 'AWS role ARN',
    at: 'authentication.aws.roleArn',
  }),
  sslCertificate: certificate.meta({
    label: 'Client certificate',
    hint: 'PEM.',
    multiline: true,
    at: 'authentication.sslCertificate',
  }),
  sslKey: secret('Enter the private key', z.string).meta({
    label: 'Private key',
    hint: 'PEM. Atlas never shows it again.',
    multiline: true,
    at: 'authentication.sslKey',
  }),
  sslKeyPassword: secret('Enter the password').optional().meta({
    label: 'Password of the private key',
    secret: true,
    at: 'authentication.sslKeyPassword',
  }),
  config: pairs(line()).optional().meta({
    label: 'Kafka configuration',
    hint: 'One per line: a name, a space and the value, such as auto.offset.reset earliest.',
  }),
  clusterName: text('Enter the name of the cluster').meta({ label: 'Cluster' }),
  clusterGroupId: id('A project ID has 24 hexadecimal digits').optional().meta({
    label: 'Project of the cluster',
    hint: 'The project ID, if the cluster is in another project.',
  }),
  role: text('Enter a database role').meta({
    label: 'Database role',
    hint: 'Processors use it in the cluster, such as readWriteAnyDatabase.',
    at: 'dbRoleToExecute.role',
  }),
  roleType: z.enum(['BUILT_IN', 'CUSTOM'], 'Choose a type').meta({
    label: 'Type of the role',
    choices: { BUILT_IN: 'Built-in', CUSTOM: 'Custom' },
    at: 'dbRoleToExecute.type',
  }),
  url: webAddress('Enter a URL that starts with https://').meta({ label: 'URL' }),
  headers: pairs(secretLine()).optional().meta({
    label: 'Headers',
    hint: 'One per line: a name, a space and the value. Gatehouse never shows them again.',
  }),
  roleArn: text('Enter the ARN of the role').meta({
    label: 'AWS role ARN',
    hint: 'A cloud role that this project can use.',
    at: 'aws.roleArn',
  }),
  testBucket: text('Enter the bucket').optional().meta({
    label: 'Test bucket',
    hint: 'Atlas writes a test object to this bucket.',
    at: 'aws.testBucket',
  }),
  servicePrincipalId: text('Enter the ID of the service principal').meta({
    label: 'Service principal ID',
    at: 'azure.servicePrincipalId',
  }),
  storageAccountName: text('Enter the storage account').meta({
    label: 'Storage account',
    at: 'azure.storageAccountName',
  }),
  azureRegion: text('Enter a region').optional().meta({
    label: 'Azure region',
    at: 'azure.region',
  }),
  serviceAccountId: text('Enter the service account').meta({
    label: 'Google Cloud service account',
    at: 'gcp.serviceAccountId',
  }),
  schemaRegistryUrls: z
    .array(webAddress('Each line is a URL that starts with https://'), 'Enter a URL')
    .min(1, 'Enter a URL')
    .max(10, 'At most 10 URLs')
    .meta({ label: 'Schema registry URLs', hint: 'One per line.' }),
  registrySignIn: z.enum(['USER_INFO', 'SASL_INHERIT'], 'Choose how to sign in').meta({
    label: 'Sign-in',
    choices: { USER_INFO: 'User name and password', SASL_INHERIT: 'Same as the Kafka connection' },
    at: 'schemaRegistryAuthentication.type',
  }),
  registryUsername: text('Enter the user name').meta({
    label: 'User name',
    at: 'schemaRegistryAuthentication.username',
  }),
  registryPassword: secret('Enter the password').meta({
    label: 'Password',
    secret: true,
    at: 'schemaRegistryAuthentication.password',
  }),
  access: z.enum(['PUBLIC', 'VPC', 'PRIVATE_LINK', 'TRANSIT_GATEWAY'], 'Choose a network').meta({
    label: 'Network',
    hint: 'It can’t be changed later.',
    choices: {
      PUBLIC: 'Public internet',
      VPC: 'VPC peering',
      PRIVATE_LINK: 'Private link',
      TRANSIT_GATEWAY: 'Transit gateway',
    },
    at: 'networking.access.type',
  }),
  publicOrLink: z.enum(['PUBLIC', 'PRIVATE_LINK'], 'Choose a network').meta({
    label: 'Network',
    hint: 'It can’t be changed later.',
    choices: { PUBLIC: 'Public internet', PRIVATE_LINK: 'Private link' },
    at: 'publicPrivateNetworking.access.type',
  }),
  peeringName: text('Enter the name of the peering connection').meta({
    label: 'Peering connection',
    hint: 'The name of the VPC peering connection.',
    at: 'networking.access.name',
  }),
  linkId: id('The ID of a private link has 24 hexadecimal digits').meta({
    label: 'Private link ID',
    at: 'networking.access.connectionId',
  }),
  otherLinkId: id('The ID of a private link has 24 hexadecimal digits').meta({
    label: 'Private link ID',
    at: 'publicPrivateNetworking.access.connectionId',
  }),
  tgwRouteId: id('The ID of a route has 24 hexadecimal digits').meta({
    label: 'Transit gateway route ID',
    at: 'networking.access.tgwRouteId',
  }),
}
export type FieldName = keyof typeof fields

/** What a connection of each type is called and takes. */
export const connectionTypes = {
  Kafka: ['Kafka', ['bootstrapServers', 'protocol', 'config', 'access']],
  Cluster: ['Atlas cluster', ['clusterName', 'clusterGroupId', 'role', 'roleType']],
  SchemaRegistry: ['Schema registry', ['schemaRegistryUrls', 'registrySignIn']],
  Https: ['HTTPS', ['url', 'headers']],
  S3: ['AWS S3', ['roleArn', 'testBucket', 'access']],
  AWSKinesisDataStreams: ['AWS Kinesis Data Streams', ['roleArn', 'access']],
  AWSLambda: ['AWS Lambda', ['roleArn', 'publicOrLink']],
  AzureBlobStorage: [
    'Azure Blob Storage',
    ['servicePrincipalId', 'storageAccountName', 'azureRegion', 'publicOrLink'],
  ],
  GCPPubSub: ['Google Cloud Pub/Sub', ['serviceAccountId', 'publicOrLink']],
  Sample: ['Sample data', []],
} as const satisfies Record<string, readonly [string, readonly FieldName[]]>
export type ConnectionType = keyof typeof connectionTypes

export const isConnectionType = (type: unknown): type is ConnectionType =>
  typeof type === 'string' && Object.hasOwn(connectionTypes, type)

/** The fields that the value of another one adds. */
export const added: { [name in FieldName]?: Record<string, readonly FieldName[]> } = {
  protocol: {
    SASL_SSL: ['brokerPublicCertificate', 'mechanism'],
    SASL_PLAINTEXT: ['mechanism'],
    SSL: ['brokerPublicCertificate', 'sslCertificate', 'sslKey', 'sslKeyPassword'],
  },
  mechanism: {
    'SCRAM-512': ['username', 'password'],
    'SCRAM-256': ['username', 'password'],
    PLAIN: ['username', 'password'],
    OAUTHBEARER: [
      'tokenEndpointUrl',
      'clientId',
      'clientSecret',
      'scope',
      'saslOauthbearerExtensions',
    ],
    AWS_MSK_IAM: ['kafkaRoleArn'],
  },
  registrySignIn: { USER_INFO: ['registryUsername', 'registryPassword'] },
  access: { VPC: ['peeringName'], PRIVATE_LINK: ['linkId'], TRANSIT_GATEWAY: ['tgwRouteId'] },
  publicOrLink: { PRIVATE_LINK: ['otherLinkId'] },
}

/** Atlas never returns these, or Gatehouse hides them. */
export const connectionSecrets = [
  'password',
  'clientSecret',
  'saslOauthbearerExtensions',
  'sslKey',
  'sslKeyPassword',
  'registryPassword',
  'headers',
] as const satisfies FieldName[]
export const isSecret = (name: string): boolean =>
  (connectionSecrets as readonly string[]).includes(name)
