import { expect, test, vi } from 'vitest'
import { AtlasError } from '@/lib/atlas/errors'
import { listClusters } from '@/lib/ops/clusters'
import { listFlexClusters } from '@/lib/ops/flex-clusters'
import { sent } from '../call-events'
import { connections } from '../connections'
import { sql } from '../database'
import { directory, lookAgain } from '../directory'
import { startConsole } from '../testing/start'
import { dueProjects, followProjects, listenForFlex } from './due'
import { observeDue } from './observer'

const world = await startConsole({ requestsPerMinute: 1_000_000 })

async function newProject() {
  const clusters = [{ name: 'main' }, { name: 'small', type: 'FLEX' }]
  const project = await world.project({ clusters })
  await lookAgain(project.groupId)
  await followProjects(await directory())
  await sql()`update observation set due_at = 'infinity' where group_id <> ${project.groupId}`
  return project
}
const turn = () => observeDue(new AbortController().signal)
const dueSince = (groupId: string, seconds: number) => sql()`
  update observation set due_at = clock_timestamp() - make_interval(secs => ${seconds}) where group_id = ${groupId}`
const reads = async (groupId: string, operationId: string) =>
  (await world.calls({ groupId, operationId })).length
const seen = async (groupId: string) =>
  (
    await sql()<{ name: string }[]>`
      select cluster_name as name from slot where group_id = ${groupId} order by 1`
  ).map(({ name }) => name)

test('flex clusters are read less often than others, and soon after a change', async () => {
  const { groupId, orgId } = await newProject()
  for (let i = 0; i < 3; i += 1) {
    await dueSince(groupId, 1)
    await turn()
  }
  expect(await reads(groupId, 'listGroupClusters')).toBe(3)
  expect(await reads(groupId, 'listGroupFlexClusters')).toBe(1)
  expect(await seen(groupId)).toEqual(['main', 'small'])
  await world.control('POST', 'state', {
    groupId,
    clusterName: 'small',
    state: 'DELETING',
    settlesInSeconds: 0,
  })
  const stop = listenForFlex(() => {})
  sent.emit({ invalidates: [listFlexClusters.id], orgId, groupId })
  stop()
  await expect
    .poll(async () => {
      await turn()
      return seen(groupId)
    })
    .toEqual(['main'])
})

test('projects with access come first, and the others get their turn', async () => {
  const [quiet, live] = [await newProject(), await newProject()]
  for (const { groupId } of [quiet, live]) await dueSince(groupId, 1)
  await turn()
  await sql()`
    update slot set observed_type = 'CLUSTER_INFRASTRUCTURE' where group_id = ${live.groupId} and cluster_name = 'main'`
  const first = async () => (await dueProjects(connections()[0]!.name, 1))[0]?.groupId
  await dueSince(live.groupId, 10)
  await dueSince(quiet.groupId, 60)
  expect(await first()).toBe(live.groupId)
  await dueSince(quiet.groupId, 600)
  expect(await first()).toBe(quiet.groupId)
})

test('after the database’s clock went back, projects are read again', async () => {
  const { groupId } = await newProject()
  await dueSince(groupId, 1)
  await turn()
  await sql()`
    update observation set read_at = clock_timestamp() + interval '1 day', due_at = clock_timestamp() + interval '1 day'
    where group_id = ${groupId}`
  await sql()`
    update slot set seen_at = clock_timestamp() + interval '1 day', observed_at = clock_timestamp() + interval '1 day'
    where group_id = ${groupId}`
  const expirationTime = new Date(Date.now() + 3_600_000).toISOString()
  const grant = { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime }
  await world.control('POST', 'state', { groupId, clusterName: 'main', grant })
  await turn()
  const [slot] = await sql()`
    select drift_since from slot where group_id = ${groupId} and cluster_name = 'main'`
  expect(slot?.drift_since).toBeInstanceOf(Date)
})

test('a project that another console removed is read again, and one that nobody knows delays no other', async () => {
  const { groupId } = await newProject()
  const [name] = connections().map((one) => one.name)
  const unknown = 'f'.repeat(24)
  await sql()`delete from observation where group_id = ${groupId}`
  await followProjects(await directory(), performance.now() + 61_000)
  await sql()`
    insert into observation (group_id, connection, due_at) values (${unknown}, ${name!}, clock_timestamp() - interval '1 hour')`
  await turn()
  const due = await dueProjects(name!, 10)
  expect(due.map((one) => one.groupId)).not.toContain(unknown)
  expect(await seen(groupId)).toContain('main')
})

test('while the rate budget is used up, a project stays due', async () => {
  const { groupId } = await newProject()
  await dueSince(groupId, 1)
  const [connection] = connections()
  const parts = { connection: connection!.name, op: listClusters.id, outcome: 'failed' } as const
  const held = new AtlasError('No call is left', { ...parts, kind: 'slow-down' })
  const calls = vi.spyOn(connection!, 'call').mockRejectedValue(held)
  await turn()
  calls.mockRestore()
  expect((await dueProjects(connection!.name, 10)).map((one) => one.groupId)).toContain(groupId)
})
