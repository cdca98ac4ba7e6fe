import { expect, test } from 'vitest'
import { sql } from '@/lib/server/database'
import { findProject } from '@/lib/server/directory'
import { observeProject } from '@/lib/server/employee-access/observe'
import { settleAll } from '@/lib/server/testing/acting'
import { approve, card, fileAccess } from '@/lib/server/testing/requests'
import { startConsole } from '@/lib/server/testing/start'
import { databaseClock, type SeenCluster, type SlotRow } from './observer'
import { noteUnchanged } from './unchanged'

const world = await startConsole({ requestsPerMinute: 1_000_000 })
const { groupId } = await world.project({ clusters: [{ name: 'main' }, { name: 'other' }] })
await observeProject((await findProject(groupId))!)

const slots = () => sql()<SlotRow[]>`
  select * from slot where group_id = ${groupId} order by cluster_name`
const seen = (await slots()).map(
  (slot): SeenCluster => ({
    ...{ orgId: slot.org_id, groupId, clusterName: slot.cluster_name, kind: slot.kind },
    ...{ stateName: slot.state_name, detail: slot.detail, tags: slot.tags, grant: undefined },
  }),
)
const note = async (some = seen) => [
  ...(await noteUnchanged(sql(), some, await databaseClock(sql()))),
]

test('clusters that are as before are recorded with the time of the reading', async () => {
  const readAt = await databaseClock(sql())
  expect(await noteUnchanged(sql(), seen, readAt)).toEqual(new Set(['main', 'other']))
  expect(await slots()).toEqual([
    expect.objectContaining({ seen_at: readAt, observed_at: readAt }),
    expect.objectContaining({ seen_at: readAt, observed_at: readAt }),
  ])
})

test.each<[string, Partial<SeenCluster>]>([
  ['a grant', { grant: { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime: null } }],
  ['another state', { stateName: 'UPDATING' }],
  ['no state', { stateName: null }],
  ['another size', { detail: 'M80' }],
  ['another tag', { tags: [{ key: 'team', value: 'risk' }] }],
  ['another organization', { orgId: '0'.repeat(24) }],
  ['another kind', { kind: 'shared' }],
  ['a new name', { clusterName: 'third' }],
])('a cluster with %s is left to noteCluster', async (_, change) => {
  const [main, other] = seen
  expect(await note([{ ...main!, ...change }, other!])).toEqual(['other'])
})

test('a cluster with approved access is left to noteCluster, even if its grant was never seen', async () => {
  const project = await world.project({ clusters: [{ name: 'main' }] })
  await observeProject((await findProject(project.groupId))!)
  const [before] = await sql()<SlotRow[]>`select * from slot where group_id = ${project.groupId}`
  const one = { ...seen[0]!, orgId: project.orgId, groupId: project.groupId, tags: before!.tags }
  expect(await note([one])).toEqual(['main'])
  const requestId = await fileAccess(project, { grantType: 'CLUSTER_DATABASE_LOGS' })
  await approve(requestId)
  await settleAll()
  expect((await card(requestId)).request).toMatchObject({ state: 'approved' })
  await sql()`
    update slot set observed_type = null, observed_end = null, state_name = ${one.stateName}, detail = ${one.detail}
    where group_id = ${project.groupId}`
  expect(await note([one])).toEqual([])
})

const main = () => sql()`group_id = ${groupId} and cluster_name = 'main'`
test.each([
  [
    'its grant is known',
    () => sql()`update slot set observed_type = 'CLUSTER_INFRASTRUCTURE' where ${main()}`,
  ],
  ['it has drifted', () => sql()`update slot set drift_since = clock_timestamp() where ${main()}`],
  [
    'a newer reading is stored',
    () => sql()`update slot set seen_at = clock_timestamp() + interval '1 minute' where ${main()}`,
  ],
  [
    'a call is under way',
    () => sql()`
      insert into effect (id, kind, op, org_id, group_id, cluster_name, input, actor_name)
      values ('under-way', 'end', 'x', '', ${groupId}, 'main', '{}', '')`,
  ],
])('a cluster is left to noteCluster while %s', async (_, make) => {
  await make()
  expect(await note()).toEqual(['other'])
  await sql()`update slot set observed_type = null, drift_since = null, seen_at = observed_at where ${main()}`
})
