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

/** What Atlas measures of a disk, without the maxima, which repeat the others. */
export const diskMetrics: readonly string[] = [
  'DISK_PARTITION_SPACE_USED',
  'DISK_PARTITION_SPACE_FREE',
  'DISK_PARTITION_SPACE_PERCENT_USED',
  'DISK_PARTITION_IOPS_READ',
  'DISK_PARTITION_IOPS_WRITE',
  'DISK_PARTITION_LATENCY_READ',
  'DISK_PARTITION_LATENCY_WRITE',
  'DISK_PARTITION_THROUGHPUT_READ',
  'DISK_PARTITION_THROUGHPUT_WRITE',
  'DISK_QUEUE_DEPTH',
]
