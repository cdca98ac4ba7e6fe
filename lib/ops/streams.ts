import { z } from 'zod'
import { count, list } from '@/lib/format/words'
import { command, query } from './define'
import { setAside } from './odd'
import { page, projectId } from './shapes'
import { connectionsOf } from './stream-pipeline'
import { connectionName, NAMELESS, named, processor, said, tenantName } from './stream-shapes'

const region = z.looseObject({ cloudProvider: said, region: said })

const parts = {
  fields: {
    dataProcessRegion: region.nullish(),
    streamConfig: z.looseObject({ tier: said, maxTierSize: said }).nullish(),
  },
  lists: { failoverRegions: region, hostnames: z.string() },
}
const workspace = z.preprocess(
  (answer) => setAside(answer, parts),
  z.looseObject({
    _id: said,
    name: named,
    ...parts.fields,
    failoverRegions: z.array(region).nullish(),
    hostnames: z.array(z.string()).nullish(),
  }),
)
export type StreamWorkspace = z.output<typeof workspace>

/** Fields that can contain credentials. Atlas omits most of them, and none leaves the server. */
const secret = [
  'password',
  'clientSecret',
  'sslKey',
  'sslKeyPassword',
  'saslOauthbearerExtensions',
  'headers',
  'connectionString',
  'token',
  'apiKey',
]

const connection = z.looseObject({
  id: said,
  name: named,
  type: said,
  state: said,
  region: said,
})
export type StreamConnection = z.output<typeof connection>

const moving = ['PENDING', 'DELETING']

