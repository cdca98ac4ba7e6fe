import { expect, test } from 'vitest'
import { startClient } from './testing'
import { makeWorld } from './world/make'
import { projectIdOf } from './world/projects'
import { clusterKinds, clusterStates, worldData } from './world/shapes'

const now = Date.UTC(2026, 10, 1, 12)
const world = makeWorld(now)

test('the demo data has the documented size and kinds', () => {
  expect(world.orgs.map((o) => [o.name, o.settings.restrictEmployeeAccess])).toEqual([
    ['Northwind Ops', true],
    ['Contoso Labs', false],
    ['Fabrikam Sandbox', false],
  ])
  expect([world.projects.length, world.clusters.length]).toEqual([168, 40])
  expect(world.events.length).toBe(1400)
  expect(new Set(world.clusters.map((c) => c.kind))).toEqual(new Set(clusterKinds))
  expect(new Set(world.clusters.map((c) => c.state))).toEqual(new Set(clusterStates))
  expect(worldData.parse(world)).toEqual(world)
})

test('ids are unique, sort by age and are the same every day', () => {
  const ids = [...world.projects, ...world.clusters, ...world.events].map((x) => x.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const p of world.projects)
    expect(Number.parseInt(p.id.slice(0, 8), 16) * 1000).toBe(Date.parse(p.created))
  const later = makeWorld(now + 86_400_000)
  expect(later.projects.map((p) => p.id)).toEqual(world.projects.map((p) => p.id))
})

test('only addresses and domains reserved for documentation appear', () => {
  const text = JSON.stringify(world)
  for (const [address] of text.matchAll(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g))
    expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^0\.0\.0\.0$/)
  for (const [, domain] of text.matchAll(/@([a-z.]+)"/g)) expect(domain).toMatch(/\.example$/)
})

test('the list of all projects omits multi-cloud and flex clusters', async () => {
  const client = await startClient()
  const rows = JSON.stringify((await client.json('GET', '/api/atlas/v2/clusters')).results)
  expect(rows).toContain('"payments-main"')
  expect(rows).not.toContain('"reports"')
  expect(rows).not.toContain('"flex-web"')
  const shards = await client.json(
    'GET',
    `/api/atlas/v2/groups/${projectIdOf('search-platform')}/clusters/search-main`,
  )
  expect(shards.replicationSpecs).toHaveLength(3)
  await client.atlas.close()
})

test('events can be read without a count where counting takes too long', async () => {
  const client = await startClient()
  const path = `/api/atlas/v2/groups/${projectIdOf('payments-prod')}/events?itemsPerPage=500&pageNum=3`
  expect(await client.json('GET', path)).toMatchObject({
    error: 500,
    errorCode: 'TIMEOUT_WHILE_PAGING',
  })
  expect((await client.call('GET', `${path}&includeCount=false`)).status).toBe(200)
  const types = 'eventType=EMPLOYEE_ACCESS_GRANTED&eventType=EMPLOYEE_DOWNLOADED_CLUSTER_LOGS'
  const found = await client.json('GET', `${path.split('?')[0]}?${types}`)
  expect(found.results).toHaveLength(3)
  await client.atlas.close()
})
