import { afterAll, expect, test, vi } from 'vitest'
import { sql } from '../database'
import { again, collectAll, newProject, only } from '../testing/fleet'
import { killAll, killNow, startLoopsToKill } from '../testing/killable-loops'
import { startConsole } from '../testing/start'

const world = await startConsole({ requestsPerMinute: 1_000_000 })
afterAll(killAll)
await only()

const ofCollector = ['listGroupAccessListEntries', 'listGroupAlerts', 'getGroupAuditLog']
const reads = async (groupId: string) =>
  (await world.calls({ groupId })).filter((one) => ofCollector.includes(one.operationId ?? ''))
    .length
/** The auditing settings have a row once the clusters were read. */
const isRead = async (groupId: string) =>
  (
    await sql()`
      select 1 from fleet_reading
      where group_id = ${groupId} and source in ('accessList', 'alerts', 'auditing') and read_at is not null`
  ).length === ofCollector.length
const holder = async () =>
  (
    await sql()<{ pid: number }[]>`
    select split_part(holder, ':', 2)::int as pid from lease where name = 'fleet'`
  )[0]?.pid

test('one console reads at a time, and another goes on where it was killed', async () => {
  const first = await newProject(world)
  const consoles = [await startLoopsToKill(), await startLoopsToKill()]
  await expect.poll(() => isRead(first), { timeout: 30_000 }).toBe(true)
  expect(await reads(first)).toBe(ofCollector.length)
  const pid = await holder()
  const reading = consoles.find((one) => one.pid === pid)
  const other = consoles.find((one) => one.pid !== pid)
  expect(reading).toBeDefined()
  await killNow(reading!)
  const second = await newProject(world)
  // Its lease ends by itself after 20 s.
  await world.owner`update lease set until = clock_timestamp() where name = 'fleet'`
  await expect.poll(() => isRead(second), { timeout: 30_000 }).toBe(true)
  expect(await holder()).toBe(other?.pid)
  await expect.poll(() => reads(second)).toBe(ofCollector.length)
  expect(await reads(first)).toBe(ofCollector.length)
  await killNow(other!)
}, 90_000)

test.each([-3_600_000, 3_600_000])(
  'a console whose clock differs by %i ms reads as others do',
  async (ms) => {
    const groupId = await newProject(world)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })
    try {
      await again(groupId)
    } finally {
      vi.useRealTimers()
    }
    const [row] = await sql()<{ age: number; due: number }[]>`
    select extract(epoch from clock_timestamp() - read_at)::float8 as age,
      extract(epoch from next_at - clock_timestamp())::float8 as due
    from fleet_reading where group_id = ${groupId} and source = 'accessList'`
    expect(Math.abs(row!.age)).toBeLessThan(60)
    expect(row!.due).toBeGreaterThan(3_600)
  },
)

test('after the database’s clock went back, everything is read again', async () => {
  const groupId = await newProject(world)
  await again(groupId)
  const before = await reads(groupId)
  await sql()`
    update fleet_reading set read_at = read_at + interval '3 days', next_at = next_at + interval '3 days'
    where group_id = ${groupId} and next_at < 'infinity'`
  await collectAll()
  await collectAll()
  expect(await reads(groupId)).toBe(before + ofCollector.length)
})
