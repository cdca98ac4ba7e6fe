import { describe, expect, test } from 'vitest'
import { previewOp } from '@/lib/ops/console'
import type { Op } from '@/lib/ops/define'
import {
  createSearchIndex,
  deleteSearchIndex,
  getSearchIndex,
  listSearchIndexes,
  updateSearchIndex,
} from '@/lib/ops/search'
import { openedOf } from '@/lib/ops/search-opened'
import { standingOf } from '@/lib/ops/search-status'
import { answers } from './connections'
import { as, refusal } from './testing/acting'
import { type SearchPlace, searchLab } from './testing/search'

const { console: gatehouse, cluster, filledCluster, advance, sent } = searchLab()

const ask = (op: Op, input: unknown, who = 'operator') => as(who, op, input)
async function list({ groupId, clusterName }: SearchPlace, who = 'viewer') {
  const { data } = await ask(listSearchIndexes, { groupId, clusterName }, who)
  return listSearchIndexes.output.parse(data)
}
async function read({ groupId, clusterName }: SearchPlace, indexId: string) {
  const { data } = await ask(getSearchIndex, { groupId, clusterName, indexId }, 'viewer')
  return getSearchIndex.output.parse(data)
}
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

async function created(place: SearchPlace, more: object = {}) {
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
      await gatehouse().calls({ groupId, operationId: 'listGroupClusterSearchIndexes' }),
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
    const { data } = await ask(createSearchIndex, { ...place, ...vector })
    expect(data).toMatchObject({ status: 'PENDING', latestDefinitionVersion: { version: 0 } })
    expect(await sent(place.groupId, 'POST')).toEqual([vector])
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
    expect(await gatehouse().calls({ groupId: place.groupId, method: 'POST' })).toEqual([])
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
    expect(await gatehouse().calls({ groupId: place.groupId, method: 'POST' })).toHaveLength(1)
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
    await gatehouse().fault({
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
    await gatehouse().control('POST', 'fill', {
      area: 'search',
      ...place,
      change: { name: 'default', definition: { mappings: { dynamic: true, fields: {} } } },
    })
    answers().stale(() => true)
    const input = { ...place, indexId, definition: next, opened }
    expect((await preview(updateSearchIndex, input)).whyNot).toMatch(/changed by someone else/)
    expect(await refusal(ask(updateSearchIndex, input))).toMatchObject({ kind: 'conflict' })
    expect(await gatehouse().calls({ groupId: place.groupId, method: 'PATCH' })).toEqual([])
    const again = openedOf(await read(place, indexId))
    await ask(updateSearchIndex, { ...input, opened: again })
    expect((await read(place, indexId)).latestDefinition).toEqual(next)
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
  test('is DELETING, then gone', async () => {
    const place = await cluster()
    const { indexID: indexId = '' } = await created(place)
    const input = { ...place, indexId, opened: openedOf(await read(place, indexId ?? '')) }
    await ask(deleteSearchIndex, input)
    expect(standingOf(await read(place, indexId ?? '')).phase).toBe('DELETING')
    await advance(60)
    expect(await list(place)).toEqual([])
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
