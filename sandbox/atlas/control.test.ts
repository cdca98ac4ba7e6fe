import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startClient } from './testing'
import { contoso } from './world/orgs'
import { projectIdOf } from './world/projects'

let client: Client
beforeAll(async () => {
  client = await startClient({ speed: 60 })
})
afterAll(() => client.atlas.close())

const clustersOf = async (groupId: string) =>
  (await client.json('GET', `/api/atlas/v2/groups/${groupId}/clusters`)).results

test('a project is created as requested, in Fabrikam by default', async () => {
  const made = await client.control('POST', 'projects', {
    name: 'asked-for',
    orgId: contoso.id,
    tags: [{ key: 'environment', value: 'production' }],
    clusters: [
      { name: 'one' },
      { name: 'shards', type: 'SHARDED' },
      { name: 'small', type: 'FLEX' },
    ],
    accessList: 230,
  })
  expect(made).toMatchObject({ orgId: contoso.id, name: 'asked-for' })
  expect((await clustersOf(made.groupId)).map((c) => c.name)).toEqual(['one', 'shards'])
  const flex = await client.json('GET', `/api/atlas/v2/groups/${made.groupId}/flexClusters`)
  expect(flex.totalCount).toBe(1)
  const list = await client.json('GET', `/api/atlas/v2/groups/${made.groupId}/accessList`)
  expect(list.totalCount).toBe(230)
})

test('a state changes after its seconds on the sandbox clock', async () => {
  const { groupId } = await client.control('POST', 'projects', {
    name: 'passing',
    clusters: [{ name: 'main' }],
  })
  const at = { groupId, clusterName: 'main' }
  await client.control('POST', 'state', { ...at, state: 'UPDATING', settlesInSeconds: 600 })
  expect(await clustersOf(groupId)).toMatchObject([{ stateName: 'UPDATING' }])
  await client.control('POST', 'clock', { advanceSeconds: 601 })
  expect(await clustersOf(groupId)).toMatchObject([{ stateName: 'IDLE' }])
  await client.control('POST', 'state', { ...at, state: 'DELETING', settlesInSeconds: 100 })
  await client.control('POST', 'clock', { advanceSeconds: 101 })
  expect(await clustersOf(groupId)).toEqual([])
})

test('the cluster being created is ready after twelve minutes', async () => {
  // A separate sandbox, because the other tests move the clock.
  const own = await startClient({ speed: 1 })
  const groupId = projectIdOf('payments-staging')
  const next = `/api/atlas/v2/groups/${groupId}/clusters/staging-next`
  expect((await own.json('GET', next)).stateName).toBe('CREATING')
  await own.control('POST', 'clock', { advanceSeconds: 720 })
  expect((await own.json('GET', next)).stateName).toBe('IDLE')
  await own.atlas.close()
})

test('a grant can be created and removed outside the API, with its event', async () => {
  const { groupId } = await client.control('POST', 'projects', {
    name: 'past-the-api',
    clusters: [{ name: 'main' }],
  })
  const grant = { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime: '2099-01-01T00:00:00Z' }
  await client.control('POST', 'state', { groupId, clusterName: 'main', grant })
  expect(await clustersOf(groupId)).toMatchObject([{ mongoDBEmployeeAccessGrant: grant }])
  await client.control('POST', 'state', { groupId, clusterName: 'main', grant: null })
  expect((await clustersOf(groupId))[0]).not.toHaveProperty('mongoDBEmployeeAccessGrant')
  const events = await client.json('GET', `/api/atlas/v2/groups/${groupId}/events?itemsPerPage=2`)
  expect(events.results.map((e) => e.eventTypeName).sort()).toEqual([
    'EMPLOYEE_ACCESS_GRANTED',
    'EMPLOYEE_ACCESS_REVOKED',
  ])
})

test('the restriction of an organization can be set through both APIs, with events', async () => {
  const settings = `/api/atlas/v2/orgs/${contoso.id}/settings`
  expect(await client.json('GET', settings)).toMatchObject({ restrictEmployeeAccess: false })
  await client.control('POST', 'org', { orgId: contoso.id, restrictEmployeeAccess: true })
  expect(await client.json('GET', settings)).toMatchObject({ restrictEmployeeAccess: true })
  expect(await client.json('PATCH', settings, { restrictEmployeeAccess: false })).toMatchObject({
    restrictEmployeeAccess: false,
  })
  const events = await client.json(
    'GET',
    `/api/atlas/v2/orgs/${contoso.id}/events?eventType=ORG_EMPLOYEE_ACCESS_RESTRICTED&eventType=ORG_EMPLOYEE_ACCESS_UNRESTRICTED`,
  )
  expect(events.totalCount).toBe(3)
})

test('the call log names operations and keeps no credential', async () => {
  await client.control('DELETE', 'calls')
  await client.call('GET', '/api/atlas/v2/orgs')
  await client.call('GET', `/api/atlas/v2/groups/${projectIdOf('analytics')}`)
  const { calls } = await client.control('GET', 'calls?operationId=getGroup')
  expect(calls).toMatchObject([
    { method: 'GET', status: 200, groupId: projectIdOf('analytics'), answered: true },
  ])
  const all = await client.control('GET', 'calls')
  expect(all.calls).toHaveLength(2)
  expect(JSON.stringify(all)).not.toMatch(/Bearer|mdb_sa/)
  const since = await client.control('GET', `calls?since=${String(all.calls[0]?.seq)}`)
  expect(since.calls).toHaveLength(1)
})

test('a web page cannot use the control endpoint', async () => {
  const url = `${client.atlas.origin}/_sandbox/clock`
  const simple = await fetch(url, { method: 'POST', body: '{"advanceSeconds":1}' })
  expect(simple.status).toBe(415)
  const status = await new Promise((resolve, reject) => {
    request(
      `${client.atlas.origin}/_sandbox/world`,
      { headers: { host: 'evil.example' } },
      (res) => {
        res.resume()
        resolve(res.statusCode)
      },
    )
      .on('error', reject)
      .end()
  })
  expect(status).toBe(403)
})
