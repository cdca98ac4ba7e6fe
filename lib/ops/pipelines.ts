import { z } from 'zod'
import { command, query } from './define'
import { oneUp } from './friction'
import { projectId } from './shapes'
import { resource } from './verbs'

const said = z.string().nullish()

const pipeline = z.looseObject({
  _id: said,
  name: z.string(),
  state: said,
  createdDate: said,
  lastUpdatedDate: said,
  source: z
    .looseObject({ type: said, clusterName: said, databaseName: said, collectionName: said })
    .nullish(),
  sink: z.looseObject({ type: said, metadataProvider: said, metadataRegion: said }).nullish(),
  datasetRetentionPolicy: z.looseObject({ units: said, value: z.number().nullish() }).nullish(),
})
export type Pipeline = z.output<typeof pipeline>

/** The day Atlas removed them. */
export const PIPELINES_REMOVED = '31 July 2026'
const GONE = `Atlas removed data lake pipelines on ${PIPELINES_REMOVED} and no longer answers for them. Use Online Archive, or export snapshots and query them with data federation.`

const version = '2023-01-01'
const project = z.strictObject({ groupId: projectId })
const one = project.extend({
  pipelineName: z
    .string()
    .regex(
      /^[^/\\ "$]{1,64}$/,
      'A pipeline name has 1 to 64 characters, without / \\ " $ or spaces',
    )
    .meta({ examples: ['orders-daily'] }),
})
type One = z.output<typeof one>

const removed = { refusals: { VERSION_GONE: GONE, RESOURCE_NOT_FOUND: GONE } }

export const listPipelines = query({
  id: 'pipelines.list',
  title: 'List data lake pipelines',
  atlas: { op: 'listGroupPipelines', version },
  roles: ['viewer'],
  input: project,
  output: z.array(pipeline),
  maxAgeSeconds: 60,
  successor: 'dataFederation.list',
  ...removed,
})

export const getPipeline = query({
  id: 'pipelines.get',
  title: 'Read a data lake pipeline',
  atlas: { op: 'getGroupPipeline', version },
  roles: ['viewer'],
  input: one,
  output: pipeline,
  successor: 'dataFederation.get',
  ...removed,
})

const it = resource({ of: getPipeline, gone: 'This pipeline no longer exists.' })

/** What pausing and resuming share. */
const turn = (to: 'PAUSED' | 'ACTIVE') => ({
  roles: ['operator'] as const,
  input: one,
  output: pipeline,
  invalidates: ['pipelines.list', 'pipelines.get'],
  concurrencyKey: (i: One) => `pipeline:${i.groupId}/${i.pipelineName}`,
  body: () => undefined,
  ...it.moves(
    ({ state }) =>
      state === to
        ? `This pipeline is already ${to === 'PAUSED' ? 'paused' : 'active'}.`
        : undefined,
    ({ state }) => state === to,
  ),
  ...removed,
})

export const pausePipeline = command({
  id: 'pipelines.pause',
  title: 'Pause a data lake pipeline',
  atlas: { op: 'pauseGroupPipeline', version },
  ...turn('PAUSED'),
  successor: 'dataFederation.list',
  verbs: { do: 'Pause pipeline', doing: 'Pausing…', done: (i) => `${i.pipelineName} paused` },
  summary: (i) => `Pause the data lake pipeline ${i.pipelineName}`,
  friction: (i, environment) =>
    oneUp(
      { level: 'confirm', because: 'It copies no more data until someone resumes it.' },
      environment,
      i.pipelineName,
    ),
  undo: (input) => ({ id: 'pipelines.resume', input }),
})

export const resumePipeline = command({
  id: 'pipelines.resume',
  title: 'Resume a data lake pipeline',
  atlas: { op: 'resumeGroupPipeline', version },
  ...turn('ACTIVE'),
  successor: 'dataFederation.list',
  verbs: { do: 'Resume pipeline', doing: 'Resuming…', done: (i) => `${i.pipelineName} resumed` },
  summary: (i) => `Resume the data lake pipeline ${i.pipelineName}`,
  friction: (i, environment) =>
    oneUp(
      { level: 'confirm', because: 'It copies data to the data lake again, which Atlas bills.' },
      environment,
      i.pipelineName,
    ),
  undo: (input) => ({ id: 'pipelines.pause', input }),
})
