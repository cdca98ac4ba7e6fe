import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type Client, startClient } from './testing'
import { projectIdOf } from './world/projects'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.atlas.close())
afterEach(async () => {
  vi.useRealTimers()
  await client.signIn()
})

const inMinutes = (n: number) => new Date(Date.now() + n * 60_000).toISOString()
const logs = (minutes: number) => ({
  grantType: 'CLUSTER_DATABASE_LOGS',
  expirationTime: inMinutes(minutes),
})
const clusterPath = (groupId: string, name: string) =>
  `/api/atlas/v2/groups/${groupId}/clusters/${name}`
const slot = async (path: string) => (await client.json('GET', path)).mongoDBEmployeeAccessGrant

let made = 0
async function ownCluster(more: object = {}) {
  made += 1
  const { groupId } = await client.control('POST', 'projects', {
    name: `own-${made}`,
    clusters: [{ name: 'main', ...more }],
  })
  return { groupId, path: clusterPath(groupId, 'main') }
}

test('a grant fills the slot, a second one overwrites it, a revoke clears it', async () => {
  const { path, groupId } = await ownCluster()
  expect(await slot(path)).toBeUndefined()
  expect((await client.call('POST', `${path}:grantMongoDBEmployeeAccess`, logs(60))).status).toBe(
    204,
  )
  expect(await slot(path)).toMatchObject({ grantType: 'CLUSTER_DATABASE_LOGS' })
  const second = { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime: '2099-01-01T00:00:00.750Z' }
  await client.call('POST', `${path}:grantMongoDBEmployeeAccess`, second)
  expect(await slot(path)).toEqual({
    grantType: 'CLUSTER_INFRASTRUCTURE',
    expirationTime: '2099-01-01T00:00:00Z',
  })
  const row = (await client.json('GET', `/api/atlas/v2/groups/${groupId}/clusters`)).results[0]
  expect(row).toMatchObject({ mongoDBEmployeeAccessGrant: { grantType: 'CLUSTER_INFRASTRUCTURE' } })
  expect((await client.call('POST', `${path}:revokeMongoDBEmployeeAccess`)).status).toBe(204)
  expect(await slot(path)).toBeUndefined()
  expect((await client.call('POST', `${path}:revokeMongoDBEmployeeAccess`)).status).toBe(204)
  const events = await client.json(
    'GET',
    `/api/atlas/v2/groups/${groupId}/events?eventType=EMPLOYEE_ACCESS_GRANTED&clusterNames=main`,
  )
  expect(events.results).toHaveLength(2)
  expect(events.results[0]).toMatchObject({
    userId: client.atlas.credentials.clientId.slice('mdb_sa_id_'.length),
  })
})

test('a grant expires by the real clock only', async () => {
  const { path } = await ownCluster()
  await client.call('POST', `${path}:grantMongoDBEmployeeAccess`, logs(30))
  await client.control('POST', 'clock', { advanceSeconds: 7200 })
  expect(await slot(path)).toBeDefined()
  const date = (await client.call('GET', path)).headers.get('date') ?? ''
  expect(Math.abs(Date.parse(date) - Date.now())).toBeLessThan(5000)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 60_000 })
  expect(await slot(path)).toBeUndefined()
})

test.each<[string, object | undefined]>([
  ['no body', undefined],
  ['an unknown type', { ...logs(5), grantType: 'EVERYTHING' }],
  ['an expiry in the past', logs(-1)],
  ['an expiry that is not a date', { ...logs(5), expirationTime: 'tomorrow' }],
  ['no end', { grantType: 'CLUSTER_DATABASE_LOGS' }],
])('a grant with %s is refused', async (_, body) => {
  const { path } = await ownCluster()
  expect(await client.json('POST', `${path}:grantMongoDBEmployeeAccess`, body)).toMatchObject({
    error: 400,
    errorCode: 'VALIDATION_ERROR',
  })
  expect(await slot(path)).toBeUndefined()
})

test('an unknown cluster is not found, a flex one is refused, one being deleted conflicts', async () => {
  const { path, groupId } = await ownCluster({ state: 'DELETING' })
  const grant = (at: string) => client.json('POST', `${at}:grantMongoDBEmployeeAccess`, logs(5))
  expect(await grant(clusterPath(groupId, 'nobody'))).toMatchObject({
    error: 404,
    errorCode: 'CLUSTER_NOT_FOUND',
  })
  expect(await grant(path)).toMatchObject({ error: 409 })
  const free = projectIdOf('free-and-flex')
  expect(await grant(clusterPath(free, 'flex-web'))).toMatchObject({
    error: 400,
    errorCode: 'CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API',
  })
  expect(
    await client.json('GET', `/api/atlas/v2/groups/${free}/flexClusters/free-sandbox`),
  ).toMatchObject({ error: 400, errorCode: 'CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API' })
})

test('the colon of the action stays raw', async () => {
  const { path } = await ownCluster()
  const answer = await client.json('POST', `${path}%3AgrantMongoDBEmployeeAccess`, logs(5))
  expect(answer).toMatchObject({ error: 405 })
})

test('the sandbox starts with one grant of three hours and one of two minutes', async () => {
  const main = await slot(clusterPath(projectIdOf('payments-prod'), 'payments-main'))
  const ending = await slot(clusterPath(projectIdOf('payments-staging'), 'staging-main'))
  const left = (at = '') => (Date.parse(at) - Date.now()) / 60_000
  expect(left(main?.expirationTime)).toBeGreaterThan(175)
  expect(left(ending?.expirationTime)).toBeLessThan(2)
  expect(left(ending?.expirationTime)).toBeGreaterThan(0)
})

const chaos = (name: string) => clusterPath(projectIdOf('chaos-lab'), name)
test.each([
  ['slow-down', 429, 'RATE_LIMITED'],
  ['fails', 500, 'UNEXPECTED_ERROR'],
  ['refuses', 403, 'USER_UNAUTHORIZED'],
])('a cluster called %s answers %i and stays as it was', async (name, status, errorCode) => {
  const answer = await client.call('POST', `${chaos(name)}:grantMongoDBEmployeeAccess`, logs(5))
  expect(answer.status).toBe(status)
  expect(answer.headers.get('retry-after')).toBe(status === 429 ? '7' : null)
  expect(await answer.json()).toMatchObject({ errorCode })
  expect(await slot(chaos(name))).toBeUndefined()
})

test.each([
  ['no-answer', true],
  ['lost-request', false],
])('a cluster called %s never answers; the grant is there: %s', async (name, isThere) => {
  const grant = client.call('POST', `${chaos(name)}:grantMongoDBEmployeeAccess`, logs(5), {
    signal: AbortSignal.timeout(400),
  })
  await expect(grant).rejects.toThrow()
  expect((await slot(chaos(name))) !== undefined).toBe(isThere)
})
