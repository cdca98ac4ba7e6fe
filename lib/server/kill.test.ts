import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { verifyDatabase } from '@/lib/audit/verify'
import { approveRequest, fileRequest, getRequest } from '@/lib/ops/requests'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { sql } from './database'
import { run } from './run'
import { wasSeen } from './testing/acting'
import { killAll, killNow, startLoopsToKill } from './testing/killable-loops'

let world: TestConsole
const context = { requestId: 'test' }

beforeAll(async () => {
  world = await testConsole({ timeoutSeconds: 2 })
}, 30_000)
afterAll(async () => {
  killAll()
  await world.end()
})

const faults = [
  undefined,
  { kind: 'latency', ms: 300 },
  { kind: 'timeout-before' },
  { kind: 'timeout-after' },
] as const

async function approved(i: number) {
  const project = await world.project({ clusters: [{ name: 'main' }] })
  const fault = faults[i % faults.length]
  const match = { groupId: project.groupId, operationId: 'grantGroupClusterMongoDbEmployeeAccess' }
  if (fault) await world.fault({ match, fault })
  const input = {
    groupId: project.groupId,
    clusterName: 'main',
    grantType: 'CLUSTER_DATABASE_LOGS',
    minutes: 60,
  }
  const asked = {
    op: 'employee.grant',
    input,
    reason: 'A case about slow reads',
    ticket: 'CASE-777',
  }
  const filed = await run(fileRequest, asked, personAs('requester'), context)
  const { requestId } = z.object({ requestId: z.string() }).parse(filed.data)
  const { request } = await cardOf(requestId)
  const approval = { requestId, digest: request.digest }
  await run(approveRequest, approval, personAs('approver'), context)
  return { requestId, project }
}

const cardOf = async (requestId: string) =>
  getRequest.output.parse((await run(getRequest, { requestId }, personAs('viewer'), context)).data)

test('E1: kill -9 at ten points loses nothing and repeats nothing; everything settles within 60 s', async () => {
  await wasSeen()
  const requests = []
  // Moments after the approval; the loops look for work at least once a second.
  for (const [i, moment] of [0, 50, 150, 300, 450, 600, 750, 900, 1050, 1200].entries()) {
    const loops = await startLoopsToKill()
    requests.push(await approved(i))
    await sleep(moment)
    await killNow(loops)
  }
  await startLoopsToKill()
  for (const { requestId, project } of requests) {
    await expect
      .poll(async () => (await cardOf(requestId)).effects[0]?.state, {
        timeout: 60_000,
        interval: 200,
      })
      .toBe('confirmed')
    const { slot, timeline } = await cardOf(requestId)
    expect(slot?.now?.grantType).toBe('CLUSTER_DATABASE_LOGS')
    const calls = (await world.calls({ groupId: project.groupId })).filter((c) =>
      c.path.includes(':grantMongoDBEmployeeAccess'),
    )
    expect(calls.length).toBeGreaterThanOrEqual(1)
    expect(calls.length).toBeLessThanOrEqual(2)
    // A second call: equal bytes, after the first one's timeout (2 s here) and a read that showed the slot empty.
    expect(new Set(calls.map((c) => c.body)).size).toBe(1)
    if (calls.length === 2) {
      expect(Date.parse(calls[1]?.at ?? '') - Date.parse(calls[0]?.at ?? '')).toBeGreaterThan(2_000)
      expect(timeline.map((s) => s.type)).toContain('effect.absent')
    }
  }
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
}, 300_000)
