import { afterEach, expect, test, vi } from 'vitest'
import { allowAddresses, listAccess } from '@/lib/ops/access-list'
import { makeStale } from './call-atlas'
import { sql } from './database'
import { hearReplicas } from './hear-replicas'
import { CHANNEL, hearing, type Notice, tellReplicas } from './replicas'
import { liveSession, startSession } from './session'
import { as } from './testing/acting'
import { startConsole } from './testing/start'

const world = await startConsole()
let stop = () => {}
afterEach(() => {
  stop()
  hearing().heardAt = undefined
})

/** Makes this process hear the others until the end of the test. */
async function hear() {
  const ending = new AbortController()
  stop = () => ending.abort()
  void hearReplicas(ending.signal)
  await vi.waitFor(() => expect(hearing().heardAt).toBeDefined())
}
const another = (what: Notice) => tellReplicas(what, world.owner as never)
const reads = async (groupId: string) =>
  (await world.calls({ groupId, operationId: 'listGroupAccessListEntries' })).length

test('a command tells the other replicas what it changed before it answers', async () => {
  const { groupId } = await world.project()
  const heard: string[] = []
  const { unlisten } = await world.owner.listen(CHANNEL, (text) => heard.push(text))
  await as('operator', allowAddresses, {
    groupId,
    entries: [{ address: '203.0.113.4/32', comment: 'office' }],
  })
  await vi.waitFor(() => expect(heard.join()).toContain(listAccess.id))
  await unlisten()
})

test('after a change in another replica, the next read asks Atlas again', async () => {
  const { groupId } = await world.project()
  const other = await world.project()
  await hear()
  for (const place of [groupId, other.groupId, groupId, other.groupId])
    await as('viewer', listAccess, { groupId: place })
  await another({ stale: { ops: [listAccess.id], groups: [groupId] } })
  await vi.waitFor(async () => {
    await as('viewer', listAccess, { groupId })
    expect(await reads(groupId)).toBe(2)
  })
  await as('viewer', listAccess, { groupId: other.groupId })
  expect(await reads(other.groupId)).toBe(1)
})

test('the notice of an own change, which comes late, drops nothing that was read since', async () => {
  const { groupId } = await world.project()
  await hear()
  await makeStale([listAccess.id], [groupId])
  await as('viewer', listAccess, { groupId })
  const beat = hearing().heardAt
  await vi.waitFor(() => expect(hearing().heardAt).not.toBe(beat), { timeout: 10_000 })
  await as('viewer', listAccess, { groupId })
  expect(await reads(groupId)).toBe(1)
})

test('a replica that no longer hears the others answers nothing from its cache', async () => {
  const { groupId } = await world.project()
  await as('viewer', listAccess, { groupId })
  hearing().heardAt = performance.now() - 60_000
  await as('viewer', listAccess, { groupId })
  await as('viewer', listAccess, { groupId })
  expect(await reads(groupId)).toBe(3)
})

test('a session that ended in another replica is over here too', async () => {
  await hear()
  const iss = 'http://localhost:1'
  const id = await startSession({
    ...{ iss, sub: 'vera', name: 'Vera', email: null, groups: [], id_token: null },
    ...{ auth_time: null, acr: null, ip: null, ua: null },
  })
  expect(await liveSession(id, { fresh: false })).toBeDefined()
  await sql()`update session set ended_at = clock_timestamp(), ended_by = 'sign-out' where id = ${id}`
  await another({ sessions: [id] })
  await vi.waitFor(async () => expect(await liveSession(id, { fresh: false })).toBeUndefined())
})
