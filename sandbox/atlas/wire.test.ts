import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { allFacts } from '@/lib/atlas/facts'
import { handlers } from './find-handlers'
import { type Client, media, startClient } from './testing'
import { northwind } from './world/orgs'
import { projectIdOf } from './world/projects'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.atlas.close())
afterEach(() =>
  client.control('POST', 'switch', { codes: 'live', removedOperations: '410', rateLimits: {} }),
)

const prod = projectIdOf('payments-prod')
const clusters = `/api/atlas/v2/groups/${prod}/clusters`

test.each([
  ['2025-03-12', '2024-08-05'],
  ['2024-08-05', '2024-08-05'],
  ['2024-08-04', '2023-02-01'],
  ['2023-01-01', '2023-01-01'],
])('reading a cluster as of %s uses version %s', async (asked, used) => {
  const answer = await client.call('GET', `${clusters}/payments-main`, undefined, {
    version: asked,
  })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe(
    `application/vnd.atlas.${used}+json;charset=utf-8`,
  )
})

test.each([
  ['no version', '*/*'],
  ['plain JSON', 'application/json'],
  ['a version before the first', media('2022-01-01')],
  ['an invalid date', media('2024-13-45')],
  ['a word', media('latest')],
])('%s in the Accept header is not acceptable', async (_, accept) => {
  const answer = await client.call('GET', clusters, undefined, { headers: { accept } })
  expect(answer.status).toBe(406)
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(await answer.json()).toMatchObject({ error: 406, errorCode: 'INVALID_VERSION_DATE' })
})

test('a version is gone after its sunset, by the real clock', async () => {
  const path = `/api/atlas/v2/groups/${prod}/serverless/some/backup/restoreJobs`
  expect(await client.json('GET', path)).toMatchObject({ error: 410, errorCode: 'VERSION_GONE' })
})

test('a removed operation answers 410, or 404 by switch', async () => {
  const path = `/api/atlas/v2/groups/${prod}/pipelines/nightly/pause`
  expect(await client.json('POST', path)).toMatchObject({ error: 410 })
  await client.control('POST', 'switch', { removedOperations: '404' })
  expect(await client.json('POST', path)).toMatchObject({ error: 404 })
})

test('unknown paths, methods and projects have error codes', async () => {
  expect(await client.json('GET', '/api/atlas/v2/nothing/here')).toMatchObject({
    error: 404,
    errorCode: 'RESOURCE_NOT_FOUND',
    reason: 'Not Found',
  })
  expect(await client.json('PUT', clusters)).toMatchObject({
    error: 405,
    errorCode: 'METHOD_NOT_ALLOWED',
  })
  expect(await client.json('GET', '/api/atlas/v2/groups/000000000000000000000000')).toMatchObject({
    error: 404,
    errorCode: 'GROUP_NOT_FOUND',
  })
})

test('a list comes in pages with links and a count', async () => {
  const names: unknown[] = []
  let path: string | undefined = '/api/atlas/v2/groups?itemsPerPage=50'
  let pages = 0
  while (path) {
    const page = await client.json('GET', path)
    expect(page.totalCount).toBe(168)
    names.push(...page.results.map((p) => p.name))
    pages += 1
    const next: string | undefined = page.links?.find((l) => l.rel === 'next')?.href
    path = next?.slice(client.atlas.origin.length)
  }
  expect([pages, new Set(names).size]).toEqual([4, 168])
  const second = await client.json('GET', '/api/atlas/v2/groups?pageNum=2&itemsPerPage=5')
  expect(second.links?.map((l) => l.rel)).toEqual(['self', 'previous', 'next'])
  const uncounted = await client.json('GET', '/api/atlas/v2/groups?includeCount=false')
  expect(uncounted.totalCount).toBeUndefined()
  expect(uncounted.results).toHaveLength(100)
})

