import { z } from 'zod'
import { connectionOf, connectionsIn, processorsIn, streamsOf, workspaceOf } from '../areas/streams'
import { connection } from '../areas/streams/connections'
import { workspace } from '../areas/streams/make'
import { type Connection, takes, tiers, type Workspace } from '../areas/streams/shapes'
import { bodyOf } from '../body'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { Reject } from '../reject'
import type { World } from '../world'

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

const here = ({ world, path }: HandlerInput) => workspaceOf(world, path.groupId, path.tenantName)

function record(input: HandlerInput, groupId: string, eventTypeName: string): void {
  const { world, origin } = input
  world.record({ orgId: world.project(groupId).orgId, groupId, eventTypeName }, origin)
}

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
  if (!known)
    throw new Reject(400, 'INVALID_ATTRIBUTE', `No connection type ${type}.`, {
      parameters: ['type'],
    })
  const { name: _n, type: _t, links: _l, region: _r, ...fields } = sent
  const foreign = Object.keys(fields).find((key) => !known.includes(key))
  if (foreign)
    throw new Reject(400, 'INVALID_ATTRIBUTE', `A ${type} connection has no ${foreign}.`, {
      parameters: [foreign],
    })
  return z.record(z.string(), z.unknown()).parse(withoutSecrets(fields))
}

export const streams = {
  listGroupStreamWorkspaces: ({ world, path }) => {
    const { id } = world.project(path.groupId)
    return rows(
      streamsOf(world)
        .workspaces.filter((w) => w.groupId === id)
        .map((w) => workspaceBody(world, w, false)),
    )
  },
  getGroupStreamWorkspace: (input) =>
    workspaceBody(input.world, here(input), input.query.get('includeConnections') === 'true'),
  createGroupStreamWorkspace: (input) => {
    const { world, path } = input
    const { id } = world.project(path.groupId)
    const sent = bodyOf(newWorkspace, input.body)
    const state = streamsOf(world)
    if (state.workspaces.some((w) => w.groupId === id && w.name === sent.name))
      throw new Reject(
        409,
        'STREAM_TENANT_NAME_ALREADY_EXISTS',
        `A workspace called ${sent.name} exists.`,
        {
          parameters: [sent.name],
        },
      )
    const { cloudProvider, region } = sent.dataProcessRegion
    const made = workspace(id, sent.name, {
      region: { cloudProvider, region },
      failoverRegions: sent.failoverRegions ?? [],
      tier: sent.streamConfig?.tier ?? 'SP10',
      maxTierSize: sent.streamConfig?.maxTierSize,
      solar: sent.sampleConnections?.solar ?? false,
    })
    state.workspaces.push(made)
    if (made.solar)
      state.connections.push(
        connection({ groupId: id, workspace: made.name }, 'sample_stream_solar', 'Sample', {}),
      )
    record(input, id, 'STREAM_TENANT_CREATED')
    return workspaceBody(world, made, false)
  },
  updateGroupStreamWorkspace: (input) => {
    const w = here(input)
    const sent = bodyOf(changedWorkspace, input.body)
    if (sent.region) w.region = { ...w.region, region: sent.region }
    if (sent.failoverRegions) w.failoverRegions = sent.failoverRegions
    w.tier = sent.streamConfig?.tier ?? w.tier
    w.maxTierSize = sent.streamConfig?.maxTierSize ?? w.maxTierSize
    input.world.changed()
    return workspaceBody(input.world, w, false)
  },
  deleteGroupStreamWorkspace: (input) => {
    const { world } = input
    const w = here(input)
    if (processorsIn(world, w).some((p) => p.state === 'STARTED'))
      throw new Reject(
        400,
        'STREAM_TENANT_HAS_STREAM_PROCESSORS',
        `The workspace ${w.name} has stream processors that run.`,
        { parameters: [w.name] },
      )
    const state = streamsOf(world)
    const stays = (thing: { groupId: string; workspace: string }) =>
      thing.groupId !== w.groupId || thing.workspace !== w.name
    state.workspaces = state.workspaces.filter((other) => other !== w)
    state.processors = state.processors.filter(stays)
    state.connections = state.connections.filter(stays)
    record(input, w.groupId, 'STREAM_TENANT_DELETED')
    return reply(202, {})
  },
  listGroupStreamConnections: (input) =>
    rows(connectionsIn(input.world, here(input)).map(connectionBody)),
  getGroupStreamConnection: (input) =>
    connectionBody(connectionOf(input.world, here(input), input.path.connectionName)),
  createGroupStreamConnection: (input) => {
    const { world } = input
    const w = here(input)
    const sent = bodyOf(sentConnection, input.body)
    const fields = checkFields(sent.type, sent)
    if (connectionsIn(world, w).some((c) => c.name === sent.name))
      throw new Reject(
        409,
        'STREAM_CONNECTION_NAME_ALREADY_EXISTS',
        `A connection called ${sent.name} exists.`,
        {
          parameters: [sent.name],
        },
      )
    const isPrivate = /VPC|PRIVATE_LINK|TRANSIT_GATEWAY/.test(JSON.stringify(fields))
    const made = connection(
      { groupId: w.groupId, workspace: w.name },
      sent.name,
      sent.type,
      fields,
      isPrivate ? 'PENDING' : 'READY',
    )
    if (isPrivate) made.next = { state: 'READY', at: world.clock() + takes.connection * 1000 }
    streamsOf(world).connections.push(made)
    record(input, w.groupId, 'STREAM_TENANT_CONNECTION_CREATED')
    return connectionBody(made)
  },
  updateGroupStreamConnection: (input) => {
    const w = here(input)
    const c = connectionOf(input.world, w, input.path.connectionName)
    const sent = bodyOf(z.looseObject({ type: z.string().optional() }), input.body)
    c.fields = { ...c.fields, ...checkFields(c.type, sent) }
    record(input, w.groupId, 'STREAM_TENANT_CONNECTION_UPDATED')
    return connectionBody(c)
  },
  deleteGroupStreamConnection: (input) => {
    const { world } = input
    const w = here(input)
    const c = connectionOf(world, w, input.path.connectionName)
    const user = processorsIn(world, w).find((p) =>
      JSON.stringify([p.pipeline, p.dlq]).includes(`"connectionName":${JSON.stringify(c.name)}`),
    )
    if (user)
      throw new Reject(
        409,
        'STREAM_CONNECTION_IN_USE',
        `The connection ${c.name} is used by the stream processor ${user.name}.`,
        { parameters: [c.name, user.name] },
      )
    c.state = 'DELETING'
    c.next = { state: 'GONE', at: world.clock() + 5000 }
    record(input, w.groupId, 'STREAM_TENANT_CONNECTION_DELETED')
    return reply(202, {})
  },
} satisfies SandboxFile
