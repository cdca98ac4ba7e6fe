import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { newId } from '@/lib/format/id'
import { previewOp } from '@/lib/ops/console'
import type { Command, Op } from '@/lib/ops/define'
import {
  createSearchIndex,
  deleteSearchIndex,
  getSearchIndex,
  listSearchIndexes,
  updateSearchIndex,
} from '@/lib/ops/search'
import {
  createSearchNodes,
  deleteSearchNodes,
  getSearchNodes,
  hasNodes,
  resizeSearchNodes,
} from '@/lib/ops/search-nodes'
import { openedOf } from '@/lib/ops/search-opened'
import { standingOf } from '@/lib/ops/search-status'
import { type TestConsole, testConsole } from '@/scripts/testing/console'
import { answers } from './connections'
import { as, audited, refusal } from './testing/acting'

let gatehouse: TestConsole
beforeAll(async () => {
  gatehouse = await testConsole()
})
afterAll(() => gatehouse.end())
beforeEach(() => gatehouse.control('DELETE', 'fault'))

type Place = { groupId: string; clusterName: string }
const production = { tags: [{ key: 'environment', value: 'production' }] }
const filled = z.object({ indexes: z.record(z.string(), z.string()) })

/** A cluster of the test's own. */
async function cluster(more: object = {}, type = 'REPLICASET'): Promise<Place> {
  const { groupId } = await gatehouse.project({ clusters: [{ name: 'own', type }], ...more })
  return { groupId, clusterName: 'own' }
}
/** The same with the twelve indexes of search-main, or the given ones, with their ids by name. */
async function filledCluster(what: object = {}, more: object = {}) {
  const place = await cluster(more)
  const told = await gatehouse.control('POST', 'fill', { area: 'search', ...place, ...what })
  const ids = filled.parse(told).indexes
  return { ...place, id: (name: string) => ids[name] ?? '' }
}
const advance = async (advanceSeconds: number) => {
  await gatehouse.control('POST', 'clock', { advanceSeconds })
  answers().stale(() => true)
}

const ask = (op: Op, input: unknown, who = 'operator', trace = newId()) => as(who, op, input, trace)
async function list({ groupId, clusterName }: Place, who = 'viewer') {
  const { data } = await ask(listSearchIndexes, { groupId, clusterName }, who)
  return listSearchIndexes.output.parse(data)
}
async function read({ groupId, clusterName }: Place, indexId: string) {
  const { data } = await ask(getSearchIndex, { groupId, clusterName, indexId }, 'viewer')
  return getSearchIndex.output.parse(data)
}
/** The bodies that Atlas received in a project by one method. */
const sent = async (groupId: string, method: string) =>
  (await gatehouse.calls({ groupId, method })).map(({ body }): unknown =>
    typeof body === 'string' && body ? JSON.parse(body) : body,
  )
const typesOf = async (trace: string) => (await audited(trace)).map(({ type }) => type)
const preview = async (op: Op, input: unknown) =>
  previewOp.output.parse((await ask(previewOp, { op: op.id, input })).data)

const definition = { mappings: { dynamic: true } }
const fresh = {
  database: 'shop',
  collectionName: 'products',
  name: 'default',
  type: 'search',
  definition,
}
const vector = {
  ...fresh,
  type: 'vectorSearch',
  definition: {
    fields: [{ type: 'vector', path: 'v', numDimensions: 8, similarity: 'cosine' }],
  },
}

async function created(place: Place, more: object = {}) {
  const { data } = await ask(createSearchIndex, { ...place, ...fresh, ...more })
  return createSearchIndex.output.parse(data)
}

