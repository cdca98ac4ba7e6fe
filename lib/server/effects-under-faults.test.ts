import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { executeNext } from '@/lib/approvals/executor'
import { reconcile } from '@/lib/approvals/reconciler'
import { entries } from '@/lib/audit/read'
import { approveRequest, revokeRequest } from '@/lib/ops/requests'
import type { TestProject } from '@/scripts/testing/console'
import { times } from '@/scripts/testing/full-size'
import { sql } from './database'
import { reach } from './reach'
import { as, settleAll } from './testing/acting'
import { killAll, killNow, startLoopsToKill } from './testing/killable-loops'
import { approve, card, fileAccess, grantCalls } from './testing/requests'
import { startForwarded } from './testing/start'

const { world, between } = await startForwarded({ timeoutSeconds: 2 })
afterEach(() => {
  killAll()
})

const newProject = () => world.project({ clusters: [{ name: 'main' }] })
const revokeCalls = async ({ groupId }: TestProject) =>
  (await world.calls({ groupId })).filter((c) => c.path.includes(':revokeMongoDB'))
const match = ({ groupId }: TestProject) => ({
  groupId,
  operationId: 'revokeGroupClusterMongoDbEmployeeAccess',
})

async function asked(project: TestProject) {
  const id = await fileAccess(project)
  await approve(id)
  return id
}
async function granted(project: TestProject) {
  const id = await asked(project)
  await settleAll()
  return id
}
const howItEnded = async (id: string) => (await card(id)).request.how

describe('a revoke', () => {
  test.each([
    ['was told to slow down', 10, { kind: 'status', status: 429, retryAfter: 3 }],
    ['met an error', 10, { kind: 'status', status: 500 }],
    ['met an error with status 200', 10, { kind: 'error-in-200' }],
    ['was refused', 10, { kind: 'status', status: 403 }],
    ['met a gateway', 10, { kind: 'html-502' }],
    ['was cut off', 10, { kind: 'hang-up' }],
    // Reads may lag behind a change that Atlas accepted.
    ['was accepted without effect', 20, { kind: 'no-effect' }],
  ] as const)(
    'that %s is sent again within %i s',
    async (_, seconds, fault) => {
      const project = await newProject()
      const id = await granted(project)
      await world.fault({ match: match(project), fault })
      const loops = await startLoopsToKill()
      await as('operator', revokeRequest, { requestId: id })
      await expect.poll(() => howItEnded(id), { timeout: 30_000 }).toBe('revoked')
      const [first, second] = await revokeCalls(project)
      expect(Date.parse(second?.at ?? '') - Date.parse(first?.at ?? '')).toBeLessThan(
        seconds * 1000,
      )
      await killNow(loops)
    },
    60_000,
  )

  test('is not delayed by grants whose clusters hang', async () => {
    const [first, second] = [await granted(await newProject()), await granted(await newProject())]
    const loops = await startLoopsToKill()
    const timeToRevoke = async (requestId: string) => {
      const before = performance.now()
      await as('operator', revokeRequest, { requestId })
      await expect
        .poll(() => howItEnded(requestId), { timeout: 60_000, interval: 100 })
        .toBe('revoked')
      return performance.now() - before
    }
    const usual = await timeToRevoke(first)
    const hanging = await Promise.all(Array.from({ length: 24 }, newProject))
    const requests = await Promise.all(hanging.map((project) => fileAccess(project)))
    between.spoil(({ method, path }) =>
      method === 'GET' && hanging.some(({ groupId }) => path.includes(groupId))
        ? { hangs: true }
        : undefined,
    )
    // Only now, so that none is carried out before its cluster hangs.
    for (const requestId of requests) {
      const [r] = await sql()<
        [{ digest: string }]
      >`select digest from request where id = ${requestId}`
      await as('approver', approveRequest, { requestId, digest: r.digest })
    }
    // Wait until all places for grants are taken.
    await expect
      .poll(async () => (await sql()`select 1 from effect where state = 'claimed'`).length, {
        timeout: 20_000,
      })
      .toBeGreaterThanOrEqual(16)
    expect(await timeToRevoke(second)).toBeLessThan(10_000 + usual)
    // A healthy grant gets a place too.
    const other = await asked(await newProject())
    await expect
      .poll(async () => (await card(other)).effects[0]?.state, { timeout: 30_000 })
      .toBe('confirmed')
    await killNow(loops)
    await world.owner`update effect set state = 'refused' where state = 'planned'`
  }, 120_000)

  test('E3: is not blocked by a replica that was paused during its call, and that sends nothing when it wakes', async () => {
    const project = await newProject()
    const id = await granted(project)
    // Atlas neither acts on the first call nor answers.
    await world.fault({ match: match(project), fault: { kind: 'timeout-before' } })
    const paused = await startLoopsToKill()
    await as('operator', revokeRequest, { requestId: id })
    await expect.poll(async () => (await revokeCalls(project)).length, { timeout: 20_000 }).toBe(1)
    paused.kill('SIGSTOP')
    const other = await startLoopsToKill()
    await expect.poll(() => howItEnded(id), { timeout: 40_000 }).toBe('revoked')
    expect(await revokeCalls(project)).toHaveLength(2)
    await sleep(times(0, 120_000))
    // When it wakes it neither sends again nor undoes what the other replica did.
    paused.kill('SIGCONT')
    await killNow(other)
    const next = await granted(project)
    expect((await card(next)).request.state).toBe('approved')
    await killNow(paused)
    expect(await revokeCalls(project)).toHaveLength(2)
  }, 300_000)

  test('that Atlas keeps refusing adds one audit row per call and per new reason', async () => {
    const project = await newProject()
    const id = await granted(project)
    await world.fault({ match: match(project), fault: { kind: 'status', status: 403 }, times: 4 })
    await as('operator', revokeRequest, { requestId: id })
    for (const _ of [1, 2, 3, 4]) {
      await world.owner`update effect set next_check_at = null where request_id = ${id} and kind = 'end'`
      await executeNext(sql(), reach, 'end')
      await world.owner`update effect set next_check_at = null where request_id = ${id} and kind = 'end'`
      await reconcile(sql(), reach)
    }
    expect((await card(id)).effects.at(-1)?.stuckSince).not.toBeNull()
    const rows = (await entries(sql(), { limit: 100, requestId: id, newestFirst: true })).map(
      (e) => e.body.type,
    )
    const after = rows.slice(0, rows.indexOf('revoke.requested'))
    expect(after.filter((type) => type === 'effect.sending')).toHaveLength(4)
    expect(after.length).toBeLessThanOrEqual(10)
    await world.owner`update effect set next_check_at = null where request_id = ${id} and kind = 'end'`
    await executeNext(sql(), reach, 'end')
    expect(await howItEnded(id)).toBe('revoked')
  })
})

