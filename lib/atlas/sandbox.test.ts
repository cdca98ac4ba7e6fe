import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { slotOf } from '@/lib/ops/grant'
import { type Client, startClient } from '@/sandbox/atlas/testing'
import { type Connection, connect } from './connection'
import { allPages } from './pages'

let client: Client
const connections: Connection[] = []
beforeAll(async () => {
  client = await startClient()
})
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()))
  await client.atlas.close()
})

const open = (
  kind: 'service-account' | 'api-key',
  keys = client.atlas.credentials,
  timeoutMs = 500,
) => {
  const { clientId, clientSecret, publicKey, privateKey } = keys
  const connection = connect({
    name: kind,
    baseUrl: client.atlas.origin,
    credentials:
      kind === 'api-key' ? { kind, publicKey, privateKey } : { kind, clientId, clientSecret },
    timeoutMs,
    requestsPerMinute: 6_000,
  })
  connections.push(connection)
  return connection
}

const projects = z.object({ results: z.array(z.object({ id: z.string(), name: z.string() })) })
const made = z.looseObject({ groupId: z.string() })

/** A new project with one idle cluster. */
async function ownCluster(name: string) {
  const answer = await client.control('POST', 'projects', {
    name: `transport ${crypto.randomUUID()}`,
    clusters: [{ name }],
  })
  return { groupId: made.parse(answer).groupId, clusterName: name }
}
const grant = (path: Record<string, string>) => ({
  op: 'grantGroupClusterMongoDbEmployeeAccess',
  version: '2024-08-05',
  path,
  body: JSON.stringify({
    grantType: 'CLUSTER_DATABASE_LOGS',
    expirationTime: new Date(Date.now() + 3600_000).toISOString().replace(/\.\d+Z/, 'Z'),
  }),
  requestId: 'req-grant',
})
const read = (path: Record<string, string>) => ({
  op: 'getGroupCluster',
  version: '2024-08-05',
  path,
  requestId: 'req-read',
})

describe.each(['service-account', 'api-key'] as const)('the sandbox Atlas, by %s', (kind) => {
  test('lists all its projects', async () => {
    const connection = open(kind)
    const answer = await allPages(connection.call, {
      op: 'listGroups',
      version: '2023-01-01',
      path: {},
      requestId: 'r',
    })
    expect(projects.parse(answer.body).results.length).toBeGreaterThan(166)
  })

  test('grants, shows the grant and revokes it', async () => {
    const connection = open(kind)
    const path = await ownCluster('orders')
    const call = grant(path)
    expect(await connection.call(call)).toMatchObject({ body: undefined })
    const { body } = await connection.call(read(path))
    expect(slotOf(body)).toMatchObject(z.looseObject({}).parse(JSON.parse(call.body)))
    await connection.call({
      ...call,
      op: 'revokeGroupClusterMongoDbEmployeeAccess',
      body: undefined,
    })
    expect(slotOf((await connection.call(read(path))).body)).toBe(undefined)
  })

  test('names the missing role', async () => {
    const connection = open(kind, client.atlas.weakCredentials)
    const owner = open(kind)
    const answer = await allPages(owner.call, {
      op: 'listGroups',
      version: '2023-01-01',
      path: {},
      requestId: 'r',
    })
    const staging = projects.parse(answer.body).results.find((p) => p.name === 'payments-staging')
    await expect(
      connection.call({
        op: 'listGroupClusters',
        version: '2024-08-05',
        path: { groupId: staging?.id ?? '' },
        requestId: 'r',
      }),
    ).rejects.toMatchObject({ kind: 'not-allowed', status: 403 })
  })

  test('does not mistake another action for a cluster', async () => {
    const connection = open(kind)
    const { groupId } = await ownCluster('orders')
    const call = read({ groupId, clusterName: 'orders:revokeMongoDBEmployeeAccess' })
    await expect(connection.call(call)).rejects.toMatchObject({ kind: 'not-found' })
  })
})

describe('when the sandbox Atlas misbehaves', () => {
  test.each([
    [{ kind: 'timeout-before' }, 'unknown', false],
    [{ kind: 'timeout-after' }, 'unknown', true],
    [{ kind: 'status', status: 500 }, 'unknown', false],
    [{ kind: '500-after' }, 'unknown', true],
    [{ kind: 'html-502' }, 'unknown', undefined],
    [{ kind: 'hang-up' }, 'unknown', undefined],
    [{ kind: 'reset-after' }, 'unknown', true],
    [{ kind: 'status', status: 429, retryAfter: 7 }, 'failed', false],
    [{ kind: 'status', status: 409 }, 'failed', false],
  ])('%j to a grant is %s', async (fault, outcome, isGranted) => {
    const connection = open('service-account')
    const path = await ownCluster('orders')
    await client.control('POST', 'fault', {
      match: { groupId: path.groupId, method: 'POST' },
      fault,
    })
    await expect(connection.call(grant(path))).rejects.toMatchObject({ outcome })
    const log = await client.control('GET', `calls?groupId=${path.groupId}`)
    expect(log.calls.filter((call) => call.method === 'POST')).toHaveLength(1)
    if (isGranted !== undefined)
      expect(slotOf((await connection.call(read(path))).body) !== undefined).toBe(isGranted)
  })
})
