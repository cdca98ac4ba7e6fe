import { beforeAll, expect, test, vi } from 'vitest'
import { checks } from '@/lib/fleet/checks'
import { printJson } from '@/lib/format/json'
import { previewOp } from '@/lib/ops/console'
import { compareFleet, getFleet, pageOf } from '@/lib/ops/fleet'
import { projectIdOf } from '@/sandbox/atlas/world/projects'
import { personAs } from '@/scripts/testing/console'
import type { Sql, Transaction } from '../database'
import type { Person } from '../person'
import { textOf } from '../printed'
import { run } from '../run'
import {
  again,
  cellsOf,
  collectAll,
  findings,
  fleet,
  newProject,
  observe,
  only,
} from '../testing/fleet'
import { startConsole } from '../testing/start'
import { collectOwn, forgetOwn } from './own'
import { forgetSnapshot, snapshot } from './view'

const world = await startConsole({ requestsPerMinute: 1_000_000 })
const viewer = personAs('viewer')
const northwind = '622f06e0f21affc0c09d52e1'
const contoso = '63bc19308a31971fc86a6573'

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
  const { 'search-indexes': indexes } = await cellsOf(named['search-platform'] ?? '')
  expect(indexes?.href, 'the index itself').toMatch(/\/search\/[0-9a-f]{24}$/)
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
  const groupId = await newProject(world)
  const set = (grant: object | null) =>
    world.control('POST', 'state', { groupId, clusterName: 'main', grant })
  await set({ grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime: '2030-01-01T00:00:00Z' })
  await observe(groupId)
  forgetOwn()
  await collectOwn()
  const { results } = await findings({ groupId, check: 'employee-access' })
  expect(results).toMatchObject([{ level: 'bad', subject: 'main', goneAt: null }])
  expect(results[0]?.says).toMatch(/^Cluster main has /)
  await set(null)
  await observe(groupId)
  forgetOwn()
  await collectOwn()
  expect((await findings({ groupId, check: 'employee-access' })).totalCount).toBe(0)
  const gone = await findings({ groupId, gone: true })
  expect(gone.results).toMatchObject([{ subject: 'main', goneAt: expect.any(String) }])
})

const viewerOf = (groupId: string): Person => ({
  ...viewer,
  bindings: [{ group: 'some', role: 'viewer', scope: { project: groupId } }],
})

test('the fleet is compared with an earlier time', async () => {
  const groupId = await newProject(world, { accessList: 3 })
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

test('while the database is slow, one query runs for everyone', async () => {
  forgetSnapshot()
  const first = snapshot()
  const later = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000)
  const second = snapshot()
  later.mockRestore()
  expect(second).toBe(first)
  await first
})

test('a reading that is stored late shows, although a newer one of its project was seen', async () => {
  const place = `${northwind}/${named['payments-prod']}`
  const whyOf = (source: string) =>
    snapshot().then(({ places }) => places.get(place)?.readings.get(source)?.why)
  const fail = (sql: Sql | Transaction, source: string) => sql`
    update fleet_reading set failure = ${`${source} fails`}
    where group_id = ${named['payments-prod'] ?? ''} and source = ${source}`
  const late = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const storing = world.owner.begin(async (tx) => {
    await fail(tx, 'auditing')
    begun.resolve()
    await late.promise
  })
  await begun.promise
  await fail(world.owner, 'alerts')
  forgetSnapshot()
  expect(await whyOf('alerts')).toBe('alerts fails')
  late.resolve()
  await storing
  forgetSnapshot()
  expect(await whyOf('auditing')).toBe('auditing fails')
})

test('the text of the fleet is its value, for people with every role and with few', async () => {
  for (const person of [viewer, personAs('operator'), personAs('lead')]) {
    const answer = await run(getFleet, {}, person)
    expect(textOf(answer)).toBe(printJson(answer))
  }
  const { checks: columns } = await fleet()
  for (const { per, href } of columns)
    expect(pageOf({ href }, { orgId: northwind, groupId: contoso })).toContain(
      per === 'project' ? contoso : northwind,
    )
})

test('people with the same places share an answer until something changes', async () => {
  const groupId = await newProject(world)
  const answers = () =>
    Promise.all(
      [viewer, personAs('requester'), viewerOf(groupId)].map((one) => run(getFleet, {}, one)),
    )
  forgetSnapshot()
  const [one, same, fewer] = await answers()
  expect(same?.data).toBe(one?.data)
  expect(fewer?.data).not.toBe(one?.data)
  await world.owner`update fleet_reading set failures = 1, failure = 'Refused' where group_id = ${groupId}`
  forgetSnapshot()
  const [later] = await answers()
  expect(later && textOf(later)).toContain('Refused')
  expect((await cellsOf(groupId)).alerts).toMatchObject({ state: 'unread', why: 'Refused' })
})