test('an approved grant is sent after Atlas has refused writes for a while', async () => {
  const project = await newProject()
  const id = await asked(project)
  between.spoil(({ method, path }) =>
    method === 'POST' && path.includes(':grantMongoDB') ? { instead: 503 } : undefined,
  )
  for (const _ of [1, 2, 3, 4, 5]) {
    await world.owner`update effect set next_check_at = null, give_up_at = clock_timestamp() where request_id = ${id}`
    await executeNext(sql(), reach)
    await world.owner`update effect set next_check_at = null, give_up_at = clock_timestamp() where request_id = ${id}`
    await reconcile(sql(), reach)
  }
  expect((await card(id)).request.state).toBe('approved')
  between.spoil()
  await world.owner`update effect set next_check_at = null where request_id = ${id}`
  await settleAll()
  expect((await card(id)).effects[0]?.state).toBe('confirmed')
  expect(await grantCalls(world, project)).toHaveLength(1)
})

test('an effect that cannot be executed waits, shows why, and adds one audit row', async () => {
  const project = await newProject()
  const id = await asked(project)
  await world.owner`update effect set op = 'gone.operation' where request_id = ${id}`
  for (const _ of [1, 2, 3]) {
    await world.owner`update effect set next_check_at = null where request_id = ${id}`
    await expect(executeNext(sql(), reach)).rejects.toThrow(/gone.operation/)
  }
  expect((await card(id)).stuck).toMatchObject([
    { requestId: id, why: expect.stringMatching(/gone.operation/) },
  ])
  const rows = (await entries(sql(), { limit: 50, requestId: id })).map((e) => e.body.type)
  expect(rows.filter((type) => type === 'effect.planned')).toHaveLength(1)
  await world.owner`update effect set op = 'employee.grant' where request_id = ${id}`
})
