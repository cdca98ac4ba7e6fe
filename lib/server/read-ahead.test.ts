import { expect, test, vi } from 'vitest'
import { approveRequest } from '@/lib/ops/requests'
import { readFirst } from './reach'
import { keepAhead, readAhead } from './read-ahead'
import { as, settleAll, wasSeen } from './testing/acting'
import { card, fileAccess } from './testing/requests'
import { startConsole } from './testing/start'
import { untilWoken } from './wake-executor'

const world = await startConsole()

const aboutCluster = async (groupId: string) =>
  (await world.calls({ groupId })).filter(({ path }) => /\/clusters\/main\b/.test(path))

/** A request for access, and the methods of the calls about its cluster since it was filed. */
async function asked() {
  const { groupId, name, orgId } = await world.project({ clusters: [{ name: 'main' }] })
  const id = await fileAccess({ groupId, name, orgId })
  await wasSeen()
  // A card reads the cluster too.
  const { digest } = (await card(id)).request
  const { length } = await aboutCluster(groupId)
  const methods = async () => (await aboutCluster(groupId)).slice(length).map((c) => c.method)
  const approve = () => as('approver', approveRequest, { requestId: id, digest })
  const state = async (of: 'request' | 'effect') => {
    const rows = await (of === 'request'
      ? world.owner`select state from request where id = ${id}`
      : world.owner`select state from effect where request_id = ${id}`)
    return rows[0]?.state
  }
  return { methods, approve, state }
}

test('the first read begins while the approval is recorded, and is not repeated', async () => {
  const { methods, approve, state } = await asked()
  const waiting = new AbortController()
  const woken = untilWoken(60_000, waiting.signal)
  let approved: Promise<unknown> | undefined
  await world.owner.begin(async (tx) => {
    // Nothing can be recorded until this ends.
    await tx`select from audit_head for update`
    approved = approve()
    await expect.poll(methods).toEqual(['GET'])
    expect(await state('request')).toBe('pending')
  })
  await approved
  await woken
  await settleAll()
  expect(await state('effect')).toBe('confirmed')
  expect(await methods()).toEqual(['GET', 'POST', 'GET'])
})

test('without an executor that waits in this process, the executor reads itself', async () => {
  const { methods, approve } = await asked()
  await approve()
  expect(await methods()).toEqual([])
  await settleAll()
  expect(await methods()).toEqual(['GET', 'POST', 'GET'])
})

test('an effect that can’t be read ahead does not stop its approval', () => {
  const effect = { id: 'odd', op: 'no.such', org_id: '', input: '{' }
  expect(() => readFirst([effect])).not.toThrow()
})

test('a read is used once, for the call that it was, and not when it is old', async () => {
  const call = { id: 'clusters.get', input: { groupId: 'a', clusterName: 'b' } }
  const keep = () => keepAhead('effect', call, Promise.resolve('answer'))
  keep()
  expect(await readAhead('effect', call)).toBe('answer')
  expect(readAhead('effect', call)).toBeUndefined()
  keep()
  expect(
    readAhead('effect', { ...call, input: { groupId: 'a', clusterName: 'c' } }),
  ).toBeUndefined()
  keep()
  const now = performance.now()
  const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 10_000)
  expect(readAhead('effect', call)).toBeUndefined()
  clock.mockRestore()
})
