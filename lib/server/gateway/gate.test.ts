import { expect, test } from 'vitest'
import { callerKey, callKey, sha256Of } from '@/lib/approvals/client-call'
import { approveRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { byOf } from '../actor'
import { sql } from '../database'
import { changeMachine } from '../machines/manage'
import { settingsOf } from '../machines/testing'
import { as, refusal, settleAll } from '../testing/acting'
import { approvedCall, gated, machineAs } from '../testing/clients'
import { peer, startWithMachines } from '../testing/permits'
import { approve, card } from '../testing/requests'

const { world } = await startWithMachines(
  'tampered',
  'sends',
  'mine',
  'other',
  'sender',
  'secret',
  'lost',
  'denied',
  'plans',
)

const made = async (groupId: string) => world.calls({ groupId, operationId: 'createGroupPeer' })

test('100 equal calls at once file one request, with the owner as the person it is for', async () => {
  const { groupId } = await world.project()
  const mine = await machineAs('mine')
  const all = await Promise.all(Array.from({ length: 100 }, () => gated(mine, peer(groupId))))
  const ids = new Set(all.map(({ requestId }) => requestId))
  expect(ids.size).toBe(1)
  expect(all[0]).toMatchObject({ status: 403, code: 'GATEHOUSE_APPROVAL_REQUIRED' })
  const [id = ''] = ids
  expect(all[0]!.detail).toContain(`/approvals/${id}`)
  const rows = await sql()`select * from request where group_id = ${groupId}`
  expect(rows).toMatchObject([{ requester_sub: 'mine', beneficiary_sub: 'operator' }])
  for (let i = 0; i < 5; i++) await gated(mine, peer(groupId))
  const [repeat] = await sql()`select repeats::int from call_repeat where request_id = ${id}`
  expect(repeat?.repeats).toBeGreaterThanOrEqual(5)
  expect(await made(groupId)).toHaveLength(0)
  const changed = await gated(mine, peer(groupId, { vpcId: 'vpc-2' }))
  expect(changed.requestId).not.toBe(id)
  expect(changed.detail).toContain('vpcId')
  // Another thing at the same path is no change of the first.
  const unlike = { body: JSON.stringify({ providerName: 'GCP', gcpProjectId: 'p', vpcId: 'v' }) }
  expect((await gated(mine, { ...peer(groupId), ...unlike })).detail).not.toContain('vpcId')
  // The same JSON in other bytes is another call, because the approval is for the exact bytes.
  const turned = { ...peer(groupId), body: '{"vpcId":"vpc-1","providerName":"AWS"}' }
  const reordered = await gated(mine, turned)
  expect(reordered.requestId).not.toBe(id)
  expect(reordered.detail).toContain('bytes')

  for (const who of ['operator', 'admin']) {
    const { digest } = (await card(id)).request
    const own = personAs(who, { bindings: personAs('approver').bindings })
    await expect(approve(id, own)).rejects.toThrow(/machine/)
    expect(await refusal(as(who, approveRequest, { requestId: id, digest }))).toMatchObject({
      kind: 'not-allowed',
    })
  }

  const { owner: _, ...kept } = settingsOf()
  const next = { iss: 'http://localhost:1', sub: 'viewer', name: 'Someone else' }
  const by = { by: byOf(personAs('admin')), trace: 'another owner' }
  await changeMachine('mine', { ...kept, owner: next }, by)
  const moved = { ...mine, machine: { ...mine.machine, owner: next } }
  const former = personAs('operator', { bindings: personAs('approver').bindings })
  await expect(
    approve((await gated(moved, peer(groupId, { vpcId: 'vpc-3' }))).requestId, former),
  ).rejects.toThrow(/machine/)

  await approve(id)
  await settleAll()
  expect(await made(groupId)).toHaveLength(0)
  const other = await machineAs('other')
  expect((await gated(other, peer(groupId))).requestId).not.toBe(id)
  const passed = await Promise.all(Array.from({ length: 50 }, () => gated(mine, peer(groupId))))
  expect(passed.filter(({ status }) => status < 300)).toHaveLength(1)
  expect(passed.filter(({ status }) => status === 403)).toHaveLength(49)
  expect(await made(groupId)).toHaveLength(1)
  expect((await gated(mine, peer(groupId))).code).toBe('GATEHOUSE_ALREADY_DONE')
  expect(await made(groupId)).toHaveLength(1)
  expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'done' })
})

test('Gatehouse sends the exact bytes once, and keeps Atlas’s answer without secrets for the machine', async () => {
  const { groupId } = await world.project()
  const sender = await machineAs('sender', { carry_out: 'send' })
  const call = { ...peer(groupId), body: '{ "vpcId": "vpc-9", "2": "b",\n"providerName": "AWS" }' }
  const id = await approvedCall(sender, call)
  const [sent, ...more] = await made(groupId)
  expect(sent?.body).toBe(call.body)
  expect(more).toEqual([])
  const answer = await gated(sender, call)
  expect(answer.status).toBeLessThan(300)
  expect(answer.json).toMatchObject({ vpcId: 'vpc-9' })
  expect(await made(groupId)).toHaveLength(1)
  await world.owner`update request set execute_by = now() where id = ${id}`
  await world.owner`update call_answer set until = now() where request_id = ${id}`
  expect((await gated(sender, call)).requestId).not.toBe(id)
})

test('a call that was changed in the tables after its approval is not sent', async () => {
  const { groupId } = await world.project()
  const [permit, send] = [
    await machineAs('tampered'),
    await machineAs('sends', { carry_out: 'send' }),
  ]
  const [first, second, third] = ['vpc-1', 'vpc-2', 'vpc-3'].map((vpcId) =>
    peer(groupId, { vpcId }),
  )
  const [id, next] = [await approvedCall(permit, first!), await approvedCall(permit, third!)]
  // Whoever holds the application's database password can write rows.
  const { method, path, body } = second!
  const identity = {
    caller: callerKey(permit.person),
    method,
    path,
    query: '',
    sha256: sha256Of(body),
  }
  await sql()`update request set call_key = ${callKey(identity)} where id = ${id}`
  expect((await gated(permit, second!)).detail).toContain('not the one that was approved')
  expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'refused' })
  await sql()`update request set call = replace(call, '2023-01-01', '2024-01-01') where id = ${next}`
  expect((await gated(permit, third!)).status).toBe(403)
  expect((await card(next)).request).toMatchObject({ state: 'closed', how: 'refused' })

  const { requestId } = await gated(send, first!)
  await approve(requestId)
  const change = { body: second!.body }
  await expect(
    sql()`update effect set ${sql()(change)} where request_id = ${requestId}`,
  ).rejects.toThrow('fixed')
  await world.owner.begin(async (tx) => {
    await tx`alter table effect disable trigger effect_bytes`
    await tx`update effect set ${tx(change)} where request_id = ${requestId}`
    await tx`alter table effect enable trigger effect_bytes`
  })
  await settleAll()
  expect((await card(requestId)).request).toMatchObject({ state: 'closed', how: 'refused' })
  expect(await made(groupId)).toEqual([])
})
