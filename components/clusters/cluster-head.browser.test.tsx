import { expect, test } from 'vitest'
import { getCluster } from '@/lib/ops/clusters'
import { OpError } from '@/lib/ops/failure'
import { listFlexClusters } from '@/lib/ops/flex-clusters'
import { show } from '../testing/console'
import { ClusterHead } from './cluster-head'

const refused = () => {
  throw OpError.of('not-allowed', 'Atlas does not allow this.')
}

test('a cluster that Atlas refuses to show says so, and is not read again and again', async () => {
  const place = { groupId: '0'.repeat(24), clusterName: 'main' }
  const { screen, received } = await show(<ClusterHead {...place} access={null} />, {
    [listFlexClusters.id]: refused,
    [getCluster.id]: refused,
  })
  await expect.element(screen.getByRole('alert')).toBeVisible()
  expect(received.length).toBeLessThan(10)
})
