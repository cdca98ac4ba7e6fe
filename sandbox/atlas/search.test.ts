import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Client, startClient } from './testing'
import { projectIdOf } from './world/projects'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.atlas.close())

const generation = z.looseObject({
  status: z.string(),
  message: z.string().optional(),
  definitionVersion: z.object({ version: z.number() }),
})
const index = z.looseObject({
  indexID: z.string(),
  name: z.string(),
  status: z.string(),
  queryable: z.boolean(),
  latestDefinitionVersion: z.looseObject({ version: z.number() }),
  statusDetail: z
    .array(z.looseObject({ mainIndex: generation, stagedIndex: generation.optional() }))
    .optional(),
  synonymMappingStatus: z.string().optional(),
})

const pathOf = (groupId: string, clusterName: string) =>
  `/api/atlas/v2/groups/${groupId}/clusters/${clusterName}/search`
const main = pathOf(projectIdOf('search-platform'), 'search-main')

const list = async (search: string) =>
  z.array(index).parse(await (await client.call('GET', `${search}/indexes`)).json())
const read = async (search: string, id: string) =>
  index.parse(await (await client.call('GET', `${search}/indexes/${id}`)).json())
const advance = (advanceSeconds: number) => client.control('POST', 'clock', { advanceSeconds })

let made = 0
/** The search of a cluster of the test's own. */
async function ownSearch(type = 'REPLICASET') {
  made += 1
  const { groupId } = await client.control('POST', 'projects', {
    name: `search-${made}`,
    clusters: [{ name: 'own', type }],
  })
  return pathOf(groupId, 'own')
}
const plain = {
  database: 'shop',
  collectionName: 'products',
  name: 'default',
  definition: { mappings: { dynamic: true } },
}
const create = async (search: string, more: object = {}) =>
  client.call('POST', `${search}/indexes`, { ...plain, ...more })

test('search-main has twelve indexes in all seven statuses', async () => {
  const all = await list(main)
  expect(all).toHaveLength(12)
  expect([...new Set(all.map((i) => i.status))].sort()).toEqual([
    'BUILDING',
    'DELETING',
    'DOES_NOT_EXIST',
    'FAILED',
    'PENDING',
    'READY',
    'STALE',
  ])
  const next = all.find((i) => i.name === 'products_next')
  expect(next).toMatchObject({ status: 'BUILDING', queryable: true })
  expect(next?.statusDetail?.map((h) => h.stagedIndex?.status)).toEqual([
    undefined,
    'BUILDING',
    'BUILDING',
  ])
  expect(all.find((i) => i.name === 'reviews_synonyms')).toMatchObject({
    status: 'READY',
    synonymMappingStatus: 'FAILED',
  })
})

test('a new index is version 0 without hosts, then builds host after host and is READY', async () => {
  const search = await ownSearch()
  const answer = await create(search)
  expect(answer.status).toBe(201)
  const { indexID, ...fresh } = index.parse(await answer.json())
  expect(fresh).toMatchObject({
    status: 'PENDING',
    queryable: false,
    latestDefinitionVersion: { version: 0 },
  })
  expect(fresh.statusDetail).toBeUndefined()
  await advance(50)
  expect(await read(search, indexID)).toMatchObject({
    status: 'BUILDING',
    statusDetail: [
      { mainIndex: { status: 'READY' } },
      { mainIndex: { status: 'BUILDING' } },
      { mainIndex: { status: 'BUILDING' } },
    ],
  })
  await advance(100)
  expect(await read(search, indexID)).toMatchObject({ status: 'READY', queryable: true })
})

test('a changed index serves the old version until the new one is built', async () => {
  const search = await ownSearch()
  const { indexID } = index.parse(await (await create(search)).json())
  await advance(200)
  const definition = { mappings: { dynamic: false } }
  const changed = await client.call('PATCH', `${search}/indexes/${indexID}`, { definition })
  expect(changed.status).toBe(200)
  expect(await changed.json()).toMatchObject({ status: 'PENDING', queryable: true })
  await advance(20)
  expect(await read(search, indexID)).toMatchObject({
    status: 'BUILDING',
    queryable: true,
    latestDefinitionVersion: { version: 1 },
    statusDetail: [
      { mainIndex: { definitionVersion: { version: 0 } }, stagedIndex: { status: 'BUILDING' } },
      {},
      {},
    ],
  })
  await advance(200)
  const after = await read(search, indexID)
  expect(after).toMatchObject({ status: 'READY', latestDefinition: definition })
  expect(after.statusDetail?.map((h) => h.mainIndex.definitionVersion.version)).toEqual([1, 1, 1])
  expect(after.statusDetail?.some((h) => h.stagedIndex)).toBe(false)
})

