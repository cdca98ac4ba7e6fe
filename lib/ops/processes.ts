import { z } from 'zod'
import { query } from './define'
import { type Granularity, granularities, measurements, metricNames, ranged } from './measurements'
import { page, projectId } from './shapes'

const text = z.string().nullish()

const atlasProcess = z.looseObject({
  id: z.string(),
  hostname: text,
  port: z.number().nullish(),
  typeName: text,
  replicaSetName: text,
  shardName: text,
  userAlias: text,
  version: text,
  created: text,
  lastPing: text,
})
export type AtlasProcess = z.output<typeof atlasProcess>

// Atlas's own pattern refuses IPv6 addresses in short form and host names with hyphens.
export const processId = z
  .string()
  .max(300)
  .regex(/^[^\s/]+$/, 'A process is a host and a port, such as db.example.com:27017.')
  .meta({ examples: ['db.example.com:27017'] })
const place = { groupId: projectId, processId }
const name = z.string().min(1).max(300)
const granularity = z.enum(Object.keys(granularities) as [Granularity, ...Granularity[]], {
  error: 'Choose PT1M, PT5M, PT1H or P1D.',
})
const series = { granularity, m: metricNames }
type Series = {
  granularity: Granularity
  m?: string[] | undefined
  period?: string | undefined
  start?: string | undefined
  end?: string | undefined
}

const common = {
  roles: ['viewer'],
  output: measurements,
  query: ({ granularity: every, m, period, start, end }: Series) => ({
    granularity: every,
    m,
    period,
    start,
    end,
  }),
  maxAgeSeconds: 30,
  refetchInterval: () => 60_000,
} as const

export const listProcesses = query({
  id: 'processes.list',
  title: 'List the MongoDB processes of a project',
  atlas: { op: 'listGroupProcesses', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(atlasProcess),
  allPages: true,
  refetchInterval: () => 30_000,
})

export const getProcess = query({
  id: 'processes.get',
  title: 'Read a MongoDB process',
  atlas: { op: 'getGroupProcess', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(place),
  output: atlasProcess,
  refetchInterval: () => 30_000,
})

export const getProcessMeasurements = query({
  id: 'processes.measurements',
  ...common,
  title: 'Read the measurements of a MongoDB process',
  atlas: { op: 'getGroupProcessMeasurements', version: '2023-01-01' },
  input: ranged({ ...place, ...series }),
})

export const listProcessDatabases = query({
  id: 'processes.databases',
  title: 'List the databases of a MongoDB process',
  atlas: { op: 'listGroupProcessDatabases', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(place),
  output: page(z.looseObject({ databaseName: z.string() })),
  allPages: true,
  maxAgeSeconds: 30,
})

export const getDatabaseMeasurements = query({
  id: 'processes.databaseMeasurements',
  ...common,
  title: 'Read the measurements of a database',
  atlas: { op: 'getGroupProcessDatabaseMeasurements', version: '2023-01-01' },
  input: ranged({ ...place, databaseName: name, ...series }),
})

export const listProcessDisks = query({
  id: 'processes.disks',
  title: 'List the disks of a MongoDB process',
  atlas: { op: 'listGroupProcessDisks', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(place),
  output: page(z.looseObject({ partitionName: z.string() })),
  allPages: true,
  maxAgeSeconds: 30,
})

export const getDiskMeasurements = query({
  id: 'processes.diskMeasurements',
  ...common,
  title: 'Read the measurements of a disk',
  atlas: { op: 'getGroupProcessDiskMeasurements', version: '2023-01-01' },
  input: ranged({ ...place, partitionName: name, ...series }),
})
