import { describe, expect, test } from 'vitest'
import { claim } from '@/lib/approvals/effects'
import { noteCluster } from '@/lib/approvals/employee-access/observer'
import { execute } from '@/lib/approvals/executor'
import { reconcile, recoverAbandoned } from '@/lib/approvals/reconciler'
import { denyRequest, fileRequest, revokeRequest } from '@/lib/ops/requests'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { report, times } from '@/scripts/testing/full-size'
import { configuration } from './configuration'
import { sql } from './database'
import { reach } from './reach'
import { run } from './run'
import { refusal, settleAll } from './testing/acting'
import { approve, card, fileAccess, grantCalls, longAgo, slot, why } from './testing/requests'
import { startConsole } from './testing/start'
import { someone } from './testing/votes'

const world = await startConsole()
const context = { requestId: 'test' }

const project = () => world.project({ clusters: [{ name: 'main' }] })
const wanted = ({ groupId }: TestProject, more: Record<string, unknown> = {}) => ({
  groupId,
  clusterName: 'main',
  grantType: 'CLUSTER_INFRASTRUCTURE',
  minutes: 60,
  ...more,
})
const replace = async (at: TestProject, replaces: string, more = {}) => {
  const input = { op: 'employee.grant', input: wanted(at, more), ...why, replaces }
  const { data } = await run(fileRequest, input, personAs('requester'), context)
  return fileRequest.output.parse(data).requestId
}
const live = async (at: TestProject, more = {}) => {
  const id = await fileAccess(at, more)
  await approve(id)
  await settleAll()
  return id
}
const revoke = (requestId: string) =>
  run(revokeRequest, { requestId, reason: '' }, personAs('operator'), context)
const howOf = async (id: string) => {
  const { state, how } = (await card(id)).request
  return how ?? state
}
const revokeCalls = async ({ groupId }: TestProject) =>
  (await world.calls({ groupId })).filter((c) => c.path.includes(':revokeMongoDBEmployeeAccess'))

describe('one grant replaces another', () => {
  test('a request for another level or a longer time switches with one call, and the first closes as replaced', async () => {
    const at = await project()
    const first = await live(at)
    expect(await refusal(fileAccess(at))).toMatchObject({ kind: 'conflict' })
    const next = await replace(at, first, { grantType: 'CLUSTER_DATABASE_LOGS', minutes: 120 })
    expect(await refusal(replace(at, first))).toMatchObject({ kind: 'conflict' })
    expect(await howOf(first)).toBe('approved')
    expect((await card(first, personAs('requester'))).may.replace).toBeNull()
    expect((await card(first, personAs('approver'))).may.replace).toMatch(/requesters/)
    await approve(next)
    await settleAll()
    expect([await howOf(first), await howOf(next)]).toEqual(['replaced', 'approved'])
    expect([(await grantCalls(world, at)).length, (await revokeCalls(at)).length]).toEqual([2, 0])
    expect((await slot(at)).now?.grantType).toBe('CLUSTER_DATABASE_LOGS')
    expect((await card(next)).drift).toBeNull()
    // The first is over, so nothing can revoke it any more.
    expect(await refusal(revoke(first))).toMatchObject({ kind: 'conflict' })
    await revoke(next)
    await settleAll()
    expect(await howOf(next)).toBe('revoked')
  })

  test('an unanswered switch is settled by reading: the old grant means that it was not applied', async () => {
    const at = await project()
    const first = await live(at)
    const next = await replace(at, first, { minutes: 120 })
    await world.fault({
      match: { groupId: at.groupId, pathIncludes: ':grantMongoDBEmployeeAccess' },
      fault: { kind: 'hang-up' },
    })
    await approve(next)
    await settleAll()
    expect((await card(next)).effects[0]?.state).toBe('unknown')
    await world.owner`update effect set next_check_at = now(), give_up_at = now() where request_id = ${next} and state = 'unknown'`
    await reconcile(sql(), reach)
    await world.owner`update effect set next_check_at = now() where request_id = ${next} and state = 'planned'`
    await settleAll()
    expect([await howOf(first), await howOf(next)]).toEqual(['replaced', 'approved'])
  })

  test('a revoke before the switch wins: nothing is granted again', async () => {
    const at = await project()
    const first = await live(at)
    const next = await replace(at, first)
    await approve(next)
    await revoke(first)
    await settleAll()
    expect([await howOf(first), await howOf(next)]).toEqual(['revoked', 'conflict'])
    expect((await slot(at)).now).toBeNull()
  })

  test('only active access on the same cluster can be replaced', async () => {
    const [at, other] = [await project(), await project()]
    const elsewhere = await live(other)
    expect(await refusal(replace(at, elsewhere))).toMatchObject({ kind: 'conflict' })
    const pending = await fileAccess(at)
    expect(await refusal(replace(at, pending))).toMatchObject({ kind: 'conflict' })
  })

  test('the requester ends their own access early, and the person it was for can too', async () => {
    const at = await project()
    const ben = await someone('ben-revoke', [], {}, 'viewer')
    const input = { op: 'employee.grant', input: wanted(at), ...why, onBehalfOf: ben.sub }
    const { data } = await run(fileRequest, input, personAs('requester'), context)
    const { requestId } = fileRequest.output.parse(data)
    await approve(requestId)
    await settleAll()
    expect((await card(requestId, ben)).may.revoke).toBeNull()
    await run(revokeRequest, { requestId, reason: 'I am done' }, ben, context)
    await settleAll()
    expect(await howOf(requestId)).toBe('revoked')
  })
})

