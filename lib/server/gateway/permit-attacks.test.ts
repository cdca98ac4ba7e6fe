import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { expireWaiting } from '@/lib/approvals/held'
import { verifyDatabase } from '@/lib/audit/verify'
import { newId } from '@/lib/format/id'
import { denyRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { configuration } from '../configuration'
import { sql } from '../database'
import { as, settleAll, wasSeen } from '../testing/acting'
import { approvedCall, gated, machineAs } from '../testing/clients'
import { peer, startWithMachines, statesOf } from '../testing/permits'
import { approve, card } from '../testing/requests'

const { world, writes } = await startWithMachines(
  'a',
  'b',
  'revoked',
  'ended',
  'lost',
  'sender',
  'denied',
  'shown',
  'secret',
  'loop',
)

test('another body, query, machine or time does not pass', async () => {
  const { groupId } = await world.project()
  const [a, b] = [await machineAs('a'), await machineAs('b')]
  const id = await approvedCall(a, peer(groupId))
  for (const [who, call] of [
    [a, peer(groupId, { vpcId: 'vpc-2' })],
    [a, { ...peer(groupId), query: 'pretty=true' }],
    [a, { ...peer(groupId), body: `${peer(groupId).body} ` }],
    [b, peer(groupId)],
  ] as const)
    expect(await gated(who, call)).toMatchObject({
      status: 403,
      code: 'GATEHOUSE_APPROVAL_REQUIRED',
    })
  expect(await writes(groupId)).toEqual([])
  await world.owner`update effect set execute_by = now() - interval '1 second' where request_id = ${id}`
  await world.owner`update request set execute_by = now() - interval '1 second' where id = ${id}`
  expect((await gated(a, peer(groupId))).status).toBe(403)
  expect(await statesOf(id)).toEqual(['closed', 'missed', 'refused'])
  const again = await gated(a, peer(groupId))
  expect(again.requestId).not.toBe(id)
  expect(await writes(groupId)).toEqual([])
})

test('a permit that nobody uses expires', async () => {
  const { groupId } = await world.project()
  const id = await approvedCall(await machineAs('sender'), peer(groupId))
  await world.owner`update effect set execute_by = now() - interval '1 second' where request_id = ${id}`
  await expireWaiting(sql())
  expect(await statesOf(id)).toEqual(['closed', 'missed', 'refused'])
})

test('a machine that was revoked, ended or lost its role after the approval sends nothing, by permit or by Gatehouse', async () => {
  const { groupId } = await world.project()
  const revoked = await machineAs('revoked')
  const id = await approvedCall(revoked, peer(groupId))
  await sql()`update machine set revoked_at = now() where name = 'revoked'`
  expect((await gated(revoked, peer(groupId))).detail).toContain('revoked')
  expect(await statesOf(id)).toEqual(['closed', 'refused', 'refused'])

  const ended = await machineAs('ended')
  const late = await approvedCall(ended, peer(groupId))
  await sql()`update machine set ends_at = now() where name = 'ended'`
  expect((await gated(ended, peer(groupId))).detail).toContain('expired')
  expect(await statesOf(late)).toEqual(['closed', 'refused', 'refused'])

  const lost = await machineAs('lost', { carry_out: 'send' })
  const { bindings } = configuration()
  const { requestId } = await gated(lost, peer(groupId, { vpcId: 'vpc-3' }))
  configuration().bindings = bindings.filter(({ group }) => group !== 'machine:lost')
  try {
    await approve(requestId)
    await settleAll()
  } finally {
    configuration().bindings = bindings
  }
  expect(await statesOf(requestId)).toEqual(['closed', 'refused', 'refused'])
  expect(await writes(groupId)).toEqual([])
})

test('the approval of someone who was then shown the secret is void', async () => {
  const { groupId } = await world.project()
  const shown = await machineAs('shown')
  const id = await approvedCall(shown, peer(groupId))
  const { iss, sub, name } = personAs('approver')
  await sql()`insert into machine_secret ${sql()({
    id: newId(),
    machine_id: shown.machine.id,
    hash: Buffer.alloc(32, 2),
    hint: 'efgh',
    shown_iss: iss,
    shown_sub: sub,
    shown_name: name,
  })}`
  const answer = await gated(shown, peer(groupId))
  expect(answer).toMatchObject({ code: 'GATEHOUSE_APPROVAL_REQUIRED', requestId: id })
  expect((await card(id)).request.state).toBe('pending')
  expect(await writes(groupId)).toEqual([])
})

test('a retry loop after a denial asks nobody again, and another reason does', async () => {
  const { groupId } = await world.project()
  const denied = await machineAs('denied')
  const { requestId } = await gated(denied, peer(groupId))
  const { digest } = (await card(requestId)).request
  await wasSeen()
  await as('approver', denyRequest, { requestId, digest, comment: 'Not in this project' })
  const answer = await gated(denied, peer(groupId))
  expect(answer).toMatchObject({ status: 403, code: 'GATEHOUSE_DENIED', requestId })
  expect(answer.detail).toContain('Not in this project')
  const again = await gated(denied, { ...peer(groupId), reason: 'Agreed with the network team' })
  expect(again.code).toBe('GATEHOUSE_APPROVAL_REQUIRED')
  expect((await card(again.requestId)).request.reason).toBe('Agreed with the network team')
})

test('the repeats of a retry loop are one request, and no rows in the audit log', async () => {
  const { groupId } = await world.project()
  const loop = await machineAs('loop')
  const { requestId } = await gated(loop, peer(groupId))
  const [before] = await sql()`select seq from audit_head`
  for (let i = 0; i < 200; i++) await gated(loop, peer(groupId))
  expect(await sql()`select seq from audit_head`).toEqual([before])
  expect(await sql()`select id from request where group_id = ${groupId}`).toHaveLength(1)
  const [row] = await sql()`select repeats::int from call_repeat where request_id = ${requestId}`
  expect(row?.repeats).toBe(200)
})

test('a secret in the body passes by permit only, and Gatehouse stores neither it nor a hash of it', async () => {
  const { groupId } = await world.project()
  const secret = await machineAs('secret', { carry_out: 'send' })
  const call = peer(groupId, {
    connectionToken: 'hunter2-hunter2',
    links: [{ password: 'pa55word-1' }],
  })
  const id = await approvedCall(secret, call)
  expect(await writes(groupId)).toEqual([])
  const answer = await gated(secret, call)
  expect(answer.status).toBeLessThan(300)
  expect(JSON.parse((await writes(groupId))[0]?.body ?? '')).toMatchObject({
    connectionToken: 'hunter2-hunter2',
  })
  expect(JSON.stringify((await card(id)).request.input)).toContain('(hidden)')
  const tables = await world.owner`select r::text || coalesce(e::text, '') as row from request r
    left join effect e on e.request_id = r.id where r.id = ${id}`
  const rows = await world.owner`select body from audit`
  const hash = createHash('sha256').update(call.body).digest('hex')
  for (const text of [JSON.stringify(tables), JSON.stringify(rows)])
    for (const word of ['hunter2', 'pa55word', hash]) expect(text).not.toContain(word)
})

test('the audit log proves every call that was sent', async () => {
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
})
