import { expect, test } from 'vitest'
import { toJobRow } from './job-row'
import { jobColumns } from './job-table'

const place = { groupId: '6920a0b0c0d0e0f001020304', clusterName: 'main' }
const exported = (job: { deliveryType: string; targetClusterName?: string }) => {
  const row = toJobRow({ id: '6920a0b0c0d0e0f001020305', ...job }, place, 0)
  return jobColumns.find((c) => c.id === 'target')?.value(row)
}

test('an export says the cluster that is overwritten, and nothing for a download', () => {
  expect(exported({ deliveryType: 'automated', targetClusterName: 'stage' })).toBe('stage')
  expect(exported({ deliveryType: 'download' })).toBeNull()
})
