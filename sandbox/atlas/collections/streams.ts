import { z } from 'zod'
import { connection, makeConnections } from '../areas/streams/connections'
import { makePrivateLinks, makeWorkspaces, workspace } from '../areas/streams/make'
import {
  type Connection,
  connectionShape,
  type PrivateLink,
  privateLinkShape,
  tiers,
  type Workspace,
  workspaceShape,
} from '../areas/streams/shapes'
import { processorsIn, streamsOf } from '../areas/streams/state'
import { bodyOf } from '../body'
import { collection } from '../collection'
import { idFrom, iso } from '../ids'
import { reject } from '../reject'
import type { World } from '../world'
import { projectIdOf } from '../world/projects'

const groupId = projectIdOf('streams-eu')

const links = z.array(z.unknown()).optional()
const region = z.strictObject({ cloudProvider: z.string(), region: z.string(), links })
const config = z.strictObject({
  tier: z.enum(tiers).optional(),
  maxTierSize: z.enum(tiers).optional(),
  links,
})

const newWorkspace = z.strictObject({
  name: z.string().min(1),
  dataProcessRegion: region,
  failoverRegions: z.array(region).optional(),
  streamConfig: config.optional(),
  sampleConnections: z.strictObject({ solar: z.boolean().optional(), links }).optional(),
  links,
})

const changedWorkspace = z.strictObject({
  cloudProvider: z.string().optional(),
  region: z.string().optional(),
  failoverRegions: z.array(region).optional(),
  streamConfig: config.optional(),
  links,
})

const connectionBody = (c: Connection) => ({
  ...c.fields,
  id: c.id,
  links: [],
  name: c.name,
  ...(c.state === undefined ? {} : { state: c.state }),
  type: c.type,
})

const workspaceBody = (world: World, w: Workspace, withConnections: boolean) => ({
  _id: w.id,
  connections: withConnections ? connectionsIn(world, w).map(connectionBody) : [],
  dataProcessRegion: { ...w.region, links: [] },
  failoverRegions: w.failoverRegions,
  groupId: w.groupId,
  hostnames: [
    `atlas-stream-${w.id}.${w.region.region.toLowerCase().replace('_', '-')}.a.query.mongodb.example`,
  ],
  links: [],
  name: w.name,
  sampleConnections: { solar: w.solar },
  streamConfig: { ...(w.maxTierSize ? { maxTierSize: w.maxTierSize } : {}), tier: w.tier },
})

/** Fields of a connection that Atlas stores and never returns. */
const secrets = ['password', 'sslKey', 'sslKeyPassword', 'clientSecret']

const withoutSecrets = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .filter(([key]) => !secrets.includes(key) && key !== 'links')
          .map(([key, inner]) => [key, withoutSecrets(inner)]),
      )

/** The fields of each connection type besides name, type and region. */
const fieldsOf: Record<string, readonly string[]> = {
  Kafka: ['bootstrapServers', 'authentication', 'security', 'config', 'networking'],
  Cluster: ['clusterName', 'clusterGroupId', 'dbRoleToExecute'],
  Sample: [],
  Https: ['url', 'headers'],
  AWSLambda: ['aws', 'publicPrivateNetworking'],
  S3: ['aws', 'networking'],
  AWSKinesisDataStreams: ['aws', 'networking'],
  AzureBlobStorage: ['azure', 'publicPrivateNetworking'],
  GCPPubSub: ['gcp', 'publicPrivateNetworking'],
  SchemaRegistry: ['provider', 'schemaRegistryUrls', 'schemaRegistryAuthentication'],
}

const sentConnection = z.looseObject({ name: z.string().min(1), type: z.string() })

function checkFields(type: string, sent: Record<string, unknown>): Record<string, unknown> {
  const known = fieldsOf[type]
  if (!known) throw reject(400, 'INVALID_ATTRIBUTE', `No connection type ${type}.`, 'type')
  const { name: _n, type: _t, links: _l, region: _r, ...fields } = sent
  const foreign = Object.keys(fields).find((key) => !known.includes(key))
  if (foreign)
    throw reject(400, 'INVALID_ATTRIBUTE', `A ${type} connection has no ${foreign}.`, foreign)
  return z.record(z.string(), z.unknown()).parse(withoutSecrets(fields))
}

