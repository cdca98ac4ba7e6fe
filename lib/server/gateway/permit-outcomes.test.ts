import { afterAll, expect, test, vi } from 'vitest'
import { claimPermit } from '@/lib/approvals/permit'
import { reconcile, recoverAbandoned } from '@/lib/approvals/reconciler'
import { verifyDatabase } from '@/lib/audit/verify'
import { sql } from '../database'
import { reach } from '../reach'
import { approvedCall, gated, machineAs } from '../testing/clients'
import { killAll, killNow, startLoopsToKill } from '../testing/killable-loops'
import { peer, startWithMachines, statesOf } from '../testing/permits'
import { approve } from '../testing/requests'

const { world, writes } = await startWithMachines('killed', 'kill', 'waits', 'untold', 'unrecorded')

afterAll(killAll)

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
  expect(await statesOf(id)).toEqual(['closed', 'done', 'confirmed'])
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
  expect(await statesOf(id)).toEqual(['closed', 'conflict', 'conflict'])
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
  expect(await statesOf(requestId)).toEqual(['closed', 'done', 'confirmed'])
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
