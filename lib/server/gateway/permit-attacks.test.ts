import { createHash } from 'node:crypto'
import { afterAll, expect, test, vi } from 'vitest'
import { expireWaiting } from '@/lib/approvals/held'
import { claimPermit } from '@/lib/approvals/permit'
import { reconcile, recoverAbandoned } from '@/lib/approvals/reconciler'
import { verifyDatabase } from '@/lib/audit/verify'
import { newId } from '@/lib/format/id'
import { denyRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { configuration } from '../configuration'
import { sql } from '../database'
import { reach } from '../reach'
import { as, settleAll, wasSeen } from '../testing/acting'
import { approvedCall, gated, machineAs, machineBindings } from '../testing/clients'
import { killAll, killNow, startLoopsToKill } from '../testing/killable-loops'
import { approve, card } from '../testing/requests'
import { startConsole } from '../testing/start'

const names = [
  'a',
  'b',
  'revoked',
  'ended',
  'lost',
  'sender',
  'denied',
  'shown',
  'secret',
  'killed',
  'loop',
  'kill',
  'waits',
  'untold',
  'unrecorded',
]
const world = await startConsole({
  configure: (file) => ({
    ...file,
    bindings: [...(file.bindings as object[]), ...machineBindings(...names)],
  }),
})

afterAll(killAll)

const peer = (groupId: string, more: object = {}) => ({
  method: 'POST',
  path: `/api/atlas/v2/groups/${groupId}/peers`,
  body: JSON.stringify({ providerName: 'AWS', vpcId: 'vpc-1', ...more }),
})
const writes = async (groupId: string) =>
  (await world.calls({ groupId })).filter(({ method }) => method !== 'GET')
const states = async (id: string) => {
  const { request, effects } = await card(id)
  return [request.state, request.how, effects.at(-1)?.state]
}

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
  expect(await states(id)).toEqual(['closed', 'missed', 'refused'])
  const again = await gated(a, peer(groupId))
  expect(again.requestId).not.toBe(id)
  expect(await writes(groupId)).toEqual([])
})

test('a permit that nobody uses expires', async () => {
  const { groupId } = await world.project()
  const id = await approvedCall(await machineAs('sender'), peer(groupId))
  await world.owner`update effect set execute_by = now() - interval '1 second' where request_id = ${id}`
  await expireWaiting(sql())
  expect(await states(id)).toEqual(['closed', 'missed', 'refused'])
})

