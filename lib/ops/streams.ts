import { z } from 'zod'
import { count, list } from '@/lib/format/words'
import { command, query } from './define'
import { setAside } from './odd'
import { page, projectId } from './shapes'

import { hiddenFields, NAMELESS, named, processor, said, tenantName } from './stream-shapes'

const region = z.looseObject({ cloudProvider: said, region: said })

const parts = {
  fields: {
    dataProcessRegion: region.nullish(),
    streamConfig: z.looseObject({ tier: said, maxTierSize: said }).nullish(),
  },
  lists: { failoverRegions: region, hostnames: z.string() },
}
export const workspace = z.preprocess(
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

export const listWorkspaces = query({
  id: 'streams.workspaces',
  title: 'List stream workspaces',
  atlas: { op: 'listGroupStreamWorkspaces', version: '2023-02-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(workspace),
  allPages: true,
  hiddenFields,
  refetchInterval: () => 60_000,
})

export const getWorkspace = query({
  id: 'streams.workspace',
  title: 'Read a stream workspace',
  atlas: { op: 'getGroupStreamWorkspace', version: '2023-02-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, tenantName }),
  output: workspace.refine((w) => Boolean(w._id) || w.name !== NAMELESS),
  hiddenFields,
  refetchInterval: () => 60_000,
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

const processorsIn = z.looseObject({ results: z.array(processor) })

export const deleteWorkspace = command({
  id: 'streams.deleteWorkspace',
  title: 'Delete a stream workspace',
  atlas: { op: 'deleteGroupStreamWorkspace', version: '2023-02-01' },
  roles: ['operator'],
  input: z.strictObject({ groupId: projectId, tenantName }),
  verbs: {
    do: 'Delete workspace',
    doing: 'Deleting…',
    done: (i) => `Deleting workspace ${i.tenantName}`,
  },
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
