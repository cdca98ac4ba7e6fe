import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { loadConfiguration } from '../configuration'
import { sql } from '../database'
import { storeReplica } from '../health/replica'
import { loopState } from '../loop-states'
import { httpConsole } from '../testing/http-console'
import { startConsole } from '../testing/start'
import { metricsAnswer } from './answer'
import { metrics } from './catalog'
import { startMeasuring } from './registry'

const token = `metrics-${randomUUID()}`
process.env.TEST_METRICS_TOKEN = token
const world = await startConsole({
  configure: (file) => ({ ...file, metrics: { tokenFrom: 'TEST_METRICS_TOKEN' } }),
})
const off = await metricsAnswer(`Bearer ${token}`)
await startMeasuring()
const { ask, origin } = await httpConsole('operator')

/** The values of a scrape by series, with what the database has now. */
async function scraped() {
  Reflect.deleteProperty(globalThis, 'gatehouseStoredMetrics')
  const answer = await metricsAnswer(`Bearer ${token}`)
  expect(answer.status).toBe(200)
  const text = await answer.text()
  const series = text.split('\n').filter((line) => line && !line.startsWith('#'))
  const values = new Map(
    series.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  )
  return { text, values }
}

test('metrics are off until a process measures, and refuse every other token', async () => {
  expect(off.status).toBe(404)
  const others = [
    null,
    '',
    token,
    'Bearer',
    'Bearer ',
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Basic ${token}`,
  ]
  for (const one of others) {
    const { status, headers } = await metricsAnswer(one)
    expect([status, headers.get('www-authenticate')], String(one)).toEqual([
      401,
      expect.stringContaining('Bearer'),
    ])
  }
})

test('a short token is refused at start, with the key', () => {
  process.env.TEST_METRICS_TOKEN = 'short'
  try {
    expect(() => loadConfiguration()).toThrow(/metrics\.tokenFrom.*24/)
  } finally {
    process.env.TEST_METRICS_TOKEN = token
  }
})

test('operations, calls to Atlas and the cache are counted by id and outcome, without names or places', async () => {
  const { groupId, name } = await world.project({ clusters: [{ name: 'secret-cluster' }] })
  await ask('clusters.list', { groupId })
  await ask('clusters.list', { groupId })
  await ask('clusters.get', { groupId, clusterName: 'no-such-cluster' })
  await ask(`no.such${'x'.repeat(20)}`, {})
  await fetch(`${origin}/projects/${groupId}`, { method: 'PROPFIND' })
  const gateway = await fetch(`${origin}/api/atlas/v2/groups/${groupId}`)
  expect(gateway.status).toBe(401)
  const { text, values } = await scraped()
  const operation = 'client="console",operation="clusters.list"'
  expect(values.get(`gatehouse_operations_total{${operation},outcome="ok"}`)).toBe(2)
  expect(values.get(`gatehouse_operation_duration_seconds_count{${operation}}`)).toBe(2)
  expect(
    values.get(
      'gatehouse_operations_total{client="console",operation="clusters.get",outcome="not-found"}',
    ),
  ).toBe(1)
  expect(
    values.get(
      'gatehouse_operations_total{client="gateway",operation="unknown",outcome="signed-out"}',
    ),
  ).toBe(1)
  const call = 'connection="sandbox",operation="listGroupClusters",outcome="200"'
  expect(values.get(`gatehouse_atlas_calls_total{${call}}`)).toBe(1)
  expect(values.get('gatehouse_cache_reads_total{result="hit"}')).toBeGreaterThanOrEqual(1)
  expect(
    values.get('gatehouse_http_requests_total{route="page",method="other",status="405"}'),
  ).toBe(1)
  expect(values.get('gatehouse_atlas_budget_left{connection="sandbox"}')).toBeGreaterThan(0)
  for (const hidden of [
    groupId,
    name,
    'secret-cluster',
    'no-such-cluster',
    'Omar',
    'operator',
    token,
    'xxxx',
  ])
    expect(text).not.toContain(hidden)
})

test('a call to Atlas without an answer, and one that Atlas refuses, are counted as such', async () => {
  const { groupId } = await world.project()
  await world.fault({
    match: { operationId: 'listGroupClusters', groupId },
    times: 3,
    fault: { kind: 'status', status: 500 },
  })
  await ask('clusters.list', { groupId })
  const { values } = await scraped()
  const failed = 'connection="sandbox",operation="listGroupClusters",outcome="500"'
  expect(values.get(`gatehouse_atlas_calls_total{${failed}}`)).toBe(3)
  expect(
    values.get(
      'gatehouse_operations_total{client="console",operation="clusters.list",outcome="atlas-down"}',
    ),
  ).toBe(1)
})

test('a scrape never calls Atlas, even when the organizations are due to be read', async () => {
  const before = await world.calls({})
  Reflect.deleteProperty(globalThis, 'gatehouseDirectory')
  await scraped()
  // A read that it had started would arrive before the answer to the second scrape and this call.
  await scraped()
  await world.control('GET', 'calls')
  expect(await world.calls({})).toHaveLength(before.length)
})

test('loops, queues and the audit log are in each scrape', async () => {
  loopState('expirer').succeededAt = 1_000
  loopState('observer').failures = 3
  await storeReplica()
  await sql()`insert into slot (org_id, group_id, cluster_name, kind, seen_at, drift_since)
    values ('o', 'g', 'c', 'dedicated', now(), now() - interval '90 seconds')`
  const { values } = await scraped()
  const lastSuccess = 'gatehouse_loop_last_success_timestamp_seconds'
  expect(values.get(`${lastSuccess}{loop="expirer"}`)).toBe(1)
  expect(values.get(`${lastSuccess}{loop="observer"}`), 'never').toBeCloseTo(
    performance.timeOrigin / 1000,
    0,
  )
  expect(values.get('gatehouse_queue_length{queue="drift"}')).toBe(1)
  expect(values.get('gatehouse_queue_oldest_seconds{queue="drift"}')).toBeGreaterThanOrEqual(90)
  expect(values.get('gatehouse_audit_broken')).toBe(0)
  expect(values.get('gatehouse_replicas')).toBe(1)
  expect(values.get('gatehouse_database_up')).toBe(1)
  expect([...values.keys()].some((key) => key.startsWith('process_resident_memory_bytes'))).toBe(
    true,
  )
})

test('a locked database costs a scrape 2 s at most, and only its own values', async () => {
  await world.owner.begin(async (tx) => {
    await tx`lock table slot, delivery`
    const started = performance.now()
    const { values } = await scraped()
    expect(values.get('gatehouse_database_up')).toBe(0)
    expect([...values.keys()].filter((key) => key.startsWith('gatehouse_queue'))).toEqual([])
    expect(values.has('gatehouse_atlas_budget_per_minute{connection="sandbox"}')).toBe(true)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
  // One hanging read does not keep later ones from the database.
  expect((await scraped()).values.get('gatehouse_database_up')).toBe(1)
})

test('the number of series is bounded by descriptions and configuration', () => {
  const labels = new Set(
    Object.values(metrics).flatMap((one) => ('labels' in one ? one.labels : [])),
  )
  const bounded = [
    'route',
    'method',
    'status',
    'client',
    'operation',
    'outcome',
    'connection',
    'result',
    'loop',
    'vital',
    'page',
    'version',
    'node',
    'queue',
    'sink',
    'stream',
  ]
  expect([...labels].toSorted()).toEqual(bounded.toSorted())
})
