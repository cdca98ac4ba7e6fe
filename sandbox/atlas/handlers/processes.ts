import { type HandlerInput, rows, type SandboxFile } from '../define'
import { type Metric, measurementsOf } from '../measurements'
import { reject } from '../reject'
import { processesOf } from '../world/processes'

const hostMetrics: readonly Metric[] = [
  ['CONNECTIONS', 'SCALAR', 240],
  ['OPCOUNTER_QUERY', 'SCALAR_PER_SECOND', 820],
  ['OPCOUNTER_INSERT', 'SCALAR_PER_SECOND', 140],
  ['OPCOUNTER_UPDATE', 'SCALAR_PER_SECOND', 210],
  ['OPCOUNTER_DELETE', 'SCALAR_PER_SECOND', 6],
  ['OPCOUNTER_GETMORE', 'SCALAR_PER_SECOND', 90],
  ['OPCOUNTER_CMD', 'SCALAR_PER_SECOND', 400],
  ['OP_EXECUTION_TIME_READS', 'MILLISECONDS', 1.8],
  ['OP_EXECUTION_TIME_WRITES', 'MILLISECONDS', 3.4],
  ['OP_EXECUTION_TIME_COMMANDS', 'MILLISECONDS', 0.9],
  ['GLOBAL_LOCK_CURRENT_QUEUE_READERS', 'SCALAR', 0.4],
  ['GLOBAL_LOCK_CURRENT_QUEUE_WRITERS', 'SCALAR', 0.2],
  ['PROCESS_NORMALIZED_CPU_USER', 'PERCENT', 31],
  ['PROCESS_NORMALIZED_CPU_KERNEL', 'PERCENT', 6],
  ['SYSTEM_NORMALIZED_CPU_USER', 'PERCENT', 38],
  ['SYSTEM_NORMALIZED_CPU_KERNEL', 'PERCENT', 7],
  ['SYSTEM_NORMALIZED_CPU_IOWAIT', 'PERCENT', 2],
  ['SYSTEM_NORMALIZED_CPU_STEAL', 'PERCENT', 0.3],
  // Atlas sends units that its specification does not list.
  ['MEMORY_RESIDENT', 'MEGABYTES', 5200],
  ['MEMORY_VIRTUAL', 'MEGABYTES', 9100],
  ['SYSTEM_MEMORY_AVAILABLE', 'KILOBYTES', 8_400_000],
  ['SYSTEM_MEMORY_USED', 'KILOBYTES', 7_300_000],
  ['CACHE_USED_BYTES', 'BYTES', 3_400_000_000],
  ['CACHE_DIRTY_BYTES', 'BYTES', 120_000_000],
  ['CACHE_BYTES_READ_INTO', 'BYTES_PER_SECOND', 2_400_000],
  ['CACHE_BYTES_WRITTEN_FROM', 'BYTES_PER_SECOND', 1_300_000],
  ['EXTRA_INFO_PAGE_FAULTS', 'SCALAR_PER_SECOND', 0.2],
  ['SWAP_USAGE_USED', 'KILOBYTES', 1200],
  ['NETWORK_BYTES_IN', 'BYTES_PER_SECOND', 1_900_000],
  ['NETWORK_BYTES_OUT', 'BYTES_PER_SECOND', 5_100_000],
  ['NETWORK_NUM_REQUESTS', 'SCALAR_PER_SECOND', 1500],
  ['CURSORS_TOTAL_OPEN', 'SCALAR', 18],
  ['CURSORS_TOTAL_TIMED_OUT', 'SCALAR_PER_SECOND', 0.01],
  ['DOCUMENT_METRICS_RETURNED', 'SCALAR_PER_SECOND', 2600],
  ['DOCUMENT_METRICS_INSERTED', 'SCALAR_PER_SECOND', 150],
  ['DOCUMENT_METRICS_UPDATED', 'SCALAR_PER_SECOND', 230],
  ['DOCUMENT_METRICS_DELETED', 'SCALAR_PER_SECOND', 7],
  ['QUERY_EXECUTOR_SCANNED', 'SCALAR_PER_SECOND', 6100],
  ['QUERY_EXECUTOR_SCANNED_OBJECTS', 'SCALAR_PER_SECOND', 5900],
  ['QUERY_TARGETING_SCANNED_PER_RETURNED', 'SCALAR', 2],
  ['QUERY_TARGETING_SCANNED_OBJECTS_PER_RETURNED', 'SCALAR', 3],
  ['OPERATIONS_SCAN_AND_ORDER', 'SCALAR_PER_SECOND', 4],
  ['OPLOG_REPLICATION_LAG', 'MILLISECONDS', 12],
  ['OPLOG_SLAVE_LAG_MASTER_TIME', 'SECONDS', 1],
  ['OPLOG_MASTER_TIME', 'SECONDS', 172_800],
  ['OPLOG_RATE_GB_PER_HOUR', 'GIGABYTES_PER_HOUR', 1.2],
  ['OPCOUNTER_REPL_INSERT', 'SCALAR_PER_SECOND', 140],
  ['OPCOUNTER_REPL_UPDATE', 'SCALAR_PER_SECOND', 210],
  ['OPCOUNTER_REPL_DELETE', 'SCALAR_PER_SECOND', 6],
  ['TICKETS_AVAILABLE_READS', 'SCALAR', 126],
  ['TICKETS_AVAILABLE_WRITE', 'SCALAR', 127],
]

const diskMetrics: readonly Metric[] = [
  ['DISK_PARTITION_IOPS_READ', 'SCALAR_PER_SECOND', 90],
  ['DISK_PARTITION_IOPS_WRITE', 'SCALAR_PER_SECOND', 160],
  ['DISK_PARTITION_LATENCY_READ', 'MILLISECONDS', 1.4],
  ['DISK_PARTITION_LATENCY_WRITE', 'MILLISECONDS', 2.1],
  ['DISK_PARTITION_THROUGHPUT_READ', 'BYTES_PER_SECOND', 3_100_000],
  ['DISK_PARTITION_THROUGHPUT_WRITE', 'BYTES_PER_SECOND', 4_700_000],
  ['DISK_QUEUE_DEPTH', 'SCALAR', 0.6],
  ['DISK_PARTITION_SPACE_USED', 'BYTES', 41_000_000_000],
  ['DISK_PARTITION_SPACE_FREE', 'BYTES', 39_000_000_000],
  ['DISK_PARTITION_SPACE_PERCENT_USED', 'PERCENT', 51],
]

const databaseMetrics: readonly Metric[] = [
  ['DATABASE_COLLECTION_COUNT', 'SCALAR', 7],
  ['DATABASE_INDEX_COUNT', 'SCALAR', 22],
  ['DATABASE_VIEW_COUNT', 'SCALAR', 1],
  ['DATABASE_AVERAGE_OBJECT_SIZE', 'BYTES', 2100],
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
  throw reject(
    404,
    'HOST_NOT_FOUND',
    `No host ${path.processId} exists in group ${groupId}.`,
    path.processId,
    groupId,
  )
}

function known(list: readonly string[], name: string | undefined, errorCode: string): string {
  if (name !== undefined && list.includes(name)) return name
  throw reject(404, errorCode, `${name} does not exist.`, name)
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