export const streamWorkspaces = collection<Workspace>({
  name: 'streamWorkspaces',
  path: '/groups/{groupId}/streams/{tenantName}',
  shape: workspaceShape,
  key: 'name',
  unique: 'name',
  errors: {
    notFound: 'STREAM_TENANT_NOT_FOUND_FOR_NAME',
    exists: 'STREAM_TENANT_NAME_ALREADY_EXISTS',
  },
  codes: { delete: [202] },
  events: {
    create: 'STREAM_TENANT_CREATED',
    update: 'STREAM_TENANT_UPDATED',
    delete: 'STREAM_TENANT_DELETED',
  },
  seed: () => makeWorkspaces(groupId).map((item) => ({ place: { groupId }, item })),
  sample: (n, place) => workspace(place.groupId ?? '', `workspace-${n}`),
  create: ({ body, world }, place) => {
    const sent = bodyOf(newWorkspace, body)
    const { cloudProvider, region } = sent.dataProcessRegion
    const made = workspace(place.groupId ?? '', sent.name, {
      region: { cloudProvider, region },
      failoverRegions: sent.failoverRegions ?? [],
      tier: sent.streamConfig?.tier ?? 'SP10',
      maxTierSize: sent.streamConfig?.maxTierSize,
      solar: sent.sampleConnections?.solar ?? false,
    })
    const at = { groupId: made.groupId, workspace: made.name }
    if (made.solar)
      streamConnections.seed(world, { groupId: made.groupId, tenantName: made.name }, [
        connection(at, 'sample_stream_solar', 'Sample', {}),
      ])
    return made
  },
  update: (old, { body }) => {
    const sent = bodyOf(changedWorkspace, body)
    return {
      region: { ...old.region, ...(sent.region ? { region: sent.region } : {}) },
      failoverRegions: sent.failoverRegions ?? old.failoverRegions,
      tier: sent.streamConfig?.tier ?? old.tier,
      maxTierSize: sent.streamConfig?.maxTierSize ?? old.maxTierSize,
    }
  },
  /** Its connections and processors go with it. */
  beforeDelete: (w, { world }) => {
    if (processorsIn(world, w).some((p) => p.state === 'STARTED'))
      throw reject(
        400,
        'STREAM_TENANT_HAS_STREAM_PROCESSORS',
        `The workspace ${w.name} has stream processors that run.`,
        w.name,
      )
    const state = streamsOf(world)
    const gone = processorsIn(world, w)
    state.processors = state.processors.filter((p) => !gone.includes(p))
    streamConnections.seed(world, { groupId: w.groupId, tenantName: w.name }, [], true)
  },
  view: (w, { world, query }) =>
    workspaceBody(world, w, query.get('includeConnections') === 'true'),
})

/** Whether Atlas has to reach it through a private network first. */
const isPrivate = ({ fields }: Connection) =>
  /VPC|PRIVATE_LINK|TRANSIT_GATEWAY/.test(JSON.stringify(fields))

export const streamConnections = collection<Connection>({
  name: 'streamConnections',
  path: '/groups/{groupId}/streams/{tenantName}/connections/{connectionName}',
  parent: streamWorkspaces,
  shape: connectionShape,
  key: 'name',
  unique: 'name',
  errors: {
    notFound: 'STREAM_CONNECTION_NOT_FOUND_FOR_NAME',
    exists: 'STREAM_CONNECTION_NAME_ALREADY_EXISTS',
  },
  codes: { delete: [202] },
  events: {
    create: 'STREAM_TENANT_CONNECTION_CREATED',
    update: 'STREAM_TENANT_CONNECTION_UPDATED',
    delete: 'STREAM_TENANT_CONNECTION_DELETED',
  },
  states: (item) => ({
    field: 'state',
    create: isPrivate(item) ? [['PENDING', 20], ['READY']] : [['READY']],
    delete: [['DELETING', 5]],
  }),
  seed: () =>
    makeWorkspaces(groupId).flatMap(({ name }) =>
      makeConnections({ groupId, workspace: name })
        .filter((c) => name === 'orders-eu' || c.type === 'Sample' || c.type === 'Https')
        .map((item) => ({ place: { groupId, tenantName: name }, item })),
    ),
  sample: (n, { groupId = '', tenantName = '' }) =>
    connection({ groupId, workspace: tenantName }, `hook-${n}`, 'Https', {
      url: `https://hooks.example/${n}`,
    }),
  create: ({ body }, { groupId = '', tenantName = '' }) => {
    const sent = bodyOf(sentConnection, body)
    const fields = checkFields(sent.type, sent)
    return connection({ groupId, workspace: tenantName }, sent.name, sent.type, fields)
  },
  update: (c, { body }) => {
    const sent = bodyOf(z.looseObject({ type: z.string().optional() }), body)
    return { fields: { ...c.fields, ...checkFields(c.type, sent) } }
  },
  beforeDelete: (c, { world, path }) => {
    const place = streamWorkspaces.find(world, path).item
    const user = processorsIn(world, place).find((p) =>
      JSON.stringify([p.pipeline, p.dlq]).includes(`"connectionName":${JSON.stringify(c.name)}`),
    )
    if (user)
      throw reject(
        409,
        'STREAM_CONNECTION_IN_USE',
        `The connection ${c.name} is used by the stream processor ${user.name}.`,
        c.name,
        user.name,
      )
  },
  view: connectionBody,
})

/** The workspace of a path. Throws 404. */
export const workspaceOf = (
  world: World,
  groupId: string | undefined,
  tenantName: string | undefined,
): Workspace => streamWorkspaces.find(world, { groupId, tenantName }).item

export const connectionsIn = (world: World, { groupId, name }: Workspace): Connection[] =>
  streamConnections.rows(world, { groupId, tenantName: name }).map((row) => row.item)

export const streamPrivateLinks = collection<PrivateLink>({
  name: 'streamPrivateLinks',
  path: '/groups/{groupId}/streams/privateLinkConnections/{connectionId}',
  shape: privateLinkShape,
  key: 'id',
  links: false,
  errors: { notFound: 'STREAM_PRIVATE_LINK_CONNECTION_NOT_FOUND' },
  seed: () => makePrivateLinks(groupId).map((item) => ({ place: { groupId }, item })),
  sample: (n, place) => ({
    id: idFrom(`stream private link ${n}`, iso(Date.UTC(2025, 5, 1))),
    groupId: place.groupId ?? '',
    state: 'DONE',
    fields: { provider: 'AWS', region: 'eu-west-1', vendor: 'MSK', dnsDomain: `msk-${n}.example` },
  }),
  view: (link) => ({ _id: link.id, ...link.fields, state: link.state }),
})
