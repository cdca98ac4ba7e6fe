const names: Record<string, string> = {
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
  DISK_PARTITION_IOPS_READ: 'Read IOPS',
  DISK_PARTITION_IOPS_WRITE: 'Write IOPS',
  DISK_PARTITION_LATENCY_READ: 'Read latency',
  DISK_PARTITION_LATENCY_WRITE: 'Write latency',
  DISK_PARTITION_SPACE_FREE: 'Free space',
  DISK_PARTITION_SPACE_PERCENT_USED: 'Used space, percent',
  DISK_PARTITION_SPACE_USED: 'Used space',
  DISK_PARTITION_THROUGHPUT_READ: 'Read throughput',
  DISK_PARTITION_THROUGHPUT_WRITE: 'Write throughput',
  DISK_QUEUE_DEPTH: 'Queue depth',
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

const kinds = { READS: 'read ', WRITES: 'write ', COMMANDS: 'command ', TOTAL: '' } as const

/** A metric of a namespace: `Average read latency`, `P99 write latency`, `Operations`. */
function namespaceMetric(name: string): string | undefined {
  const found =
    /^(AVERAGE_)?(READS|WRITES|COMMANDS|TOTAL)(?:_OPS)?(?:_(LATENCY|P\d+)(?:_VALUE)?)?$/.exec(name)
  if (!found) return undefined
  const [, average, kind = 'TOTAL', what] = found
  const about = kinds[kind as keyof typeof kinds]
  if (!what) return kind === 'TOTAL' ? 'operations' : kind.toLowerCase()
  if (what === 'LATENCY') return `${average ? 'average' : 'total'} ${about}latency`
  return `${what} ${about}latency`
}

/** A metric in words. Unknown ones from their name: `SYSTEM_NORMALIZED_CPU_USER` is `System normalized CPU user`. */
export function metricName(name: string): string {
  if (Object.hasOwn(names, name)) return names[name] ?? name
  const words =
    namespaceMetric(name) ??
    name
      .replace(/^DISK_PARTITION_/, '')
      .split('_')
      .map((word) =>
        Object.hasOwn(abbreviations, word) ? abbreviations[word] : word.toLowerCase(),
      )
      .join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
