import { expect, test } from 'vitest'
import { diskMetrics, processMetrics } from './metric-groups'
import { metricName } from './metric-names'

test.each([
  ['OPCOUNTER_QUERY', 'Queries'],
  ['SYSTEM_NORMALIZED_CPU_USER', 'System normalized CPU user'],
  ['MAX_SYSTEM_CPU_IOWAIT', 'Highest system CPU I/O wait'],
  ['READS_OPS', 'Reads'],
  ['TOTAL_OPS', 'Operations'],
  ['AVERAGE_WRITES_LATENCY', 'Average write latency'],
  ['AVERAGE_TOTAL_OPS_LATENCY', 'Average latency'],
  ['TOTAL_LATENCY', 'Total latency'],
  ['COMMANDS_P99_VALUE', 'P99 command latency'],
  ['TOTAL_OPS_P95_VALUE', 'P95 latency'],
  ['DISK_PARTITION_NEW_THING', 'New thing'],
  ['constructor', 'Constructor'],
  ['', ''],
])('%s is %s', (name, words) => {
  expect(metricName(name)).toBe(words)
})

test('no group has more metrics than Atlas takes at once, or one twice', () => {
  for (const names of [...processMetrics.map((group) => group.names ?? []), diskMetrics]) {
    expect(names.length).toBeLessThanOrEqual(10)
    expect(new Set(names.map(metricName)).size).toBe(names.length)
  }
})