describe('reading', () => {
  test('a viewer sees every index of a cluster with its state', async () => {
    const place = await filledCluster()
    const all = await list(place)
    expect(all).toHaveLength(12)
    const by = new Map(all.map((i) => [i.name, standingOf(i)]))
    expect(by.get('products_next')?.sentence).toMatch(
      /^Serving version 3 while version 4 builds on 2 of 3/,
    )
    expect(by.get('pages')).toMatchObject({
      phase: 'CHANGE_FAILED',
      queryable: true,
      isMoving: false,
    })
    expect(by.get('reviews')).toMatchObject({ phase: 'FAILED', isMoving: false })
    expect(by.get('reviews')?.messages[0]?.text).toContain('lucene.klingon')
    expect(by.get('reviews_synonyms')?.synonyms).toMatchObject([
      { name: 'colours', status: 'READY' },
      { name: 'brands', status: 'FAILED' },
    ])
    expect(by.get('orders')?.phase).toBe('STALE')
    expect(by.get('leads')?.phase).toBe('DOES_NOT_EXIST')
  })

  test('200 indexes are one call', async () => {
    const place = await filledCluster({ indexes: 200 })
    expect(await list(place)).toHaveLength(200)
    const { groupId } = place
    expect(
      await gatehouse.calls({ groupId, operationId: 'listGroupClusterSearchIndexes' }),
    ).toHaveLength(1)
  })

  test('a page refreshes often while something builds, and rarely otherwise', async () => {
    const place = await cluster()
    await created(place)
    expect(listSearchIndexes.refetchInterval?.(await list(place))).toBe(5_000)
    await advance(200)
    expect(listSearchIndexes.refetchInterval?.(await list(place))).toBe(25_000)
  })

  test('an odd row does not remove the list', () => {
    const odd = {
      indexID: 'x',
      status: 'READY',
      statusDetail: { not: 'a list' },
      latestDefinition: 7,
    }
    const parsed = listSearchIndexes.output.parse([odd, { status: null }, {}])
    expect(parsed[0]).toEqual(odd)
    expect(parsed.map((i) => standingOf(i).phase)).toEqual(['READY', undefined, undefined])
  })

  test('an index that does not exist shows as not found', async () => {
    const place = await cluster()
    expect(await refusal(read(place, 'a'.repeat(24)))).toMatchObject({
      kind: 'not-found',
      atlas: { errorCode: 'ATLAS_SEARCH_INDEX_NOT_FOUND' },
    })
  })
})

describe('creating', () => {
  test('sends names and definition, and the new index is queued with version 0', async () => {
    const place = await cluster()
    const trace = newId()
    const { data } = await ask(createSearchIndex, { ...place, ...vector }, 'operator', trace)
    expect(data).toMatchObject({ status: 'PENDING', latestDefinitionVersion: { version: 0 } })
    expect(await sent(place.groupId, 'POST')).toEqual([vector])
    expect(await typesOf(trace)).toEqual(['command.intent', 'command.done'])
    await advance(200)
    expect((await list(place)).map((i) => i.status)).toEqual(['READY'])
  })

  test.each([
    ['a.b', 'c/d e', 'my “index” № 1'],
    ['..', '%2F', '../../x'],
    ["it's", '日本語', 'a:b?c#d&e=f'],
  ])(
    'names with any characters arrive unchanged: %s . %s / %s',
    async (database, collectionName, name) => {
      const place = await cluster()
      const made = await created(place, { database, collectionName, name })
      expect(made).toMatchObject({ database, collectionName, name })
      expect(await read(place, made.indexID ?? '')).toMatchObject({
        database,
        collectionName,
        name,
      })
    },
  )

  test('a definition that Atlas would refuse is refused with a message at its path', async () => {
    const place = await cluster()
    const wrong = {
      fields: [{ type: 'vector', path: 'v', numDimensions: 9000, similarity: 'near' }],
    }
    const failure = await refusal(
      ask(createSearchIndex, { ...place, ...vector, definition: wrong, name: '' }),
    )
    expect(failure).toMatchObject({
      kind: 'invalid',
      fields: {
        name: 'Enter a name',
        'definition.fields.0.numDimensions': expect.stringContaining('from 1 to 8192'),
        'definition.fields.0.similarity': expect.stringContaining('euclidean, cosine, dotProduct'),
      },
    })
    expect(await gatehouse.calls({ groupId: place.groupId, method: 'POST' })).toEqual([])
  })

  test('unknown parts are sent, and Atlas decides', async () => {
    const place = await cluster()
    const strange = { ...definition, futureThing: true }
    expect(
      await refusal(ask(createSearchIndex, { ...place, ...fresh, definition: strange })),
    ).toMatchObject({ atlas: { status: 400, errorCode: 'INVALID_ATTRIBUTE' } })
  })

  test('a taken name is refused before anything is sent', async () => {
    const place = await cluster()
    await created(place)
    const { whyNot } = await preview(createSearchIndex, { ...place, ...fresh })
    expect(whyNot).toMatch(/already has an index named “default”/)
    expect(await refusal(ask(createSearchIndex, { ...place, ...fresh }))).toMatchObject({
      kind: 'conflict',
      message: whyNot,
    })
    expect(await gatehouse.calls({ groupId: place.groupId, method: 'POST' })).toHaveLength(1)
  })

  test('an index that hosts cannot build is FAILED with their message, never building', async () => {
    const place = await cluster()
    const { indexID } = await created(place, {
      definition: { ...definition, analyzer: 'lucene.klingon' },
    })
    await advance(200)
    const standing = standingOf(await read(place, indexID ?? ''))
    expect(standing).toMatchObject({ phase: 'FAILED', isMoving: false })
    expect(standing.messages).toHaveLength(1)
  })

  test('Atlas’s limit of indexes on a free cluster is reported', async () => {
    const place = await cluster({}, 'M0')
    for (const name of ['a', 'b', 'c']) await created(place, { name })
    expect(await refusal(ask(createSearchIndex, { ...place, ...fresh, name: 'd' }))).toMatchObject({
      atlas: { status: 400, detail: expect.stringContaining('maximum number') },
    })
  })
})