test.each(['itemsPerPage=0', 'itemsPerPage=501', 'pageNum=0', 'pageNum=x'])(
  'paging with %s is refused',
  async (query) => {
    const answer = await client.json('GET', `/api/atlas/v2/groups?${query}`)
    expect(answer).toMatchObject({ error: 400, errorCode: 'VALIDATION_ERROR' })
    expect(answer.badRequestDetail?.fields[0]?.field).toBe(query.split('=')[0])
  },
)

test('envelope and pretty change only the form of an answer', async () => {
  const one = await client.json('GET', `/api/atlas/v2/groups/${prod}?envelope=true`)
  expect(one).toMatchObject({ status: 200, content: { name: 'payments-prod' } })
  const list = await client.json('GET', '/api/atlas/v2/orgs?envelope=true')
  expect(list).toMatchObject({ status: 200, totalCount: 3 })
  const pretty = await (await client.call('GET', `/api/atlas/v2/groups/${prod}?pretty=true`)).text()
  expect(pretty).toContain('\n  "name": "payments-prod"')
})

test('a new project answers 201 as Atlas does live, 200 as documented by switch', async () => {
  const make = (name: string) =>
    client.call('POST', '/api/atlas/v2/groups', { name, orgId: northwind.id })
  expect((await make('made-live')).status).toBe(201)
  expect((await make('made-live')).status).toBe(409)
  await client.control('POST', 'switch', { codes: 'spec' })
  expect((await make('made-spec')).status).toBe(200)
})

test('a body needs a JSON media type and valid JSON', async () => {
  const dated = await client.call(
    'POST',
    '/api/atlas/v2/groups',
    { name: 'dated', orgId: northwind.id },
    {
      headers: { 'content-type': media('2023-01-01') },
    },
  )
  expect(dated.status).toBe(201)
  const text = await client.call(
    'POST',
    '/api/atlas/v2/groups',
    { name: 'x', orgId: northwind.id },
    {
      headers: { 'content-type': 'text/plain' },
    },
  )
  expect(text.status).toBe(415)
  const broken = await client.call('POST', '/api/atlas/v2/groups', undefined, {
    headers: { 'content-type': 'application/json' },
    body: '{"name":',
  })
  expect(await broken.json()).toMatchObject({ error: 400, errorCode: 'INVALID_JSON' })
})

test('every answer has the rest of the rate limit, and an empty bucket says when to retry', async () => {
  await client.control('POST', 'switch', { rateLimits: { Clusters: 3 } })
  const left = []
  for (let i = 0; i < 3; i++)
    left.push((await client.call('GET', clusters)).headers.get('ratelimit-remaining'))
  expect(left).toEqual(['2', '1', '0'])
  const refused = await client.call('GET', clusters)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('ratelimit-limit')).toBe('3')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ errorCode: 'RATE_LIMITED' })
  const other = `/api/atlas/v2/groups/${projectIdOf('analytics')}/clusters`
  expect((await client.call('GET', other)).status).toBe(200)
  const limits = await client.json('GET', '/api/atlas/v2/rateLimits?name=Clusters')
  expect(limits.results[0]).toMatchObject({
    capacity: { value: 3, defaultValue: 10_000 },
    scope: 'GROUP',
  })
})

test('every handler answers an operation that Atlas has', () => {
  const known = new Set(allFacts().map(([id]) => id))
  expect(Object.keys(handlers).filter((id) => !known.has(id))).toEqual([])
})

test('an operation without a handler reads and changes documents of its own', async () => {
  const teams = `${clusters.replace(/\/clusters$/, '')}/peers`
  const made = await client.json('POST', teams, { providerName: 'AWS' })
  expect(made).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{24}$/), providerName: 'AWS' })
  const one = `${teams}/${made.id}`
  expect(await client.json('PATCH', one, { accepterRegionName: 'eu-west-1' })).toMatchObject({
    providerName: 'AWS',
    accepterRegionName: 'eu-west-1',
  })
  expect(await client.json('GET', teams)).toMatchObject({ results: [{ id: made.id }] })
  await client.call('DELETE', one)
  expect(await client.json('GET', one)).toMatchObject({ error: 404 })
})
