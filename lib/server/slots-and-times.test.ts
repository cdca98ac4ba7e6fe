import { expect, test } from 'vitest'
import { expirePending } from '@/lib/approvals/employee-access/observer'
import { editRequest } from '@/lib/ops/requests'
import { listSlots } from '@/lib/ops/slots'
import { sql } from './database'
import { findProject } from './directory'
import { observeProject } from './employee-access/observe'
import { as, refusal } from './testing/acting'
import { card, fileAccess, why } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()

const slotsOf = async (groupId: string) =>
  listSlots.output.parse((await as('viewer', listSlots, { groupId })).data)

test('the list of clusters shows access granted outside Gatehouse and whether the organization restricts access', async () => {
  const { groupId, orgId } = await world.project({
    clusters: [{ name: 'main' }, { name: 'other' }],
  })
  await world.control('POST', 'org', { orgId, restrictEmployeeAccess: false })
  const expirationTime = new Date(Date.now() + 3_600_000).toISOString()
  const grant = { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime }
  await world.control('POST', 'state', { groupId, clusterName: 'main', grant })
  await observeProject((await findProject(groupId))!)
  expect(await slotsOf(groupId)).toEqual({
    restrictEmployeeAccess: false,
    drift: ['main'],
    stuck: [],
  })
  await world.fault({
    match: { operationId: 'getOrgSettings' },
    fault: { kind: 'status', status: 403 },
    times: 9,
  })
  const { groupId: elsewhere } = await world.project({ orgId: '622f06e0f21affc0c09d52e1' })
  expect((await slotsOf(elsewhere)).restrictEmployeeAccess).toBeNull()
})

test('a request cannot be edited after its time to decide, and all late requests expire at once', async () => {
  const names = Array.from({ length: 60 }, (_, i) => `late-${i}`)
  const project = await world.project({ clusters: names.map((name) => ({ name })) })
  const ids = await Promise.all(names.map((clusterName) => fileAccess(project, { clusterName })))
  await world.owner`update request set decide_by = clock_timestamp() - interval '1 second' where state = 'pending'`
  const id = ids[0]!
  const { input, revision } = (await card(id)).request
  const edit = { requestId: id, input: { ...input, minutes: 30 }, ...why, revision }
  expect(await refusal(as('requester', editRequest, edit))).toMatchObject({
    kind: 'conflict',
    message: expect.stringMatching(/time/),
  })
  await expirePending(sql())
  for (const one of ids) expect((await card(one)).request.state).toBe('expired')
}, 60_000)
