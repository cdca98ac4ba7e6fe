/** Metrics that a page shows together, at most ten. Without names: everything Atlas measures. */
export type MetricGroup = { id: string; label: string; names?: readonly string[] }

/** The metrics of a process by topic. Atlas takes at most ten at once. */
export const processMetrics: readonly MetricGroup[] = [
  {
    id: 'overview',
    label: 'Overview',
    names: [
      'CONNECTIONS',
      'SYSTEM_NORMALIZED_CPU_USER',
      'MEMORY_RESIDENT',
      'NETWORK_NUM_REQUESTS',
      'OP_EXECUTION_TIME_READS',
      'OP_EXECUTION_TIME_WRITES',
      'QUERY_TARGETING_SCANNED_OBJECTS_PER_RETURNED',
      'OPLOG_REPLICATION_LAG',
    ],
  },
  {
    id: 'operations',
    label: 'Operations',
    names: [
      'OPCOUNTER_QUERY',
      'OPCOUNTER_INSERT',
      'OPCOUNTER_UPDATE',
      'OPCOUNTER_DELETE',
      'OPCOUNTER_GETMORE',
      'OPCOUNTER_CMD',
      'OP_EXECUTION_TIME_READS',
      'OP_EXECUTION_TIME_WRITES',
      'OP_EXECUTION_TIME_COMMANDS',
    ],
  },
  {
    id: 'queries',
    label: 'Queries',
    names: [
      'DOCUMENT_METRICS_RETURNED',
      'DOCUMENT_METRICS_INSERTED',
      'DOCUMENT_METRICS_UPDATED',
      'DOCUMENT_METRICS_DELETED',
      'QUERY_EXECUTOR_SCANNED',
      'QUERY_EXECUTOR_SCANNED_OBJECTS',
      'QUERY_TARGETING_SCANNED_PER_RETURNED',
      'QUERY_TARGETING_SCANNED_OBJECTS_PER_RETURNED',
      'OPERATIONS_SCAN_AND_ORDER',
      'CURSORS_TOTAL_OPEN',
    ],
  },
  {
    id: 'cpu',
    label: 'CPU',
    names: [
      'PROCESS_NORMALIZED_CPU_USER',
      'PROCESS_NORMALIZED_CPU_KERNEL',
      'SYSTEM_NORMALIZED_CPU_USER',
      'SYSTEM_NORMALIZED_CPU_KERNEL',
      'SYSTEM_NORMALIZED_CPU_IOWAIT',
      'SYSTEM_NORMALIZED_CPU_STEAL',
    ],
  },
  {
    id: 'memory',
    label: 'Memory',
    names: [
      'MEMORY_RESIDENT',
      'MEMORY_VIRTUAL',
      'SYSTEM_MEMORY_AVAILABLE',
      'SYSTEM_MEMORY_USED',
      'SWAP_USAGE_USED',
      'EXTRA_INFO_PAGE_FAULTS',
      'CACHE_USED_BYTES',
      'CACHE_DIRTY_BYTES',
      'CACHE_BYTES_READ_INTO',
      'CACHE_BYTES_WRITTEN_FROM',
    ],
  },
  {
    id: 'network',
    label: 'Network',
    names: ['NETWORK_BYTES_IN', 'NETWORK_BYTES_OUT', 'NETWORK_NUM_REQUESTS', 'CONNECTIONS'],
  },
  {
    id: 'replication',
    label: 'Replication',
    names: [
      'OPLOG_REPLICATION_LAG',
      'OPLOG_SLAVE_LAG_MASTER_TIME',
      'OPLOG_MASTER_TIME',
      'OPLOG_RATE_GB_PER_HOUR',
      'OPCOUNTER_REPL_INSERT',
      'OPCOUNTER_REPL_UPDATE',
      'OPCOUNTER_REPL_DELETE',
    ],
  },
  {
    id: 'locks',
    label: 'Locks',
    names: [
      'GLOBAL_LOCK_CURRENT_QUEUE_READERS',
      'GLOBAL_LOCK_CURRENT_QUEUE_WRITERS',
      'TICKETS_AVAILABLE_READS',
      'TICKETS_AVAILABLE_WRITE',
    ],
  },
  { id: 'all', label: 'All' },
]