describe('changing', () => {
  const next = { mappings: { dynamic: false, fields: { title: { type: 'string' } } } }
  async function ready() {
    const place = await cluster()
    const { indexID } = await created(place)
    await advance(200)
    const index = await read(place, indexID ?? '')
    return { place, indexId: indexID ?? '', opened: openedOf(index) }
  }

  test('sends the definition and nothing else; the old version serves meanwhile', async () => {
    const { place, indexId, opened } = await ready()
    await ask(updateSearchIndex, { ...place, indexId, definition: next, opened })
    expect(await sent(place.groupId, 'PATCH')).toEqual([{ definition: next }])
    await advance(20)
    expect(standingOf(await read(place, indexId)).sentence).toBe(
      'Serving version 0 while version 1 builds on all 3 hosts.',
    )
    await advance(200)
    expect(standingOf(await read(place, indexId)).sentence).toBe(
      'Serving version 1 on all 3 hosts.',
    )
  })

  test('a lost change that only removes something is not treated as done', async () => {
    const { place, indexId, opened } = await ready()
    await gatehouse.fault({
      match: { groupId: place.groupId, method: 'PATCH' },
      fault: { kind: 'hang-up' },
    })
    // The current definition already contains all of it.
    const less = { mappings: { dynamic: definition.mappings.dynamic } }
    const change = { ...place, indexId, definition: less, opened }
    expect((await refusal(ask(updateSearchIndex, change))).kind).toBe('unknown-outcome')
  })

  test('a change made elsewhere since the form was opened is caught before anything is sent', async () => {
    const { place, indexId, opened } = await ready()
    await gatehouse.control('POST', 'fill', {
      area: 'search',
      ...place,
      change: { name: 'default', definition: { mappings: { dynamic: true, fields: {} } } },
    })
    answers().stale(() => true)
    const input = { ...place, indexId, definition: next, opened }
    expect((await preview(updateSearchIndex, input)).whyNot).toMatch(/changed by someone else/)
    expect(await refusal(ask(updateSearchIndex, input))).toMatchObject({ kind: 'conflict' })
    expect(await gatehouse.calls({ groupId: place.groupId, method: 'PATCH' })).toEqual([])
    const again = openedOf(await read(place, indexId))
    await ask(updateSearchIndex, { ...input, opened: again })
    expect((await read(place, indexId)).latestDefinition).toEqual(next)
  })

  test('undo sends the previous definition', async () => {
    const { place, indexId, opened } = await ready()
    const input = { ...place, indexId, definition: next, opened }
    await ask(updateSearchIndex, input)
    await advance(200)
    const back = updateSearchIndex.undo?.(updateSearchIndex.input.parse(input))
    expect(back?.id).toBe('search.update')
    await ask(updateSearchIndex, back?.input)
    expect((await read(place, indexId)).latestDefinition).toEqual(definition)
  })

  test('of two people with the same form open, the second is refused', async () => {
    const { place, indexId, opened } = await ready()
    const input = { ...place, indexId, definition: next, opened }
    const both = await Promise.allSettled([
      ask(updateSearchIndex, input),
      ask(updateSearchIndex, { ...input, definition: { mappings: { dynamic: { typeSet: 'x' } } } }),
    ])
    expect(both.map((b) => b.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('an index that is being deleted, or gone, cannot be changed', async () => {
    const place = await filledCluster()
    const input = async (name: string) => {
      const indexId = place.id(name)
      const opened = openedOf(await read(place, indexId))
      const { groupId, clusterName } = place
      return { groupId, clusterName, indexId, definition: next, opened }
    }
    const deleting = await input('customers_old')
    expect((await refusal(ask(updateSearchIndex, deleting))).message).toMatch(/is deleting/)
    const gone = { ...(await input('products')), indexId: 'a'.repeat(24) }
    expect((await refusal(ask(updateSearchIndex, gone))).message).toMatch(/no longer exists/)
  })
})

describe('deleting', () => {
  test('is DELETING, then gone; undo recreates it with its definition', async () => {
    const place = await cluster()
    const { indexID: indexId = '' } = await created(place)
    const input = { ...place, indexId, opened: openedOf(await read(place, indexId ?? '')) }
    const trace = newId()
    await ask(deleteSearchIndex, input, 'operator', trace)
    expect(await typesOf(trace)).toEqual(['command.intent', 'command.done'])
    expect(standingOf(await read(place, indexId ?? '')).phase).toBe('DELETING')
    await advance(60)
    expect(await list(place)).toEqual([])
    const back = deleteSearchIndex.undo?.(deleteSearchIndex.input.parse(input))
    await ask(createSearchIndex, back?.input)
    expect(await list(place)).toMatchObject([{ name: 'default', latestDefinition: definition }])
  })

  test('another index under this id is not deleted', async () => {
    const place = await filledCluster()
    const { groupId, clusterName } = place
    const opened = openedOf(await read(place, place.id('products')))
    const input = { groupId, clusterName, indexId: place.id('orders'), opened }
    expect((await refusal(ask(deleteSearchIndex, input))).message).toMatch(
      /belongs to the index “orders”/,
    )
  })
})

describe('search nodes', () => {
  const specs = [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 2 }] as const
  const nodesOf = async (place: Place) => {
    const { groupId, clusterName } = place
    const { data } = await ask(getSearchNodes, { groupId, clusterName }, 'viewer')
    return getSearchNodes.output.parse(data)
  }

  test('a cluster without search nodes is not an error', async () => {
    expect(hasNodes(await nodesOf(await cluster()))).toBe(false)
  })

  test('are added, resized and deleted', async () => {
    const place = await cluster()
    await ask(createSearchNodes, { ...place, specs })
    const made = await nodesOf(place)
    expect(made).toMatchObject({ stateName: 'UPDATING', specs })
    expect(getSearchNodes.refetchInterval?.(made)).toBe(10_000)
    await advance(600)
    const idle = await nodesOf(place)
    expect(idle.stateName).toBe('IDLE')
    expect(getSearchNodes.refetchInterval?.(idle)).toBe(false)
    const more = [{ instanceSize: 'S30_LOWCPU_NVME', nodeCount: 3 }]
    const change = { ...place, specs: more, opened: { specs } }
    await ask(resizeSearchNodes, change)
    expect(await sent(place.groupId, 'PATCH')).toEqual([{ specs: more }])
    await advance(900)
    expect((await refusal(ask(resizeSearchNodes, change))).message).toMatch(
      /Someone else .* now 3 × S30_LOWCPU_NVME/,
    )
    await ask(deleteSearchNodes, { ...place, opened: { specs: more } })
    await advance(400)
    expect(hasNodes(await nodesOf(place))).toBe(false)
  })

  test('can be added when an older Atlas answers 400 for none', async () => {
    const place = await cluster()
    await gatehouse.fault({
      match: { groupId: place.groupId, operationId: 'getGroupClusterSearchDeployment' },
      fault: {
        kind: 'status',
        status: 400,
        errorCode: 'ATLAS_SEARCH_DEPLOYMENT_DOES_NOT_EXIST',
      },
    })
    await ask(createSearchNodes, { ...place, specs })
    expect(hasNodes(await nodesOf(place))).toBe(true)
  })

  test('one node and an unknown size are refused with a message', async () => {
    const place = await cluster()
    const failure = await refusal(
      ask(createSearchNodes, { ...place, specs: [{ instanceSize: 'M10', nodeCount: 1 }] }),
    )
    expect(failure.fields).toMatchObject({
      'specs.0.instanceSize': 'Choose a size',
      'specs.0.nodeCount': 'At least 2 nodes',
    })
  })

  test('that are being changed are refused by Atlas with its reason', async () => {
    const place = await filledCluster({ nodes: { state: 'UPDATING' } })
    const { groupId, clusterName } = place
    const was = [{ instanceSize: 'S30_LOWCPU_NVME', nodeCount: 2 }]
    expect(
      await refusal(
        ask(resizeSearchNodes, { groupId, clusterName, specs, opened: { specs: was } }),
      ),
    ).toMatchObject({ atlas: { status: 409 }, message: expect.stringContaining('Wait until') })
  })
})

describe('friction', () => {
  test('production requires a typed name where others require a confirmation; deleting always does', async () => {
    const there = await Promise.all([cluster(), cluster(production)])
    const level = async (op: Command, input: object) =>
      Promise.all(there.map(async (p) => (await preview(op, { ...p, ...input })).friction.level))
    const opened = { name: 'default', latestDefinition: definition }
    const indexId = 'a'.repeat(24)
    const specs = [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 2 }]
    expect(await level(createSearchIndex, fresh)).toEqual(['confirm', 'type'])
    expect(await level(updateSearchIndex, { indexId, definition, opened })).toEqual([
      'confirm',
      'type',
    ])
    expect(await level(deleteSearchIndex, { indexId, opened })).toEqual(['type', 'type'])
    expect(await level(createSearchNodes, { specs })).toEqual(['confirm', 'type'])
    expect(await level(resizeSearchNodes, { specs, opened: { specs } })).toEqual([
      'confirm',
      'type',
    ])
    expect(await level(deleteSearchNodes, { opened: { specs } })).toEqual(['type', 'type'])
  })
})