test('a definition that hosts cannot build is FAILED with a message', async () => {
  const search = await ownSearch()
  const definition = { analyzer: 'lucene.klingon', mappings: { dynamic: true } }
  const { indexID } = index.parse(await (await create(search, { definition })).json())
  await advance(200)
  const failed = await read(search, indexID)
  expect(failed).toMatchObject({ status: 'FAILED', queryable: false })
  expect(failed.statusDetail?.[0]?.mainIndex.message).toContain('lucene.klingon')
})

test('a deleted index is DELETING, then gone', async () => {
  const search = await ownSearch()
  const { indexID } = index.parse(await (await create(search)).json())
  expect((await client.call('DELETE', `${search}/indexes/${indexID}`)).status).toBe(204)
  expect(await read(search, indexID)).toMatchObject({ status: 'DELETING' })
  await advance(30)
  expect(await client.json('GET', `${search}/indexes/${indexID}`)).toMatchObject({
    errorCode: 'ATLAS_SEARCH_INDEX_NOT_FOUND',
  })
})

const vector = { type: 'vector', path: 'v', numDimensions: 8, similarity: 'cosine' }
test.each<[string, object]>([
  ['no mappings', { definition: {} }],
  ['an unknown field of the index', { colour: 'blue' }],
  ['an unknown field of the definition', { definition: { mappings: {}, dynamic: true } }],
  ['no name', { name: '' }],
  [
    'a vector without dimensions',
    { type: 'vectorSearch', definition: { fields: [{ ...vector, numDimensions: undefined }] } },
  ],
  [
    'too many dimensions',
    { type: 'vectorSearch', definition: { fields: [{ ...vector, numDimensions: 9000 }] } },
  ],
  ['mappings for vectors', { type: 'vectorSearch', definition: { mappings: { dynamic: true } } }],
])('%s is refused, and the error names the field', async (_, more) => {
  const answer = await create(await ownSearch(), more)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({
    errorCode: 'INVALID_ATTRIBUTE',
    badRequestDetail: { fields: expect.arrayContaining([expect.anything()]) },
  })
})

test('a name is unique per collection, and a free cluster takes three indexes', async () => {
  const search = await ownSearch('M0')
  expect((await create(search)).status).toBe(201)
  expect(await (await create(search)).json()).toMatchObject({
    error: 409,
    errorCode: 'ATLAS_SEARCH_DUPLICATE_INDEX',
  })
  expect((await create(search, { collectionName: 'a' })).status).toBe(201)
  expect((await create(search, { collectionName: 'b' })).status).toBe(201)
  expect((await create(search, { collectionName: 'c' })).status).toBe(400)
})

test('search nodes are created, resized and deleted', async () => {
  const search = await ownSearch()
  const nodes = `${search}/deployment`
  expect(await (await client.call('GET', nodes)).json()).toEqual({})
  expect(await client.json('GET', nodes, undefined, { version: '2024-05-30' })).toMatchObject({
    error: 400,
    errorCode: 'ATLAS_SEARCH_DEPLOYMENT_DOES_NOT_EXIST',
  })
  const specs = [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 2 }]
  expect((await client.call('POST', nodes, { specs })).status).toBe(201)
  expect(await client.json('GET', nodes)).toMatchObject({ specs, stateName: 'UPDATING' })
  expect((await client.call('POST', nodes, { specs })).status).toBe(409)
  expect((await client.call('PATCH', nodes, { specs })).status).toBe(409)
  await advance(600)
  expect(await client.json('GET', nodes)).toMatchObject({ stateName: 'IDLE' })
  const more = [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 4 }]
  expect((await client.call('PATCH', nodes, { specs: more })).status).toBe(200)
  await advance(900)
  expect((await client.call('DELETE', nodes)).status).toBe(204)
  await advance(400)
  expect(await (await client.call('GET', nodes)).json()).toEqual({})
})

test('fill adds indexes to a cluster, changes one, and returns their ids', async () => {
  made += 1
  const { groupId } = await client.control('POST', 'projects', {
    name: `filled-${made}`,
    clusters: [{ name: 'own' }],
  })
  const place = { area: 'search', groupId, clusterName: 'own' }
  const ids = z.object({ indexes: z.record(z.string(), z.string()) })
  const told = ids.parse(await client.control('POST', 'fill', place))
  expect(Object.keys(told.indexes)).toHaveLength(12)
  await client.control('POST', 'fill', { ...place, indexes: 200 })
  expect(await list(pathOf(groupId, 'own'))).toHaveLength(212)
  const definition = { mappings: { dynamic: true } }
  await client.control('POST', 'fill', { ...place, change: { name: 'products', definition } })
  expect(await read(pathOf(groupId, 'own'), told.indexes.products ?? '')).toMatchObject({
    latestDefinitionVersion: { version: 4 },
    latestDefinition: definition,
  })
})
