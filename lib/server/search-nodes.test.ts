import { expect, test } from 'vitest'
import type { Op } from '@/lib/ops/define'
import {
  createSearchNodes,
  deleteSearchNodes,
  getSearchNodes,
  hasNodes,
  resizeSearchNodes,
} from '@/lib/ops/search-nodes'
import { as, refusal } from './testing/acting'
import { type SearchPlace, searchLab } from './testing/search'

const { console: gatehouse, cluster, filledCluster, advance, sent } = searchLab()
const operator = (op: Op, input: unknown) => as('operator', op, input)

const specs = [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 2 }] as const
const nodesOf = async (place: SearchPlace) => {
  const { groupId, clusterName } = place
  const { data } = await as('viewer', getSearchNodes, { groupId, clusterName })
  return getSearchNodes.output.parse(data)
}

test('a cluster without search nodes is not an error', async () => {
  expect(hasNodes(await nodesOf(await cluster()))).toBe(false)
})

test('search nodes are added, resized and deleted', async () => {
  const place = await cluster()
  await operator(createSearchNodes, { ...place, specs })
  const made = await nodesOf(place)
  expect(made).toMatchObject({ stateName: 'UPDATING', specs })
  expect(getSearchNodes.refetchInterval?.(made)).toBe(10_000)
  await advance(600)
  const idle = await nodesOf(place)
  expect(idle.stateName).toBe('IDLE')
  expect(getSearchNodes.refetchInterval?.(idle)).toBe(false)
  const more = [{ instanceSize: 'S30_LOWCPU_NVME', nodeCount: 3 }]
  const change = { ...place, specs: more, opened: { specs } }
  await operator(resizeSearchNodes, change)
  expect(await sent(place.groupId, 'PATCH')).toEqual([{ specs: more }])
  await advance(900)
  expect((await refusal(operator(resizeSearchNodes, change))).message).toMatch(
    /Someone else .* now 3 × S30_LOWCPU_NVME/,
  )
  await operator(deleteSearchNodes, { ...place, opened: { specs: more } })
  await advance(400)
  expect(hasNodes(await nodesOf(place))).toBe(false)
})

test('search nodes can be added when an older Atlas answers 400 for none', async () => {
  const place = await cluster()
  await gatehouse().fault({
    match: { groupId: place.groupId, operationId: 'getGroupClusterSearchDeployment' },
    fault: {
      kind: 'status',
      status: 400,
      errorCode: 'ATLAS_SEARCH_DEPLOYMENT_DOES_NOT_EXIST',
    },
  })
  await operator(createSearchNodes, { ...place, specs })
  expect(hasNodes(await nodesOf(place))).toBe(true)
})

test('one node and an unknown size are refused with a message', async () => {
  const place = await cluster()
  const failure = await refusal(
    operator(createSearchNodes, { ...place, specs: [{ instanceSize: 'M10', nodeCount: 1 }] }),
  )
  expect(failure.fields).toMatchObject({
    'specs.0.instanceSize': 'Choose a size',
    'specs.0.nodeCount': 'At least 2 nodes',
  })
})

test('a change of search nodes that are being changed is refused by Atlas with its reason', async () => {
  const place = await filledCluster({ nodes: { state: 'UPDATING' } })
  const { groupId, clusterName } = place
  const was = [{ instanceSize: 'S30_LOWCPU_NVME', nodeCount: 2 }]
  expect(
    await refusal(
      operator(resizeSearchNodes, { groupId, clusterName, specs, opened: { specs: was } }),
    ),
  ).toMatchObject({ atlas: { status: 409 }, message: expect.stringContaining('Wait until') })
})
