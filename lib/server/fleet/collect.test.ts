import { expect, test } from 'vitest'
import { databaseClock } from '@/lib/approvals/employee-access/observer'
import { sourceNamed } from '@/lib/fleet/checks'
import { listAccess, removeAddress } from '@/lib/ops/access-list'
import { personAs } from '@/scripts/testing/console'
import { connections } from '../connections'
import { sql } from '../database'
import { run } from '../run'
import { again, cellsOf, collectAll, findings, newProject, only } from '../testing/fleet'
import { startConsole } from '../testing/start'
import { keep } from './keep'
import { listen } from './listen'
import { followDirectory, forgetPlaces } from './places'
import { storeAnswer } from './store'

const world = await startConsole({ requestsPerMinute: 1_000_000 })
const viewer = personAs('viewer')

await only()

test('after a restart nothing is read again before it is due', async () => {
  const groupId = await newProject(world)
  await again(groupId)
  const before = (await world.calls({ groupId })).length
  forgetPlaces()
  await collectAll()
  expect((await world.calls({ groupId })).length).toBe(before)
})

test('a failing project says why, keeps what was read, and does not affect others', async () => {
  const [broken, other] = [
    await newProject(world, { accessList: 2 }),
    await newProject(world, { accessList: 2 }),
  ]
  await again(broken)
  const fault = { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' } as const
  await world.fault({ match: { groupId: broken }, fault, times: 1_000 })
  await again(broken)
  await again(other)
  const cells = await cellsOf(broken)
  expect(cells['endless-access']).toMatchObject({
    state: 'found',
    count: 2,
    why: expect.any(String),
  })
  expect(cells.alerts).toMatchObject({ state: 'fine', why: expect.any(String) })
  expect((await cellsOf(other)).alerts).not.toHaveProperty('why')
  // What was read too long ago is not called fine any more.
  await world.owner`update fleet_reading set read_at = now() - interval '9 days' where group_id = ${broken}`
  expect((await cellsOf(broken)).alerts).toMatchObject({ state: 'unread' })
  const fresh = await newProject(world)
  await world.fault({ match: { groupId: fresh }, fault, times: 1_000 })
  await again(fresh)
  expect((await cellsOf(fresh)).alerts).toMatchObject({ state: 'unread', why: expect.any(String) })
})

test('a process that was paused can’t undo what another one stored', async () => {
  const groupId = await newProject(world, { accessList: 2 })
  await again(groupId)
  const [row] = await sql()<{ org_id: string; connection: string; read_at: Date }[]>`
    select * from fleet_reading where source = 'accessList' and group_id = ${groupId}`
  const target = {
    source: 'accessList',
    connection: row!.connection,
    orgId: row!.org_id,
    groupId,
    part: {},
  }
  const empty = {
    found: [],
    notes: {},
    parts: new Map(),
    isMoving: false,
    isEmpty: true,
    signals: {},
  }
  const source = sourceNamed('accessList')!
  expect(await storeAnswer(target, source, empty, new Date(row!.read_at.getTime() - 1))).toBe(false)
  expect((await findings({ groupId, check: 'endless-access' })).totalCount).toBe(2)
})

test('a cluster that is gone takes its readings and findings along', async () => {
  const groupId = await newProject(world)
  await world.control('POST', 'fill', {
    area: 'search',
    groupId,
    clusterName: 'main',
    stories: true,
  })
  await again(groupId)
  expect((await findings({ groupId, check: 'search-indexes' })).totalCount).toBeGreaterThan(0)
  await world.control('POST', 'state', {
    groupId,
    clusterName: 'main',
    state: 'DELETING',
    settlesInSeconds: 0,
  })
  await again(groupId)
  expect((await findings({ groupId, check: 'search-indexes' })).totalCount).toBe(0)
  expect(
    await sql()`select 1 from fleet_reading where group_id = ${groupId} and part like '%main%'`,
  ).toEqual([])
})

test('a project that is gone disappears', async () => {
  const groupId = await newProject(world, { accessList: 1 })
  await again(groupId)
  await sql()`update fleet_reading set group_id = 'gone', next_at = 'infinity' where group_id = ${groupId}`
  await sql()`update fleet_finding set group_id = 'gone' where group_id = ${groupId}`
  forgetPlaces()
  await followDirectory()
  expect(await sql()`select 1 from fleet_reading where group_id = 'gone'`).not.toEqual([])
  await followDirectory(0)
  expect(await sql()`select 1 from fleet_reading where group_id = 'gone'`).toEqual([])
  expect(
    await sql()`select 1 from fleet_finding where group_id = 'gone' and gone_at is null`,
  ).toEqual([])
})

test('events show which readings are out of date', async () => {
  const groupId = await newProject(world)
  await again(groupId)
  await world.control('POST', 'state', {
    groupId,
    clusterName: 'main',
    employeeEvent: 'FTS_INDEX_BUILD_FAILED',
  })
  await sql()`update fleet_reading set next_at = clock_timestamp() where group_id = ${groupId} and source = 'events'`
  const before = (await world.calls({ groupId, operationId: 'listGroupClusterSearchIndexes' }))
    .length
  await collectAll()
  expect(
    (await world.calls({ groupId, operationId: 'listGroupClusterSearchIndexes' })).length,
  ).toBe(before + 1)
})

test('what a command changed is read again at once', async () => {
  const groupId = await newProject(world, { accessList: 2 })
  await again(groupId)
  const stop = listen()
  const [first] = (await findings({ groupId, check: 'endless-access' }, personAs('operator')))
    .results
  await run(removeAddress, first?.fix?.input, personAs('operator'))
  await expect
    .poll(async () => {
      await collectAll()
      return (await findings({ groupId, check: 'endless-access' })).totalCount
    })
    .toBe(1)
  stop()
})

test('what a page reads refreshes the fleet', async () => {
  const groupId = await newProject(world, { accessList: 1 })
  const stop = listen()
  await run(listAccess, { groupId }, viewer)
  await expect
    .poll(async () => (await cellsOf(groupId))['endless-access'])
    .toMatchObject({ state: 'found', count: 1 })
  stop()
})

test('a name that PostgreSQL can’t store affects nothing else', async () => {
  const odd = ['a/b', '__proto__', '..', 'nul\0', 'half\ud800', '%_\\', '😀‮x']
  const [connection] = connections()
  const at = { connection: connection!.name, part: {} }
  const stored = async (source: string, place: { orgId: string; groupId: string }, body: unknown) =>
    keep({ source, ...at, ...place }, sourceNamed(source)!, body, await databaseClock(sql()))
  const org = '63bc19308a31971fc86a6573'
  const group = await newProject(world)
  const ofOrg = { orgId: org, groupId: '' }
  const idOf = (n: number) => `5${n}`.padEnd(24, '0')
  const results = odd.map((desc, n) => ({ id: idOf(n), desc, publicKey: 'abcdefgh', roles: [] }))
  for (let i = 0; i < 2; i += 1)
    expect(await stored('orgApiKeys', ofOrg, { results, totalCount: 7 })).toBe(true)
  const clusters = odd.map((name) => ({ name, alertCount: 1 }))
  const everywhere = { results: [{ groupId: group, clusters }], totalCount: 1 }
  expect(await stored('clustersEverywhere', { orgId: '', groupId: '' }, everywhere)).toBe(true)
  expect((await cellsOf(org))['api-keys']).toMatchObject({ state: 'found', count: 7 })
  expect((await findings({ orgId: org, check: 'api-keys' })).totalCount).toBe(7)
})

test('ten thousand findings of one project are stored, counted and listed', async () => {
  const groupId = await newProject(world)
  const [row] = await sql()<{ org_id: string; connection: string }[]>`
    select org_id, connection from fleet_reading where source = 'accessList' and group_id = ${groupId}`
  const at = { connection: row!.connection, orgId: row!.org_id, groupId, part: {} }
  const entries = (from: number) =>
    Array.from({ length: 10_000 }, (_, i) => ({
      cidrBlock: `10.${(i + from) >> 8}.${(i + from) & 255}.1/32`,
      comment: `🏭 ${i}`,
    }))
  for (const from of [0, 5_000])
    await keep(
      { source: 'accessList', ...at },
      sourceNamed('accessList')!,
      { results: entries(from).slice(from), totalCount: 10_000 },
      await databaseClock(sql()),
    )
  expect((await cellsOf(groupId))['endless-access']).toMatchObject({
    state: 'found',
    count: 5_000,
  })
  const listed = await findings({ groupId, check: 'endless-access', limit: 100, offset: 4_950 })
  expect([listed.results.length, listed.totalCount]).toEqual([50, 5_000])
  expect((await findings({ groupId, check: 'endless-access', gone: true })).totalCount).toBe(10_000)
})