const names: Record<string, string> = {
  AVERAGE_TOTAL_OPS_LATENCY: 'Average latency',
  CACHE_BYTES_READ_INTO: 'Read into cache',
  CACHE_BYTES_WRITTEN_FROM: 'Written from cache',
  CACHE_DIRTY_BYTES: 'Dirty cache',
  CACHE_USED_BYTES: 'Used cache',
  CURSORS_TOTAL_OPEN: 'Open cursors',
  DATABASE_AVERAGE_OBJECT_SIZE: 'Average document size',
  DATABASE_COLLECTION_COUNT: 'Collections',
  DATABASE_DATA_SIZE: 'Data size',
  DATABASE_INDEX_COUNT: 'Indexes',
  DATABASE_INDEX_SIZE: 'Index size',
  DATABASE_OBJECT_COUNT: 'Documents',
  DATABASE_STORAGE_SIZE: 'Storage size',
  DATABASE_VIEW_COUNT: 'Views',
  DISK_PARTITION_SPACE_FREE: 'Free space',
  DISK_PARTITION_SPACE_PERCENT_USED: 'Used space, percent',
  DISK_PARTITION_SPACE_USED: 'Used space',
  DOCUMENT_METRICS_DELETED: 'Documents deleted',
  DOCUMENT_METRICS_INSERTED: 'Documents inserted',
  DOCUMENT_METRICS_RETURNED: 'Documents returned',
  DOCUMENT_METRICS_UPDATED: 'Documents updated',
  EXTRA_INFO_PAGE_FAULTS: 'Page faults',
  GLOBAL_LOCK_CURRENT_QUEUE_READERS: 'Queued reads',
  GLOBAL_LOCK_CURRENT_QUEUE_WRITERS: 'Queued writes',
  MEMORY_RESIDENT: 'Resident memory',
  MEMORY_VIRTUAL: 'Virtual memory',
  NETWORK_NUM_REQUESTS: 'Network requests',
  OPCOUNTER_CMD: 'Commands',
  OPCOUNTER_DELETE: 'Deletes',
  OPCOUNTER_GETMORE: 'Cursor reads (getMore)',
  OPCOUNTER_INSERT: 'Inserts',
  OPCOUNTER_QUERY: 'Queries',
  OPCOUNTER_REPL_DELETE: 'Replicated deletes',
  OPCOUNTER_REPL_INSERT: 'Replicated inserts',
  OPCOUNTER_REPL_UPDATE: 'Replicated updates',
  OPCOUNTER_UPDATE: 'Updates',
  OPERATIONS_SCAN_AND_ORDER: 'Sorts without an index',
  OPLOG_MASTER_TIME: 'Oplog window',
  OPLOG_RATE_GB_PER_HOUR: 'Oplog growth',
  OPLOG_SLAVE_LAG_MASTER_TIME: 'Replication headroom',
  OPLOG_REPLICATION_LAG: 'Replication lag',
  OP_EXECUTION_TIME_COMMANDS: 'Command time',
  OP_EXECUTION_TIME_READS: 'Read time',
  OP_EXECUTION_TIME_WRITES: 'Write time',
  QUERY_EXECUTOR_SCANNED: 'Index entries scanned',
  QUERY_EXECUTOR_SCANNED_OBJECTS: 'Documents scanned',
  QUERY_TARGETING_SCANNED_OBJECTS_PER_RETURNED: 'Documents scanned per returned',
  QUERY_TARGETING_SCANNED_PER_RETURNED: 'Index entries scanned per returned',
  TICKETS_AVAILABLE_READS: 'Read tickets available',
  TICKETS_AVAILABLE_WRITE: 'Write tickets available',
  TOTAL_LATENCY: 'Total latency',
  TOTAL_OPS: 'Operations',
}

const abbreviations: Record<string, string> = {
  CPU: 'CPU',
  FTS: 'Search',
  IOPS: 'IOPS',
  IOWAIT: 'I/O wait',
  IRQ: 'IRQ',
  MAX: 'Highest',
  OPS: 'operations',
}

/** A metric in words. Unknown ones from their name: `SYSTEM_NORMALIZED_CPU_USER` is `System normalized CPU user`. */
export function metricName(name: string): string {
  if (Object.hasOwn(names, name)) return names[name] ?? name
  const words = name
    .replace(/^DISK_PARTITION_|_VALUE$/g, '')
    .split('_')
    .map((word) =>
      Object.hasOwn(abbreviations, word)
        ? (abbreviations[word] ?? word)
        : /\d/.test(word)
          ? word
          : word.toLowerCase(),
    )
    .join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
