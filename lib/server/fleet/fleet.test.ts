import { beforeAll, expect, test } from 'vitest'
import { checks, sourceNamed } from '@/lib/fleet/checks'
import { listAccess, removeAddress } from '@/lib/ops/access-list'
import { previewOp } from '@/lib/ops/console'
import { compareFleet, getFleet, listFindings } from '@/lib/ops/fleet'
import { projectIdOf } from '@/sandbox/atlas/world/projects'
import { personAs } from '@/scripts/testing/console'
import { sql } from '../database'
import { findProject, lookAgain } from '../directory'
import { observeProject } from '../employee-access/observe'
import type { Person } from '../person'
import { run } from '../run'
import { again, collectAll, only } from '../testing/fleet'
import { startConsole } from '../testing/start'
import { listen } from './listen'
import { collectOwn, forgetOwn } from './own'
import { followDirectory, forgetPlaces } from './places'
import { storeAnswer } from './store'
import { forgetSnapshot } from './view'

const world = await startConsole({ requestsPerMinute: 1_000_000 })
const viewer = personAs('viewer')
const northwind = '622f06e0f21affc0c09d52e1'
const contoso = '63bc19308a31971fc86a6573'

async function fleet(person = viewer) {
  forgetSnapshot()
  return getFleet.output.parse((await run(getFleet, {}, person)).data)
}
const findings = async (input: object = {}, person = viewer) =>
  listFindings.output.parse((await run(listFindings, input, person)).data)

/** The cells of a project or organization by check. */
async function cellsOf(id: string, person = viewer) {
  const { checks, projects, organizations } = await fleet(person)
  const place = [
    ...projects.map(({ groupId, cells }) => ({ id: groupId, cells })),
    ...organizations.map(({ orgId, cells }) => ({ id: orgId, cells })),
  ].find((one) => one.id === id)
  return Object.fromEntries(checks.map((check, at) => [check.id, place?.cells[at] ?? undefined]))
}

const observe = async (groupId: string) => observeProject((await findProject(groupId))!)

async function newProject(more: object = {}) {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }], ...more })
  await lookAgain(groupId)
  forgetPlaces()
  await followDirectory()
  await observe(groupId)
  return groupId
}

const named = Object.fromEntries(
  ['payments-prod', 'search-platform', 'streams-eu', 'analytics', 'legacy-eu', 'free-and-flex'].map(
    (name) => [name, projectIdOf(name)],
  ),
) as Record<string, string>

beforeAll(async () => {
  for (const groupId of Object.values(named)) await observe(groupId)
  await only(...Object.values(named), northwind, contoso)
  await collectAll()
})

test('every check finds what is wrong in the sandbox', async () => {
  const examples: Array<[check: string, place: string, other: string]> = [
    ['employee-access', 'payments-prod', 'legacy-eu'],
    ['open-access', 'legacy-eu', 'payments-prod'],
    ['endless-access', 'payments-prod', 'free-and-flex'],
    ['private-endpoints', 'payments-prod', ''],
    ['alerts', 'payments-prod', 'legacy-eu'],
    ['backups', 'search-platform', 'payments-prod'],
    ['restores', 'payments-prod', 'legacy-eu'],
    ['search-indexes', 'search-platform', ''],
    ['stream-processors', 'streams-eu', ''],
    ['query-limits', 'analytics', ''],
    ['outside-changes', 'streams-eu', ''],
    ['auditing', 'search-platform', 'payments-prod'],
  ]
  for (const [check, found, fine] of examples) {
    const cell = (await cellsOf(named[found] ?? ''))[check]
    expect(cell, check).toMatchObject({ state: 'found', count: expect.any(Number) })
    expect(cell?.href, check).toContain(named[found])
    if (fine)
      expect((await cellsOf(named[fine] ?? ''))[check], check).toMatchObject({ state: 'fine' })
  }
  expect((await cellsOf(named['free-and-flex'] ?? '')).auditing).toMatchObject({ state: 'none' })
  expect(await cellsOf(contoso)).toMatchObject({
    'employee-restriction': { state: 'found', level: 'bad' },
    'api-keys': { state: 'found' },
  })
  expect(await cellsOf(northwind)).toMatchObject({
    'employee-restriction': { state: 'fine' },
    certificates: { state: 'found' },
    'account-secrets': { state: 'found', level: 'bad' },
    'resource-policies': { state: 'found' },
  })
  const { results, totalCount } = await findings({ level: 'bad', limit: 5 })
  expect(results).toHaveLength(5)
  expect(totalCount).toBeGreaterThan(5)
})

test('access that appears outside Gatehouse is found, and gone when it is revoked', async () => {
  const groupId = await newProject()
  const set = (grant: object | null) =>
    world.control('POST', 'state', { groupId, clusterName: 'main', grant })
  await set({ grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime: '2030-01-01T00:00:00Z' })
  await observe(groupId)
  forgetOwn()
  await collectOwn()
  const { results } = await findings({ groupId, check: 'employee-access' })
  expect(results).toMatchObject([{ level: 'bad', subject: 'main', goneAt: null }])
  await set(null)
  await observe(groupId)
  forgetOwn()
  await collectOwn()
  expect((await findings({ groupId, check: 'employee-access' })).totalCount).toBe(0)
  const gone = await findings({ groupId, gone: true })
  expect(gone.results).toMatchObject([{ subject: 'main', goneAt: expect.any(String) }])
})

