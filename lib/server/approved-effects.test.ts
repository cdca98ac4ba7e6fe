import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { reconcile } from '@/lib/approvals/reconciler'
import { startRestore } from '@/lib/ops/backup-restore'
import { approveRequest, fileRequest, getRequest, requestTerms } from '@/lib/ops/requests'
import { createSearchNodes, deleteSearchNodes, getSearchNodes } from '@/lib/ops/search-nodes'
import { createProcessor } from '@/lib/ops/stream-definition'
import { type TestConsole, testConsole } from '@/scripts/testing/console'
import { sql } from './database'
import { reach } from './reach'
import { as, settleAll, wasSeen } from './testing/acting'
import { withBackups } from './testing/backup'

const policy = z.looseObject({ policy: z.looseObject({}) })
let gatehouse: TestConsole
beforeAll(async () => {
  gatehouse = await testConsole({
    configure: (file) => ({
      ...file,
      policy: {
        ...policy.parse(file).policy,
        friction: { 'searchNodes.delete': 'approval', 'streams.createProcessor': 'approval' },
        rules: [
          { name: 'search nodes', match: { op: 'searchNodes.delete' } },
          { name: 'processors', match: { op: 'streams.createProcessor' } },
          { name: 'production', match: { environment: 'production' } },
        ],
      },
    }),
  })
  await wasSeen()
})
afterAll(() => gatehouse.end())

const later = (advanceSeconds: number) => gatehouse.control('POST', 'clock', { advanceSeconds })
const card = async (requestId: string) =>
  getRequest.output.parse((await as('approver', getRequest, { requestId })).data).request

async function approved(op: { id: string }, input: object) {
  const asked = { op: op.id, input, reason: 'A test needs a second person' }
  const { requestId } = fileRequest.output.parse((await as('operator', fileRequest, asked)).data)
  const { digest } = await card(requestId)
  await as('approver', approveRequest, { requestId, digest })
  await settleAll()
  return requestId
}

/** The reconciler and the executor once more, when a lost call would long have been sent again. */
async function lookAgain() {
  await gatehouse.owner`update effect set next_check_at = now() - interval '1 second',
    give_up_at = give_up_at - interval '2 minutes' where state = 'unknown'`
  await reconcile(sql(), reach)
  await gatehouse.owner`update effect set next_check_at = now() where state = 'planned'`
  await settleAll()
}

test('an accepted change that takes minutes is waited for, not sent again', async () => {
  const { groupId } = await gatehouse.project({ clusters: [{ name: 'own' }] })
  const place = { groupId, clusterName: 'own' }
  const specs = [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 2 }]
  await as('operator', createSearchNodes, { ...place, specs })
  await later(3_600)
  const { data } = await as('viewer', getSearchNodes, place)
  const opened = { specs: getSearchNodes.output.parse(data).specs }
  const id = await approved(deleteSearchNodes, { ...place, opened })
  await lookAgain()
  const sent = { groupId, operationId: 'deleteGroupClusterSearchDeployment' }
  expect(await gatehouse.calls(sent)).toHaveLength(1)
  expect((await card(id)).state).toBe('approved')
  await later(3_600)
  await lookAgain()
  expect(await card(id)).toMatchObject({ state: 'closed', how: 'done' })
  expect(await gatehouse.calls(sent)).toHaveLength(1)
})

test('production at either end of a restore applies the production rule, in the form and at the approval', async () => {
  const tags = [{ key: 'environment', value: 'production' }]
  const { place, snapshot } = await withBackups(gatehouse, { tags })
  const target = await gatehouse.project({ clusters: [{ name: 'copy' }] })
  const input = {
    ...place,
    deliveryType: 'automated',
    snapshotId: snapshot('onDemand'),
    targetGroupId: target.groupId,
    targetClusterName: 'copy',
  }
  const terms = await as('operator', requestTerms, { op: startRestore.id, input })
  expect(requestTerms.output.parse(terms.data)).toMatchObject({ rule: 'production', whyNot: null })
  expect(await card(await approved(startRestore, input))).toMatchObject({ how: 'begun' })
})

test('a new resource is not reported missing while it is being created', async () => {
  const { groupId } = await gatehouse.project()
  await gatehouse.control('POST', 'fill', { area: 'streams', groupId })
  const ends = ['$source', '$emit'].map((stage) => ({
    [stage]: { connectionName: 'kafka', topic: 'orders' },
  }))
  const input = { groupId, tenantName: 'lab', name: 'new', pipeline: JSON.stringify(ends) }
  const id = await approved(createProcessor, input)
  await later(60)
  await lookAgain()
  expect(await card(id)).toMatchObject({ state: 'closed', how: 'done' })
})