export const listWorkspaces = query({
  id: 'streams.workspaces',
  title: 'List stream workspaces',
  atlas: { op: 'listGroupStreamWorkspaces', version: '2023-02-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(workspace),
  allPages: true,
  hiddenFields: secret,
  refetchInterval: () => 60_000,
})

export const getWorkspace = query({
  id: 'streams.workspace',
  title: 'Read a stream workspace',
  atlas: { op: 'getGroupStreamWorkspace', version: '2023-02-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, tenantName }),
  output: workspace.refine((w) => Boolean(w._id) || w.name !== NAMELESS),
  hiddenFields: secret,
  refetchInterval: () => 60_000,
})

export const listConnections = query({
  id: 'streams.connections',
  title: 'List the connections of a stream workspace',
  atlas: { op: 'listGroupStreamConnections', version: '2023-02-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, tenantName }),
  output: page(connection),
  allPages: true,
  hiddenFields: secret,
  refetchInterval: (data) =>
    data.results.some((c) => moving.includes(c.state ?? '')) ? 3_000 : 30_000,
})

export const getConnection = query({
  id: 'streams.connection',
  title: 'Read a connection of a stream workspace',
  atlas: { op: 'getGroupStreamConnection', version: '2023-02-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, tenantName, connectionName }),
  output: connection,
  hiddenFields: secret,
})

const processorsIn = z.looseObject({ results: z.array(processor) })

/** The processors whose pipeline or dead-letter queue uses a connection. */
export const usersOf = (rows: ReadonlyArray<z.output<typeof processor>>, name: string): string[] =>
  rows.filter((p) => connectionsOf([p.pipeline, p.options]).includes(name)).map((p) => p.name)

export const deleteConnection = command({
  id: 'streams.deleteConnection',
  title: 'Delete a stream connection',
  atlas: { op: 'deleteGroupStreamConnection', version: '2023-02-01' },
  roles: ['operator'],
  input: z.strictObject({ groupId: projectId, tenantName, connectionName }),
  output: z.unknown(),
  summary: (i) =>
    `Delete the connection ${i.connectionName} of the stream workspace ${i.tenantName}`,
  target: (i) =>
    `project ${i.groupId} / streams / ${i.tenantName} / connection ${i.connectionName}`,
  friction: (i) => ({
    level: 'type',
    phrase: i.connectionName,
    because: 'This deletes its address and credentials. Atlas cannot restore them.',
  }),
  invalidates: ['streams.connections', 'streams.connection'],
  precondition: {
    read: ({ groupId, tenantName }) => ({
      id: 'streams.processors',
      input: { groupId, tenantName },
    }),
    whyNot: (answer, i) => {
      const read = processorsIn.safeParse(answer)
      const users = read.success ? usersOf(read.data.results, i.connectionName) : []
      return users.length === 0
        ? undefined
        : `${list(users.slice(0, 5))}${users.length > 5 ? ` and ${users.length - 5} more` : ''} ${users.length === 1 ? 'uses' : 'use'} this connection. Change or delete ${users.length === 1 ? 'that processor' : 'those processors'} first.`
    },
  },
  readBack: {
    read: (i) => ({ id: 'streams.connection', input: i }),
    verdict: (answer) => {
      if (answer === undefined) return 'done'
      return connection.safeParse(answer).data?.state === 'DELETING' ? 'done' : 'absent'
    },
  },
})

const privateLink = z.looseObject({
  _id: said,
  provider: said,
  region: said,
  vendor: said,
  dnsDomain: said,
  state: said,
  serviceEndpointId: said,
  interfaceEndpointId: said,
  errorMessage: said,
})
export type StreamPrivateLink = z.output<typeof privateLink>

export const listPrivateLinks = query({
  id: 'streams.privateLinks',
  title: 'List the private link connections of streams',
  atlas: { op: 'listGroupStreamPrivateLinkConnections', version: '2023-02-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(privateLink),
  allPages: true,
  refetchInterval: () => 60_000,
})

export const deleteWorkspace = command({
  id: 'streams.deleteWorkspace',
  title: 'Delete a stream workspace',
  atlas: { op: 'deleteGroupStreamWorkspace', version: '2023-02-01' },
  roles: ['operator'],
  input: z.strictObject({ groupId: projectId, tenantName }),
  output: z.unknown(),
  summary: (i) => `Delete the stream workspace ${i.tenantName} with its processors and connections`,
  target: (i) => `project ${i.groupId} / streams / ${i.tenantName}`,
  friction: (i, environment) => {
    const because = 'This deletes all its processors, their checkpoints and all its connections.'
    return environment === 'production'
      ? { level: 'approval', phrase: i.tenantName, because }
      : { level: 'type', phrase: i.tenantName, because }
  },
  invalidates: [
    'streams.workspaces',
    'streams.workspace',
    'streams.processors',
    'streams.connections',
  ],
  impact: {
    read: (i) => ({ id: 'streams.processors', input: i }),
    sentences: (answer) => {
      const names = (processorsIn.safeParse(answer).data?.results ?? []).map((p) => p.name)
      const some = list(
        names.length > 8 ? [...names.slice(0, 7), `${names.length - 7} more`] : names,
      )
      return [
        names.length > 0
          ? `Deletes ${count(names.length, 'processor')} and ${names.length === 1 ? 'its checkpoint' : 'their checkpoints'}: ${some}`
          : 'It has no processors',
      ]
    },
  },
  precondition: {
    read: (i) => ({ id: 'streams.processors', input: i }),
    whyNot: (answer) => {
      const read = processorsIn.safeParse(answer)
      const running = (read.data?.results ?? []).filter((p) => p.state === 'STARTED')
      return running.length === 0
        ? undefined
        : `${list(running.slice(0, 5).map((p) => p.name))}${running.length > 5 ? ` and ${running.length - 5} more` : ''} ${running.length === 1 ? 'is' : 'are'} still running. Stop ${running.length === 1 ? 'it' : 'them'} before you delete the workspace.`
    },
  },
  readBack: {
    read: (i) => ({ id: 'streams.workspace', input: i }),
    verdict: (answer) => (answer === undefined ? 'done' : 'absent'),
    showsWithinMs: 600_000,
  },
})
