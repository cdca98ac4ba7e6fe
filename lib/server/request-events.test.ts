import { expect, test } from 'vitest'
import { accessEvents } from '@/lib/ops/request-events'
import { revokeRequest } from '@/lib/ops/requests'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { run } from './run'
import { as, settleAll } from './testing/acting'
import { approve, card, fileAccess } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()
const DOWNLOAD = 'EMPLOYEE_DOWNLOADED_CLUSTER_LOGS'

const did = ({ groupId }: TestProject, employeeEvent: string, clusterName = 'main') =>
  world.control('POST', 'state', { groupId, clusterName, employeeEvent })

const eventsOf = async (requestId: string) =>
  accessEvents.output.parse((await as('viewer', accessEvents, { requestId })).data)

async function granted(project: TestProject) {
  const requestId = await fileAccess(project)
  await approve(requestId)
  await settleAll()
  return requestId
}

test('Atlas’s events about the access, and what employees did meanwhile, are of one cluster and in order', async () => {
  const project = await world.project({ clusters: [{ name: 'main' }, { name: 'other' }] })
  const requestId = await granted(project)
  await did(project, DOWNLOAD)
  await did(project, 'HOST_SHELL_OPENED')
  await did(project, DOWNLOAD, 'other')
  const live = await eventsOf(requestId)
  expect(live).toMatchObject({ isCut: false, isLive: true })
  expect(live.results.map(({ type }) => type)).toEqual([
    'EMPLOYEE_ACCESS_GRANTED',
    DOWNLOAD,
    'HOST_SHELL_OPENED',
  ])
  expect(live.results[1]).toMatchObject({
    id: expect.stringMatching(/^[a-f0-9]{24}$/),
    actor: 'MongoDB employee mdb-4711',
    clusterName: 'main',
  })
})

test('events before the grant and after its end are not of the request', async () => {
  const project = await world.project({ clusters: [{ name: 'main' }] })
  await did(project, DOWNLOAD)
  const requestId = await granted(project)
  await as('requester', revokeRequest, { requestId, reason: 'Done' })
  await settleAll()
  // As if it had happened an hour ago, so that the grace of a minute is over on both sides.
  await world.owner`update effect set sent_at = sent_at - interval '61 minutes' where request_id = ${requestId}`
  await world.owner`update effect set confirmed_at = confirmed_at - interval '1 hour' where request_id = ${requestId}`
  await did(project, DOWNLOAD)
  expect(await eventsOf(requestId)).toMatchObject({ results: [], isLive: false })
  const calls = await world.calls({ operationId: 'listGroupEvents', groupId: project.groupId })
  expect(calls.every(({ path }) => path.includes('maxDate='))).toBe(true)
})

test('a failing read of events fails alone, and a request without access reads none', async () => {
  const project = await world.project({ clusters: [{ name: 'main' }] })
  const requestId = await granted(project)
  const { groupId } = project
  await world.fault({
    match: { operationId: 'listGroupEvents', groupId },
    fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
    times: 20,
  })
  await expect(run(accessEvents, { requestId }, personAs('viewer'))).rejects.toMatchObject({
    failure: { atlas: { errorCode: 'USER_UNAUTHORIZED' } },
  })
  expect((await card(requestId)).timeline.map(({ type }) => type)).toContain('effect.confirmed')
  const waiting = await fileAccess(await world.project({ clusters: [{ name: 'main' }] }))
  expect((await eventsOf(waiting)).results).toEqual([])
})
