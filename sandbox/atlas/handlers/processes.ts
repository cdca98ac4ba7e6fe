import { type HandlerInput, rows, type SandboxFile } from '../define'
import { type Metric, measurementsOf } from '../measurements'
import { Reject } from '../reject'
import { processesOf } from '../world/processes'

const hostMetrics: readonly Metric[] = [
  ['CONNECTIONS', 'SCALAR', 240],
  ['OPCOUNTER_QUERY', 'SCALAR_PER_SECOND', 820],
  ['OPCOUNTER_INSERT', 'SCALAR_PER_SECOND', 140],
  ['OPCOUNTER_UPDATE', 'SCALAR_PER_SECOND', 210],
  ['OPCOUNTER_DELETE', 'SCALAR_PER_SECOND', 6],
  ['OPCOUNTER_CMD', 'SCALAR_PER_SECOND', 400],
  ['PROCESS_NORMALIZED_CPU_USER', 'PERCENT', 31],
  ['SYSTEM_NORMALIZED_CPU_USER', 'PERCENT', 38],
  // Atlas sends units that its specification does not list.
  ['MEMORY_RESIDENT', 'MEGABYTES', 5200],
  ['CACHE_BYTES_READ_INTO', 'BYTES_PER_SECOND', 2_400_000],
  ['NETWORK_BYTES_OUT', 'BYTES_PER_SECOND', 5_100_000],
  ['QUERY_TARGETING_SCANNED_OBJECTS_PER_RETURNED', 'SCALAR', 3],
  ['OPLOG_REPLICATION_LAG', 'MILLISECONDS', 12],
]

const diskMetrics: readonly Metric[] = [
  ['DISK_PARTITION_IOPS_READ', 'SCALAR_PER_SECOND', 90],
  ['DISK_PARTITION_IOPS_WRITE', 'SCALAR_PER_SECOND', 160],
  ['DISK_PARTITION_LATENCY_READ', 'MILLISECONDS', 1.4],
  ['DISK_PARTITION_LATENCY_WRITE', 'MILLISECONDS', 2.1],
  ['DISK_PARTITION_SPACE_USED', 'BYTES', 41_000_000_000],
  ['DISK_PARTITION_SPACE_FREE', 'BYTES', 39_000_000_000],
  ['DISK_PARTITION_SPACE_PERCENT_USED', 'PERCENT', 51],
]

const databaseMetrics: readonly Metric[] = [
  ['DATABASE_COLLECTION_COUNT', 'SCALAR', 7],
  ['DATABASE_INDEX_COUNT', 'SCALAR', 22],
  ['DATABASE_OBJECT_COUNT', 'SCALAR', 14_200_000],
  ['DATABASE_DATA_SIZE', 'BYTES', 28_000_000_000],
  ['DATABASE_STORAGE_SIZE', 'BYTES', 11_000_000_000],
  ['DATABASE_INDEX_SIZE', 'BYTES', 2_300_000_000],
]

const partitions = ['data']
const databases = ['admin', 'analytics', 'config', 'ledger', 'local', 'shop']

/** The process of a path. Throws 404. */
export function processAt({ world, path }: HandlerInput) {
  const { id: groupId } = world.project(path.groupId)
  const found = processesOf(world, groupId).find(({ process }) => process.id === path.processId)
  if (found) return found
  throw new Reject(404, 'HOST_NOT_FOUND', `No host ${path.processId} exists in group ${groupId}.`, {
    parameters: [path.processId, groupId],
  })
}

function known(list: readonly string[], name: string | undefined, errorCode: string): string {
  if (name !== undefined && list.includes(name)) return name
  throw new Reject(404, errorCode, `${name} does not exist.`, { parameters: [name] })
}

const self = (input: HandlerInput, id: string) => ({
  links: [
    {
      href: `${input.base}/api/atlas/v2/groups/${input.path.groupId}/processes/${encodeURIComponent(id)}`,
      rel: 'self',
    },
  ],
})

function measured(input: HandlerInput, metrics: readonly Metric[], more: Record<string, string>) {
  const { process } = processAt(input)
  const seed = `${process.id} ${Object.values(more).join()}`
  const hasData = process.typeName !== 'NO_DATA'
  return {
    groupId: process.groupId,
    hostId: process.id,
    processId: process.id,
    ...more,
    ...measurementsOf(seed, metrics, input.query, { names: 'm', hasData }),
    links: [],
  }
}

const partitionOf = ({ path }: HandlerInput) =>
  known(partitions, path.partitionName, 'PARTITION_NOT_FOUND')
const databaseOf = ({ path }: HandlerInput) =>
  known(databases, path.databaseName, 'DATABASE_NOT_FOUND')

export const processes = {
  listGroupProcesses: (input) =>
    rows(
      processesOf(input.world, input.world.project(input.path.groupId).id).map(({ process }) => ({
        ...process,
        ...self(input, process.id),
      })),
    ),
  getGroupProcess: (input) => {
    const { process } = processAt(input)
    return { ...process, ...self(input, process.id) }
  },
  getGroupProcessMeasurements: (input) => measured(input, hostMetrics, {}),
  listGroupProcessDisks: (input) => {
    processAt(input)
    return rows(partitions.map((partitionName) => ({ partitionName, links: [] })))
  },
  getGroupProcessDiskMeasurements: (input) =>
    measured(input, diskMetrics, { partitionName: partitionOf(input) }),
  listGroupProcessDatabases: (input) => {
    processAt(input)
    return rows(databases.map((databaseName) => ({ databaseName, links: [] })))
  },
  getGroupProcessDatabaseMeasurements: (input) =>
    measured(input, databaseMetrics, { databaseName: databaseOf(input) }),
} satisfies SandboxFile