test('the fleet is compared with an earlier time', async () => {
  const groupId = await newProject({ accessList: 3 })
  await again(groupId)
  const person = viewerOf(groupId)
  const compared = async () => {
    const at = new Date(Date.now() - 7 * 86_400_000).toISOString()
    const { data } = await run(compareFleet, { at }, person)
    return compareFleet.output.parse(data).checks.find(({ id }) => id === 'endless-access')
  }
  expect(await compared()).toMatchObject({
    before: 0,
    now: 3,
    appeared: 3,
    gone: 0,
    firstReadSince: 1,
  })
  await world.owner`update fleet_reading set first_read_at = now() - interval '30 days' where group_id = ${groupId}`
  await world.owner`update fleet_finding set first_seen_at = now() - interval '20 days' where group_id = ${groupId} and key <> '198.51.100.1/32'`
  await world.owner`update fleet_finding set gone_at = now() - interval '2 days' where group_id = ${groupId} and key = '198.51.100.2/32'`
  expect(await compared()).toMatchObject({
    before: 2,
    now: 2,
    appeared: 1,
    gone: 1,
    firstReadSince: 0,
  })
})

test('after a restart nothing is read again before it is due', async () => {
  const groupId = await newProject()
  await again(groupId)
  const before = (await world.calls({ groupId })).length
  forgetPlaces()
  await collectAll()
  expect((await world.calls({ groupId })).length).toBe(before)
})

test('a failing project says why, keeps what was read, and does not affect others', async () => {
  const [broken, other] = [await newProject({ accessList: 2 }), await newProject({ accessList: 2 })]
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
  const fresh = await newProject()
  await world.fault({ match: { groupId: fresh }, fault, times: 1_000 })
  await again(fresh)
  expect((await cellsOf(fresh)).alerts).toMatchObject({ state: 'unread', why: expect.any(String) })
})

const viewerOf = (groupId: string): Person => ({
  ...viewer,
  bindings: [{ group: 'some', role: 'viewer', scope: { project: groupId } }],
})

test('a viewer of one project sees that project alone', async () => {
  const groupId = named['payments-prod'] ?? ''
  const person = viewerOf(groupId)
  const { projects, organizations } = await fleet(person)
  expect(projects.map((one) => one.groupId)).toEqual([groupId])
  expect(organizations).toEqual([])
  const all = await findings({ limit: 1_000 }, person)
  expect(new Set(all.results.map((one) => one.groupId))).toEqual(new Set([groupId]))
  expect(all.totalCount).toBe(all.results.length)
  for (const input of [{ orgId: contoso }, { groupId: named['legacy-eu'] }])
    expect(await findings(input, person)).toMatchObject({ totalCount: 0 })
  const { data } = await run(compareFleet, { at: '2020-01-01T00:00:00Z' }, person)
  const compared = compareFleet.output.parse(data)
  expect(compared.checks.reduce((sum, { now }) => sum + now, 0)).toBe(all.totalCount)
})

test('only people with the role can settle a finding, and each call has a preview', async () => {
  const operator = personAs('operator')
  const { results, fixes } = await findings({ limit: 1_000 }, operator)
  const fixable = results.filter(({ fix }) => fix)
  expect(new Set(fixes.map(({ op }) => op))).toEqual(
    new Set(checks.flatMap(({ fix }) => fix?.command.id ?? [])),
  )
  const kinds = [...new Map(fixable.map((one) => [`${one.check} ${one.fix?.op}`, one])).values()]
  expect(new Set(kinds.map(({ fix }) => fix?.op)).size).toBeGreaterThan(4)
  for (const { check, fix } of kinds) {
    expect(fix?.whyNot, check).toBeNull()
    const { asks = [] } = fixes.find(({ op }) => op === fix?.op) ?? {}
    const asked = Object.fromEntries(
      asks.map(({ name, kind }) => [name, kind === 'time' ? '2030-01-01T00:00:00Z' : 'Known.']),
    )
    const input = { op: fix?.op ?? '', input: { ...fix?.input, ...asked } }
    const { data } = await run(previewOp, input, operator)
    expect(previewOp.output.parse(data).summary, check).not.toBe('')
  }
  for (const { fix } of (await findings({ limit: 1_000 })).results)
    if (fix) expect(fix.whyNot).toContain('operator')
})

test('a process that was paused can’t undo what another one stored', async () => {
  const groupId = await newProject({ accessList: 2 })
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
  const groupId = await newProject()
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
  const groupId = await newProject({ accessList: 1 })
  await again(groupId)
  await sql()`update fleet_reading set group_id = 'gone', next_at = 'infinity' where group_id = ${groupId}`
  await sql()`update fleet_finding set group_id = 'gone' where group_id = ${groupId}`
  forgetPlaces()
  await followDirectory()
  expect(await sql()`select 1 from fleet_reading where group_id = 'gone'`).toEqual([])
  expect(
    await sql()`select 1 from fleet_finding where group_id = 'gone' and gone_at is null`,
  ).toEqual([])
})

test('events show which readings are out of date', async () => {
  const groupId = await newProject()
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
  const groupId = await newProject({ accessList: 2 })
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
  const groupId = await newProject({ accessList: 1 })
  const stop = listen()
  await run(listAccess, { groupId }, viewer)
  await expect
    .poll(async () => (await cellsOf(groupId))['endless-access'])
    .toMatchObject({ state: 'found', count: 1 })
  stop()
})