describe('late revokes', () => {
  test('E5: a revoke of an earlier grant never ends a newer one, in any order', async () => {
    const tried = times(6, 1000)
    const tally: Record<string, number> = { 'newer grants lost': 0 }
    for (let round = 0; round < tried; round += 1) {
      const at = await project()
      const first = await live(at, { minutes: 60 })
      const [kind, isSwitch] = [round % 3, round % 2 === 0]
      // The same minutes can give the same bytes; a revoke must tell the grants apart even then.
      const next = isSwitch ? await replace(at, first, { minutes: 60 }) : undefined
      if (next) await approve(next)
      const late = kind === 0 ? undefined : revoke(first).catch(() => undefined)
      const steps = [settleAll(), settleAll(), settleAll()]
      if (kind === 2) await Promise.all(steps)
      const again = kind === 0 ? revoke(first).catch(() => undefined) : undefined
      await Promise.all([late, again, ...steps])
      await settleAll()
      const third = next ?? (await fileAccess(at).catch(() => undefined))
      if (!next && third) await approve(third)
      await settleAll()
      const state = third ? await howOf(third) : 'none'
      const now = (await slot(at)).now
      // A live request has its grant, and a grant has its live request.
      const isLive = state === 'approved' || (await howOf(first)) === 'approved'
      expect([round, isLive]).toEqual([round, now !== null])
      if (state === 'approved' && now === null) tally['newer grants lost']! += 1
      tally[state] = (tally[state] ?? 0) + 1
    }
    report('E5 late revokes', { tried, ...tally })
  }, 1_800_000)

  test('E5: a revoke that was planned before the switch and runs after it leaves the new grant alone', async () => {
    const at = await project()
    const first = await live(at)
    const next = await replace(at, first)
    await approve(next)
    const held = await claim(sql(), 'begin')
    await revoke(first)
    await execute(sql(), reach, held!)
    await settleAll()
    expect([await howOf(first), await howOf(next)]).toEqual(['replaced', 'approved'])
    expect((await slot(at)).now).not.toBeNull()
    expect(await revokeCalls(at)).toHaveLength(0)
  })

  test('E5: a revoke of a grant that was never sent ends without a call, and leaves a grant from outside alone', async () => {
    const at = await project()
    const id = await fileAccess(at)
    await approve(id)
    await claim(sql(), 'begin')
    await revoke(id)
    const outside = { grantType: 'CLUSTER_DATABASE_LOGS', expirationTime: '2031-01-01T00:00:00Z' }
    await world.control('POST', 'state', {
      groupId: at.groupId,
      clusterName: 'main',
      grant: outside,
    })
    await world.owner`update effect set lease_until = now() - interval '1 second' where request_id = ${id}`
    await recoverAbandoned(sql())
    await settleAll()
    const states = (await card(id)).effects.map((effect) => effect.state)
    expect(states).toEqual(['refused', 'confirmed'])
    expect(await howOf(id)).toBe('revoked')
    expect(await revokeCalls(at)).toHaveLength(0)
  })

  test('E5: the end of an earlier grant does not end the next one', async () => {
    const at = await project()
    const first = await live(at)
    const next = await replace(at, first, { minutes: 240 })
    await approve(next)
    await settleAll()
    await longAgo(world, next)
    const seen = {
      ...{ orgId: at.orgId, groupId: at.groupId, clusterName: 'main', kind: 'dedicated' as const },
      ...{ stateName: 'IDLE', detail: '', tags: [], grant: (await slot(at)).now ?? undefined },
    }
    const [clock] = await sql()<{ now: Date }[]>`select clock_timestamp() as now`
    await noteCluster(sql(), seen, clock!.now)
    expect([await howOf(first), await howOf(next)]).toEqual(['replaced', 'approved'])
  })

  test('E6: a revoke goes through whatever else is gone: the requester, the policy, the role, the longest time, the approver', async () => {
    const { policy, bindings } = configuration()
    const before = { rules: policy.rules, bindings: [...bindings] }
    const losses: Record<string, (at: TestProject) => Promise<unknown>> = {
      'requester disabled': () =>
        sql()`update person_seen set groups = '{}' where sub = 'requester'`,
      'policy deleted': async () => {
        policy.rules = []
      },
      'role out of scope': async () => {
        configuration().bindings = bindings.filter((b) => b.role !== 'requester')
      },
      'longest time lowered': async () => {
        policy.rules = before.rules.map((rule) => ({ ...rule, maxMinutes: 15, minMinutes: 1 }))
      },
      'approver gone': () => sql()`update person_seen set groups = '{}' where sub = 'approver'`,
    }
    for (const [loss, lose] of Object.entries(losses)) {
      const at = await project()
      const id = await live(at)
      try {
        await lose(at)
        await revoke(id)
        await settleAll()
        expect([loss, await howOf(id)]).toEqual([loss, 'revoked'])
        expect([loss, (await revokeCalls(at)).length]).toEqual([loss, 1])
      } finally {
        policy.rules = before.rules
        configuration().bindings = before.bindings
      }
    }
    report('E6 revokes', { tried: 5, 'sent to Atlas': 5 })
  })
})

