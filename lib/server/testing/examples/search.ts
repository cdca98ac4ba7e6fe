import { z } from 'zod'
import { getSearchIndex } from '@/lib/ops/search'
import { getSearchNodes } from '@/lib/ops/search-nodes'
import { openedOf } from '@/lib/ops/search-opened'
import type { TestConsole } from '@/scripts/testing/console'
import { answer, cluster, type Examples, plus } from './made'

const fill = (
  { groupId, clusterName }: Awaited<ReturnType<typeof cluster>>,
  more: object = {},
) => ({ area: 'search', groupId, clusterName, ...more })

const indexes = z.object({ indexes: z.record(z.string(), z.string()) })

async function index(world: TestConsole) {
  const place = await cluster(world)
  const made = await world.control('POST', 'fill', fill(place))
  return { ...place, indexId: indexes.parse(made).indexes.products ?? '' }
}

async function openedIndex(world: TestConsole) {
  const one = await index(world)
  return { ...one, opened: openedOf(await answer(getSearchIndex, one)) }
}

const size = (instanceSize: string, nodeCount: number) => ({ instanceSize, nodeCount })

async function nodes(world: TestConsole) {
  const place = await cluster(world)
  const state = { ...size('S20_HIGHCPU_NVME', 2), state: 'IDLE' }
  await world.control('POST', 'fill', fill(place, { indexes: 1, nodes: state }))
  return place
}

async function openedNodes(world: TestConsole) {
  const place = await nodes(world)
  return { ...place, opened: { specs: (await answer(getSearchNodes, place)).specs } }
}

/** Search indexes and search nodes. */
export const searchExamples: Examples = {
  'search.list': index,
  'search.get': index,
  'search.create': plus(cluster, {
    database: 'shop',
    collectionName: 'products',
    name: 'default',
    type: 'search',
    definition: { mappings: { dynamic: true } },
  }),
  'search.update': plus(openedIndex, {
    definition: { mappings: { dynamic: false, fields: { name: { type: 'string' } } } },
  }),
  'search.delete': openedIndex,
  'searchNodes.get': nodes,
  'searchNodes.create': plus(cluster, { specs: [size('S20_HIGHCPU_NVME', 2)] }),
  'searchNodes.update': plus(openedNodes, { specs: [size('S30_HIGHCPU_NVME', 3)] }),
  'searchNodes.delete': openedNodes,
}
