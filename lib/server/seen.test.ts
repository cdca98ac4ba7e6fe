import { expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { stopProcessor } from '@/lib/ops/stream-processors'
import { personAs } from '@/scripts/testing/console'
import { run } from './run'
import { audited, refusal } from './testing/acting'
import { startConsole } from './testing/start'

const world = await startConsole()

const operator = () => personAs('operator')
const entries = [{ address: '203.0.113.9/32', comment: 'A test' }]

test.concurrent('a 2xx without any effect is not called done', async () => {
  const { groupId } = await world.project({ accessList: 1 })
  await world.fault({
    match: { operationId: 'deleteGroupAccessListEntry', groupId },
    fault: { kind: 'no-effect' },
  })
  const trace = newId()
  const gone = { groupId, entryValue: '198.51.100.1/32' }
  expect(await refusal(run(removeAddress, gone, operator(), { requestId: trace }))).toMatchObject({
    kind: 'unknown-outcome',
    message: expect.stringContaining('accepted'),
  })
  expect((await audited(trace)).map((row) => row.type)).toEqual([
    'command.intent',
    'command.unknown',
  ])
}, 30_000)

test.concurrent('an error body in a 200 is not called done, unless the change is there', async () => {
  const { groupId } = await world.project()
  const match = { operationId: 'createGroupAccessListEntry', groupId }
  await world.fault({ match, fault: { kind: 'error-in-200' } })
  const allow = () => run(allowAddresses, { groupId, entries }, operator(), { requestId: newId() })
  expect((await refusal(allow())).kind).toBe('unknown-outcome')
  await allow()
})

test('a change that takes Atlas minutes is accepted, not done', async () => {
  const { groupId } = await world.project()
  await world.control('POST', 'fill', { area: 'streams', groupId, processors: { STARTED: ['p'] } })
  const trace = newId()
  const input = { groupId, tenantName: 'lab', processorName: 'p' }
  const answer = await run(stopProcessor, input, operator(), { requestId: trace })
  expect(answer.accepted).toBe(true)
  expect((await audited(trace)).map((row) => row.type)).toEqual([
    'command.intent',
    'command.accepted',
  ])
})
