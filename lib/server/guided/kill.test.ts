import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyDatabase } from '@/lib/audit/verify'
import { getGuided, guidedStarted } from '@/lib/ops/guided'
import { changeProcessor } from '@/lib/ops/stream-change'
import { getProcessor } from '@/lib/ops/stream-processors'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { sql } from '../database'
import { run } from '../run'
import { killAll, killNow, startLoopsToKill } from '../testing/killable-loops'

let world: TestConsole
beforeAll(async () => {
  world = await testConsole({ timeoutSeconds: 2 })
}, 30_000)
afterAll(async () => {
  killAll()
  await world.end()
})

const patience = { timeout: 30_000, interval: 150 }
const time = () => world.control('POST', 'clock', { advanceSeconds: 20 })

test.each(['stopGroupStreamProcessor', 'updateGroupStreamProcessor', 'startGroupStreamProcessor'])(
  'a console killed during %s: the next one carries the change on, and nothing is done twice',
  async (operationId) => {
    const { groupId } = await world.project()
    await world.control('POST', 'fill', {
      area: 'streams',
      groupId,
      processors: { STARTED: ['orders'] },
    })
    await world.fault({ match: { groupId, operationId }, fault: { kind: 'latency', ms: 1_500 } })
    const at = { groupId, tenantName: 'lab', processorName: 'orders' }
    const { data } = await run(
      changeProcessor,
      { ...at, options: { dlq: { connectionName: 'sink', db: 'lab', coll: 'rejected' } } },
      personAs('operator'),
    )
    const { runId } = guidedStarted.parse(data)
    const calls = () => world.calls({ groupId, operationId })

    const first = await startLoopsToKill()
    await expect
      .poll(async () => {
        await time()
        return (await calls()).length
      }, patience)
      .toBe(1)
    await killNow(first)
    // The lease of the dead console runs out.
    await world.owner`update guided_run set lease_until = clock_timestamp() where id = ${runId}`

    const second = await startLoopsToKill()
    await expect
      .poll(async () => {
        await time()
        const seen = await run(getGuided, { groupId, runId }, personAs('viewer'))
        return getGuided.output.parse(seen.data).state
      }, patience)
      .toBe('done')
    await killNow(second)

    const processor = await run(getProcessor, at, personAs('viewer'))
    expect(getProcessor.output.parse(processor.data)).toMatchObject({
      state: 'STARTED',
      options: { dlq: { coll: 'rejected' } },
    })
    const changes = (await world.calls({ groupId })).filter(({ method }) => method !== 'GET')
    expect(changes.map((call) => call.operationId)).toEqual([
      'stopGroupStreamProcessor',
      'updateGroupStreamProcessor',
      'startGroupStreamProcessor',
    ])
    expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
  },
  90_000,
)
