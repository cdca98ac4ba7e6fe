import { z } from 'zod'
import { getSearchIndex } from '@/lib/ops/search'
import { getSearchNodes } from '@/lib/ops/search-nodes'
import { openedOf } from '@/lib/ops/search-opened'
import type { TestConsole } from '@/scripts/testing/console'
import { answer, cluster, type Examples } from './made'

const indexes = z.object({ indexes: z.record(z.string(), z.string()) })

async function index(world: TestConsole) {
  const place = await cluster(world)
  const fill = await world.control('POST', 'fill', { area: 'search', ...place })
  return { ...place, indexId: indexes.parse(fill).indexes.products ?? '' }
}

async function openedIndex(world: TestConsole) {
  const one = await index(world)
  return { ...one, opened: openedOf(await answer(getSearchIndex, one)) }
}

const size = (instanceSize: string, nodeCount: number) => ({ instanceSize, nodeCount })

async function nodes(world: TestConsole) {
  const place = await cluster(world)
  const state = { ...size('S20_HIGHCPU_NVME', 2), state: 'IDLE' }
  await world.control('POST', 'fill', { area: 'search', ...place, indexes: 1, nodes: state })
  return place
}

async function openedNodes(world: TestConsole) {
  const place = await nodes(world)
  return { ...place, opened: { specs: (await answer(getSearchNodes, place)).specs } }
}

/** Search indexes and search nodes. */
export const searchExamples: Examples = {
  'search.list': async (world) => {
    const { indexId: _, ...place } = await index(world)
    return place
  },
  'search.get': index,
  'search.create': async (world) => ({
    ...(await cluster(world)),
    database: 'shop',
    collectionName: 'products',
    name: 'default',
    type: 'search',
    definition: { mappings: { dynamic: true } },
  }),
  'search.update': async (world) => ({
    ...(await openedIndex(world)),
    definition: { mappings: { dynamic: false, fields: { name: { type: 'string' } } } },
  }),
  'search.delete': openedIndex,
  'searchNodes.get': nodes,
  'searchNodes.create': async (world) => ({
    ...(await cluster(world)),
    specs: [size('S20_HIGHCPU_NVME', 2)],
  }),
  'searchNodes.update': async (world) => ({
    ...(await openedNodes(world)),
    specs: [size('S30_HIGHCPU_NVME', 3)],
  }),
  'searchNodes.delete': openedNodes,
}
