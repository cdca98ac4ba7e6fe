import { z } from 'zod'
import { list } from '@/lib/format/words'
import { command, query, type Scope } from './define'
import { oneUp } from './friction'
import { checkFields } from './private-endpoint-shapes'
import { page, projectId } from './shapes'
import {
  type ConnectionType,
  connectionSecrets,
  connectionTypes,
  fields,
} from './stream-connection-fields'
import { asSent, fieldsOf, schemaOf } from './stream-connection-settings'
import { connectionsOf } from './stream-pipeline'
import { connectionName, hiddenFields, named, processor, said, tenantName } from './stream-shapes'
import { resource } from './verbs'

export const connection = z.looseObject({
  id: said,
  name: named,
  type: said,
  state: said,
  region: said,
})
export type StreamConnection = z.output<typeof connection>

const moving = ['PENDING', 'DELETING']
export const invalidates = ['streams.connections', 'streams.connection']
export const place = { groupId: projectId, tenantName, connectionName }
export type Place = { groupId: string; tenantName: string; connectionName: string }
export const read = ({ groupId, tenantName, connectionName }: Place) => ({
  id: 'streams.connection',
  input: { groupId, tenantName, connectionName },
})
export const target = (i: Place) =>
  `project ${i.groupId} / streams / ${i.tenantName} / connection ${i.connectionName}`
export const concurrencyKey = (i: Place) =>
  `streamConnection:${i.groupId}/${i.tenantName}/${i.connectionName}`

export const listConnections = query({
  id: 'streams.connections',
  title: 'List the connections of a stream workspace',
  atlas: { op: 'listGroupStreamConnections', version: '2023-02-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, tenantName }),
  output: page(connection),
  allPages: true,
  hiddenFields,
  refetchInterval: (data) =>
    data.results.some((c) => moving.includes(c.state ?? '')) ? 3_000 : 30_000,
})

export const getConnection = query({
  id: 'streams.connection',
  title: 'Read a connection of a stream workspace',
  atlas: { op: 'getGroupStreamConnection', version: '2023-02-01' },
  roles: ['viewer'],
  input: z.strictObject(place),
  output: connection,
  hiddenFields,
})

export const optional = z.object(fields).partial().shape
export const type = z.enum(Object.keys(connectionTypes) as ConnectionType[], 'Choose a type').meta({
  label: 'Type',
  choices: Object.fromEntries(Object.entries(connectionTypes).map(([key, [name]]) => [key, name])),
})

/** The cluster that a connection leads to. It needs the role too. */
export const otherScopes = (i: {
  groupId: string
  clusterName?: string
  clusterGroupId?: string
}): Scope[] =>
  i.clusterName
    ? [{ kind: 'cluster', groupId: i.clusterGroupId ?? i.groupId, clusterName: i.clusterName }]
    : []

const whyType = (i: { tenantName: string }) =>
  `Processors in ${i.tenantName} can then read from it and write to it.`

const one = resource({ read, answer: connection, gone: 'This connection no longer exists.' })

export const createConnection = command({
  id: 'streams.createConnection',
  title: 'Create a stream connection',
  atlas: { op: 'createGroupStreamConnection', version: '2023-02-01' },
  roles: ['operator'],
  input: z
    .strictObject({
      groupId: projectId,
      tenantName,
      connectionName: connectionName
        .refine((name) => name === name.trim(), 'A name can’t start or end with a space')
        .meta({ label: 'Name', hint: 'Pipelines refer to the connection by this name.' }),
      type,
      ...optional,
    })
    .superRefine(
      ({ groupId: _, tenantName: __, connectionName: ___, type: of, ...given }, { addIssue }) =>
        checkFields(schemaOf(fieldsOf({ ...given, type: of })), given, addIssue),
    ),
  output: connection,
  hiddenFields,
  secrets: [...connectionSecrets],
  path: ({ groupId, tenantName }) => ({ groupId, tenantName }),
  body: (i) => ({ name: i.connectionName, ...asSent(i) }),
  otherScopes,
  verbs: {
    do: 'Create connection',
    doing: 'Creating…',
    done: (i) => `Connection ${i.connectionName} created`,
  },
  summary: (i) =>
    `Create the ${connectionTypes[i.type][0]} connection ${i.connectionName} in the stream workspace ${i.tenantName}`,
  target,
  friction: (i, environment) =>
    oneUp({ level: 'confirm', because: whyType(i) }, environment, i.connectionName),
  invalidates,
  concurrencyKey,
  ...one.creates<Place & { type: string }>(
    (_, i) =>
      `${i.tenantName} already has a connection named ${i.connectionName}. Choose another name.`,
    (it, i) => it.type === i.type && it.state !== 'FAILED',
  ),
  undo: ({ groupId, tenantName, connectionName }) => ({
    id: 'streams.deleteConnection',
    input: { groupId, tenantName, connectionName },
  }),
})

const processorsIn = z.looseObject({ results: z.array(processor) })

/** The processors whose pipeline or dead-letter queue uses a connection. */
export const usersOf = (rows: ReadonlyArray<z.output<typeof processor>>, name: string): string[] =>
  rows.filter((p) => connectionsOf([p.pipeline, p.options]).includes(name)).map((p) => p.name)

/** The names of up to five processors in an answer that use a connection, in words. */
export const usersIn = (answer: unknown, name: string): { users: string[]; words: string } => {
  const users = usersOf(processorsIn.safeParse(answer).data?.results ?? [], name)
  const rest = users.length > 5 ? [`${users.length - 5} more`] : []
  return { users, words: list([...users.slice(0, 5), ...rest]) }
}

export const processorsOf = ({ groupId, tenantName }: Place) => ({
  id: 'streams.processors',
  input: { groupId, tenantName },
})

export const deleteConnection = command({
  id: 'streams.deleteConnection',
  title: 'Delete a stream connection',
  atlas: { op: 'deleteGroupStreamConnection', version: '2023-02-01' },
  roles: ['operator'],
  input: z.strictObject(place),
  verbs: {
    do: 'Delete connection',
    doing: 'Deleting…',
    done: (i) => `Deleting connection ${i.connectionName}`,
  },
  summary: (i) =>
    `Delete the connection ${i.connectionName} of the stream workspace ${i.tenantName}`,
  target,
  friction: (i) => ({
    level: 'type',
    phrase: i.connectionName,
    because: 'This deletes its address and credentials. Atlas can’t restore them.',
  }),
  invalidates,
  concurrencyKey,
  precondition: {
    read: processorsOf,
    whyNot: (answer, i) => {
      const { users, words } = usersIn(answer, i.connectionName)
      return users.length === 0
        ? undefined
        : `${words} ${users.length === 1 ? 'uses' : 'use'} this connection. Change or delete ${users.length === 1 ? 'that processor' : 'those processors'} first.`
    },
  },
  readBack: one.removes({ isLeaving: ({ state }) => state === 'DELETING' }).readBack,
})