test('a machine that was revoked, ended or lost its role after the approval sends nothing, by permit or by Gatehouse', async () => {
  const { groupId } = await world.project()
  const revoked = await machineAs('revoked')
  const id = await approvedCall(revoked, peer(groupId))
  await sql()`update machine set revoked_at = now() where name = 'revoked'`
  expect((await gated(revoked, peer(groupId))).detail).toContain('revoked')
  expect(await states(id)).toEqual(['closed', 'refused', 'refused'])

  const ended = await machineAs('ended')
  const late = await approvedCall(ended, peer(groupId))
  await sql()`update machine set ends_at = now() where name = 'ended'`
  expect((await gated(ended, peer(groupId))).detail).toContain('time is over')
  expect(await states(late)).toEqual(['closed', 'refused', 'refused'])

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
  expect(await states(requestId)).toEqual(['closed', 'refused', 'refused'])
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

test('1,440 repeats are one request, and no rows in the audit log', async () => {
  const { groupId } = await world.project()
  const loop = await machineAs('loop')
  const { requestId } = await gated(loop, peer(groupId))
  const [before] = await sql()`select seq from audit_head`
  for (let i = 0; i < 1_440; i++) await gated(loop, peer(groupId))
  expect(await sql()`select seq from audit_head`).toEqual([before])
  expect(await sql()`select id from request where group_id = ${groupId}`).toHaveLength(1)
  const [row] = await sql()`select repeats::int from call_repeat where request_id = ${requestId}`
  expect(row?.repeats).toBe(1_440)
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

test('a call that was cut off is settled by reading, and never sent twice', async () => {
  const { groupId } = await world.project()
  const killed = await machineAs('killed')
  const first = await approvedCall(killed, peer(groupId))
  const [{ id: effectId }] = await sql()<
    [{ id: string }]
  >`select id from effect where request_id = ${first}`
  // As if the process had died after the claim.
  expect(await claimPermit(sql(), effectId, null)).toBeDefined()
  expect(await claimPermit(sql(), effectId, null)).toBeUndefined()
  expect((await gated(killed, peer(groupId))).code).toBe('GATEHOUSE_CONFLICT')
  await world.owner`update effect set lease_until = now() - interval '1 second' where id = ${effectId}`
  await recoverAbandoned(sql())
  const made = await gated(killed, peer(groupId))
  expect(made.status).toBeLessThan(300)
  expect(await writes(groupId)).toHaveLength(1)

  const path = `${peer(groupId).path}/${String(made.json.id)}`
  const change = { method: 'PATCH', path, body: '{"vpcId":"vpc-2"}' }
  const id = await approvedCall(killed, change)
  await world.fault({
    match: { operationId: 'updateGroupPeer', groupId },
    fault: { kind: 'reset-after' },
  })
  const cut = await gated(killed, change)
  expect(cut).toMatchObject({ status: 403, code: 'GATEHOUSE_OUTCOME_UNKNOWN' })
  expect((await gated(killed, change)).code).toBe('GATEHOUSE_OUTCOME_UNKNOWN')
  await world.owner`update effect set next_check_at = now() where state = 'unknown'`
  await reconcile(sql(), reach)
  expect(await states(id)).toEqual(['closed', 'done', 'confirmed'])
  expect((await gated(killed, change)).code).toBe('GATEHOUSE_ALREADY_DONE')
  expect(await writes(groupId)).toHaveLength(2)
})

test('a create whose outcome no read can show stays unknown for its client, until they ask again', async () => {
  const { groupId } = await world.project()
  const untold = await machineAs('untold')
  const id = await approvedCall(untold, peer(groupId))
  await world.fault({
    match: { operationId: 'createGroupPeer', groupId },
    fault: { kind: 'reset-after' },
  })
  expect((await gated(untold, peer(groupId))).code).toBe('GATEHOUSE_OUTCOME_UNKNOWN')
  await world.owner`update effect set next_check_at = now() where state = 'unknown'`
  await reconcile(sql(), reach)
  expect(await states(id)).toEqual(['closed', 'conflict', 'conflict'])
  const again = await gated(untold, peer(groupId))
  expect(again).toMatchObject({ code: 'GATEHOUSE_OUTCOME_UNKNOWN', requestId: id })
  expect(again.detail).toContain('X-Gatehouse-Reason')
  const anew = await gated(untold, { ...peer(groupId), reason: 'It is not in Atlas' })
  expect(anew.code).toBe('GATEHOUSE_APPROVAL_REQUIRED')
  expect(anew.requestId).not.toBe(id)
  expect(await writes(groupId)).toHaveLength(1)
})

test('a client learns what Atlas did, or that it is unknown, when the database fails during the call', async () => {
  const { groupId } = await world.project()
  const by = await machineAs('unrecorded')
  const [known, unknown] = [peer(groupId), peer(groupId, { vpcId: 'vpc-2' })]
  for (const call of [known, unknown]) await approvedCall(by, call)
  await world.owner.unsafe(`
    create function fail_to_record() returns trigger language plpgsql as $$ begin
      if new.body::jsonb ->> 'type' in ('effect.confirmed', 'effect.unknown') then raise 'full'; end if;
      return new;
    end $$;
    create trigger fail_to_record before insert on audit for each row execute function fail_to_record()`)
  try {
    expect((await gated(by, known)).status).toBeLessThan(300)
    await world.fault({
      match: { operationId: 'createGroupPeer', groupId },
      fault: { kind: 'reset-after' },
    })
    expect(await gated(by, unknown)).toMatchObject({
      status: 504,
      code: 'GATEHOUSE_OUTCOME_UNKNOWN',
    })
  } finally {
    await world.owner.unsafe('drop trigger fail_to_record on audit; drop function fail_to_record')
  }
  for (const call of [known, unknown]) expect((await gated(by, call)).status).toBe(403)
  expect(await writes(groupId)).toHaveLength(2)
})

test('kill -9 while Gatehouse sends a call leaves one call in Atlas, and says so to its client', async () => {
  const { groupId } = await world.project()
  const by = await machineAs('kill', { carry_out: 'send' })
  await approvedCall(by, peer(groupId))
  const path = `${peer(groupId).path}/${String((await gated(by, peer(groupId))).json.id)}`
  const change = { method: 'PATCH', path, body: '{"vpcId":"vpc-2"}' }
  const { requestId } = await gated(by, change)
  await world.fault({
    match: { operationId: 'updateGroupPeer', groupId },
    fault: { kind: 'timeout-after' },
  })
  const loops = await startLoopsToKill()
  await approve(requestId)
  const isSent = async () => (await writes(groupId)).length === 2
  await vi.waitFor(async () => expect(await isSent()).toBe(true), { timeout: 60_000, interval: 50 })
  await killNow(loops)
  await world.owner`update effect set lease_until = now() - interval '1 second' where request_id = ${requestId}`
  await recoverAbandoned(sql())
  await world.owner`update effect set next_check_at = now() where state = 'unknown'`
  await reconcile(sql(), reach)
  expect(await states(requestId)).toEqual(['closed', 'done', 'confirmed'])
  expect(await gated(by, change)).toMatchObject({ status: 403, code: 'GATEHOUSE_ALREADY_DONE' })
  expect(await writes(groupId)).toHaveLength(2)
})

test('a permit waits while Atlas can’t be read, without a row for each try, and passes later', async () => {
  const { groupId } = await world.project()
  const waits = await machineAs('waits')
  await approvedCall(waits, peer(groupId))
  const made = await gated(waits, peer(groupId))
  const change = {
    method: 'PATCH',
    path: `${peer(groupId).path}/${made.json.id}`,
    body: '{"vpcId":"vpc-2"}',
  }
  const id = await approvedCall(waits, change)
  await world.fault({
    match: { operationId: 'getGroupPeer', groupId },
    fault: { kind: 'status', status: 500 },
    times: 99,
  })
  const tries = async () => {
    await world.owner`update effect set next_check_at = now() where request_id = ${id}`
    return gated(waits, change)
  }
  expect((await tries()).detail).toContain('Nothing was sent')
  const [before] = await sql()`select seq from audit_head`
  for (let i = 0; i < 3; i++) expect((await tries()).status).toBe(403)
  expect(await sql()`select seq from audit_head`).toEqual([before])
  await world.control('DELETE', 'fault', {})
  expect((await tries()).status).toBeLessThan(300)
  expect(await writes(groupId)).toHaveLength(2)
})

test('the audit log proves every call that was sent', async () => {
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
})
