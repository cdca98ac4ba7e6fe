import { expect, test } from 'vitest'
import { inbox } from '@/lib/ops/inbox'
import { cancelRequest, revokeRequest } from '@/lib/ops/requests'
import type { Role } from '@/lib/ops/roles'
import { personAs, type TestProject } from '@/scripts/testing/console'
import type { Person } from './person'
import { run } from './run'
import { refusal, settleAll } from './testing/acting'
import { approve, card, fileAccess } from './testing/requests'
import { startConsole } from './testing/start'
import { all, fileMany, noticed, outcomes, request, severalIn, targets } from './testing/targets'

const world = await startConsole()
const { project } = severalIn(world)

/** A persona with other roles: one for each given project. */
const held = (persona: string, ...roles: Array<[Role, TestProject]>) =>
  personAs(persona, {
    bindings: roles.map(([role, at]) => ({ group: role, role, scope: { project: at.groupId } })),
  })
const revokeAs = async (person: Person, requestId: string) =>
  revokeRequest.output.parse((await run(revokeRequest, { requestId, reason: '' }, person)).data)
const cancelAs = (person: Person, requestId: string) => run(cancelRequest, { requestId }, person)

const states = async (id: string) => (await targets(id)).map(({ state }) => state)

/** Live access on one cluster in each of two projects. */
async function inTwo() {
  const [a, b] = [await project(1), await project(1)]
  const id = await fileMany({ targets: [...all(a, 1), ...all(b, 1)] })
  await approve(id)
  await settleAll()
  expect(await outcomes(id)).toEqual(['granted', 'granted'])
  await Promise.all([noticed(a), noticed(b)])
  return { a, b, id }
}

test('whoever asked ends their own access, whatever role is left to them there', async () => {
  for (const left of ['one', 'none'] as const) {
    const { a, id } = await inTwo()
    const elsewhere = await project(1)
    const requester = held('requester', ['viewer', left === 'one' ? a : elsewhere])
    const shown = await card(id, requester)
    expect(shown.may.revoke).toBeNull()
    // The state of clusters is for people with a role there.
    const seen = shown.several?.targets.map(({ now }) => now !== null)
    expect(seen).toEqual([left === 'one', false])
    const { live } = inbox.output.parse((await run(inbox, {}, requester)).data)
    expect(live.map((one) => one.id)).toContain(id)
    expect(await revokeAs(requester, id)).toMatchObject({ kept: [] })
    await settleAll()
    expect((await request(id)).how).toBe('revoked')
  }
  const at = await world.project({ clusters: [{ name: 'main' }] })
  const own = await fileAccess(at)
  await approve(own)
  await settleAll()
  const outside = held('requester', ['viewer', await project(1)])
  const shown = await card(own, outside)
  expect([shown.may.revoke, shown.slot, shown.blast, shown.request.tags]).toEqual([
    ...[null, null, null],
    [],
  ])
  await revokeAs(outside, own)
  await settleAll()
  expect((await request(own)).how).toBe('revoked')
  const pending = await fileAccess(at)
  await cancelAs(outside, pending)
  expect((await request(pending)).state).toBe('cancelled')
})

test('“Revoke all” ends what the person may end, and says what it kept', async () => {
  const { a, b, id } = await inTwo()
  const operator = held('operator', ['operator', a], ['viewer', b])
  expect((await card(id, operator)).may.revoke).toBeNull()
  const { kept } = await revokeAs(operator, id)
  expect(kept).toEqual([{ clusterName: 'c-01', why: expect.stringMatching(/operators/) }])
  await settleAll()
  expect(await states(id)).toEqual(['closed', 'approved'])
  const [, other] = await targets(id)
  const nobody = held('operator', ['viewer', a], ['viewer', b])
  expect(await refusal(revokeAs(nobody, id))).toMatchObject({ kind: 'not-allowed' })
  const outside = held('operator', ['operator', await project(1)])
  expect(await refusal(revokeAs(outside, id))).toMatchObject({ kind: 'not-found' })
  await revokeAs(held('operator', ['operator', b]), other!.id)
  await settleAll()
  expect((await request(id)).how).toBe('revoked')

  const again = await inTwo()
  const onlyThere = held('operator', ['operator', again.b])
  const said = await revokeAs(onlyThere, again.id)
  expect(said.kept).toEqual([{ clusterName: null, why: expect.any(String) }])
  await settleAll()
  expect(await states(again.id)).toEqual(['approved', 'closed'])
})

test('a request for several out of scope is not found, open or closed', async () => {
  const { id } = await inTwo()
  const outside = held('operator', ['operator', await project(1)])
  expect(await refusal(revokeAs(outside, id))).toMatchObject({ kind: 'not-found' })
  await revokeAs(personAs('operator'), id)
  await settleAll()
  expect((await request(id)).how).toBe('revoked')
  expect(await refusal(revokeAs(outside, id))).toMatchObject({ kind: 'not-found' })
})

test('an admin cancels a request for several clusters only with the role at each of them', async () => {
  const [a, b] = [await project(1), await project(1)]
  const id = await fileMany({ targets: [...all(a, 1), ...all(b, 1)] })
  const half = held('admin', ['admin', a], ['viewer', b])
  expect((await card(id, half)).may.cancel).toMatch(/admin/)
  expect(await refusal(cancelAs(half, id))).toMatchObject({ kind: 'not-allowed' })
  expect((await request(id)).state).toBe('pending')
  const whole = held('admin', ['admin', a], ['admin', b])
  expect((await card(id, whole)).may.cancel).toBeNull()
  await cancelAs(whole, id)
  expect((await request(id)).state).toBe('cancelled')
})