describe('a scheduled start', () => {
  test('nothing is sent before the start, the time to execute counts from it, and a denial still stops it', async () => {
    const file = async (at: TestProject) => {
      const notBefore = new Date(Date.now() + 3_600_000).toISOString()
      const input = { op: 'employee.grant', input: wanted(at), ...why, notBefore }
      const { data } = await run(fileRequest, input, personAs('requester'), context)
      return fileRequest.output.parse(data).requestId
    }
    const at = await project()
    const id = await file(at)
    await approve(id)
    await settleAll()
    expect(await grantCalls(world, at)).toHaveLength(0)
    const { request } = await card(id)
    expect(Date.parse(request.executeBy ?? '') - Date.parse(request.startsAt ?? '')).toBe(1_800_000)
    // Even an effect that is due in the table waits for the start that was approved.
    await world.owner`update effect set next_check_at = now() where request_id = ${id}`
    await settleAll()
    expect(await grantCalls(world, at)).toHaveLength(0)
    // Whoever may stop it is offered so, and nobody else.
    expect((await card(id)).may).not.toMatchObject({ cancel: null })
    expect((await card(id, personAs('requester'))).may).toMatchObject({ cancel: null })
    expect((await card(id, personAs('approver'))).may).toMatchObject({ deny: null })
    const denial = { requestId: id, digest: request.digest, comment: 'Not today, please' }
    await run(denyRequest, denial, personAs('approver'), context)
    await world.owner`update request set not_before = now() where id = ${id}`
    await settleAll()
    expect((await card(id)).request.state).toBe('denied')
    expect(await grantCalls(world, at)).toHaveLength(0)
    const past = new Date(Date.now() - 60_000).toISOString()
    const late = { op: 'employee.grant', input: wanted(await project()), ...why, notBefore: past }
    expect(await refusal(run(fileRequest, late, personAs('requester'), context))).toMatchObject({
      kind: 'invalid',
      fields: { notBefore: expect.any(String) },
    })
  })
})
