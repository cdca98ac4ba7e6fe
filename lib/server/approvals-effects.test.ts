import { describe, expect, test } from 'vitest'
import { move } from '@/lib/approvals/effects'
import { execute } from '@/lib/approvals/executor'
import { reconcile, recoverAbandoned } from '@/lib/approvals/reconciler'
import type { EffectRow } from '@/lib/approvals/rows'
import { revokeRequest } from '@/lib/ops/requests'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { sql } from './database'
import { reach } from './reach'
import { run } from './run'
import { settleAll } from './testing/acting'
import { approve, card, fileAccess, grantCalls, slot } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole({ timeoutSeconds: 2 })
const context = { requestId: 'test' }

const newProject = (more: Record<string, unknown> = {}) =>
  world.project({ clusters: [{ name: 'main' }], ...more })

describe('when Atlas misbehaves', () => {
  const reconciled = async (id: string) => {
    await world.owner`update effect set next_check_at = now() - interval '1 second', give_up_at = now() - interval '1 second' where request_id = ${id} and state = 'unknown'`
    await reconcile(sql(), reach)
    return (await card(id)).effects
  }
  const match = (project: TestProject) => ({
    operationId: 'grantGroupClusterMongoDbEmployeeAccess',
    groupId: project.groupId,
  })

  test('an answer lost after Atlas acted is settled by reading, with one call', async () => {
    const project = await newProject()
    await world.fault({ match: match(project), fault: { kind: 'timeout-after' } })
    const id = await fileAccess(project)
    await approve(id)
    await settleAll()
    expect((await card(id)).effects[0]?.state).toBe('unknown')
    expect((await reconciled(id))[0]?.state).toBe('confirmed')
    expect(await grantCalls(world, project)).toHaveLength(1)
  })

  test('a call that Atlas never saw is sent again after its timeout and an empty slot, with equal bytes', async () => {
    const project = await newProject()
    await world.fault({ match: match(project), fault: { kind: 'timeout-before' } })
    const id = await fileAccess(project)
    await approve(id)
    await settleAll()
    await reconcile(sql(), reach)
    expect((await card(id)).effects[0]?.state).toBe('unknown')
    expect((await reconciled(id))[0]?.state).toBe('planned')
    await world.owner`update effect set next_check_at = null where request_id = ${id}`
    await settleAll()
    expect((await card(id)).effects[0]?.state).toBe('confirmed')
    const calls = await grantCalls(world, project)
    expect(calls).toHaveLength(2)
    expect(calls[0]?.body).toBe(calls[1]?.body)
  })

  test('a read that Atlas refuses settles nothing and never lets the call be sent again', async () => {
    const project = await newProject()
    await world.fault({ match: match(project), fault: { kind: 'hang-up' } })
    const id = await fileAccess(project)
    await approve(id)
    await settleAll()
    for (const status of [403, 500]) {
      await world.fault({
        match: { operationId: 'getGroupCluster', groupId: project.groupId },
        fault: { kind: 'status', status },
        times: 99,
      })
      await reconciled(id)
      await world.control('DELETE', 'fault')
      expect((await card(id)).effects).toMatchObject([{ state: 'unknown', attempts: 1 }])
    }
    expect(await grantCalls(world, project)).toHaveLength(1)
    expect((await reconciled(id))[0]?.state).toBe('planned')
  })

  test('a refusal closes the request and keeps the message from Atlas', async () => {
    const project = await newProject()
    await world.fault({
      match: match(project),
      fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
    })
    const id = await fileAccess(project)
    await approve(id)
    await settleAll()
    const now = await card(id)
    expect([now.request.state, now.request.how]).toEqual(['closed', 'refused'])
    expect(now.timeline.find((s) => s.type === 'effect.refused')?.atlas).toBe(
      '403 USER_UNAUTHORIZED',
    )
  })

  test('E5: a revoke of an ended grant does not revoke a newer one', async () => {
    const project = await newProject()
    const id = await fileAccess(project)
    await approve(id)
    await settleAll()
    await run(revokeRequest, { requestId: id }, personAs('requester'), context)
    const grant = {
      grantType: 'CLUSTER_INFRASTRUCTURE',
      expirationTime: new Date(Date.now() + 7_200_000).toISOString(),
    }
    await world.control('POST', 'state', { groupId: project.groupId, clusterName: 'main', grant })
    await settleAll()
    const revokes = (await world.calls({ groupId: project.groupId })).filter((c) =>
      c.path.includes(':revokeMongoDB'),
    )
    expect(revokes).toHaveLength(0)
    expect((await slot(project)).now?.grantType).toBe('CLUSTER_INFRASTRUCTURE')
  })

  test('an executor that dies before sending loses nothing; one that dies while sending repeats nothing', async () => {
    const [a, b] = [await newProject(), await newProject()]
    const [first, second] = [await fileAccess(a), await fileAccess(b)]
    await approve(first)
    await approve(second)
    // What kill -9 leaves behind: a claim, and a call under way, whose leases ran out.
    await sql()`update effect set state = 'claimed', token = token + 1, lease_until = now() - interval '1 second' where request_id = ${first}`
    await sql()`update effect set state = 'claimed', token = token + 1, lease_until = now() - interval '1 second' where request_id = ${second}`
    await sql()`update effect set state = 'sending', attempt = 1, body = '{"expirationTime":"2099-01-01T00:00:00Z","grantType":"CLUSTER_INFRASTRUCTURE"}', give_up_at = now() + interval '1 minute' where request_id = ${second}`
    await recoverAbandoned(sql())
    await reconcile(sql(), reach)
    await settleAll()
    expect((await card(first)).effects[0]?.state).toBe('confirmed')
    // Its first call may still arrive: until its timeout nothing is sent again.
    expect((await card(second)).effects[0]?.state).toBe('unknown')
    expect(await grantCalls(world, b)).toHaveLength(0)
  })

  /** An effect that an executor holds, after `meanwhile` changed its row. */
  async function heldWhile(project: TestProject, meanwhile: string): Promise<EffectRow> {
    const id = await fileAccess(project)
    await approve(id)
    const [held] = await sql()<EffectRow[]>`
      update effect set state = 'claimed', token = token + 1, lease_until = now() + interval '20 seconds'
      where request_id = ${id} returning *`
    if (!held) throw new Error('The approved request has no effect')
    await world.owner.unsafe(`update effect set ${meanwhile} where id = '${held.id}'`)
    return held
  }
  const stateOf = async ({ id }: EffectRow) =>
    (await sql()<EffectRow[]>`select * from effect where id = ${id}`)[0]?.state

  test('E3: an executor whose lease ended before it sends does not send', async () => {
    const project = await newProject()
    await execute(sql(), reach, await heldWhile(project, "lease_until = now() - interval '1 s'"))
    expect(await grantCalls(world, project)).toHaveLength(0)
  })

  test('E3: an executor that was replaced neither sends nor moves the effect', async () => {
    const project = await newProject()
    const held = await heldWhile(project, 'token = token + 1')
    await execute(sql(), reach, held)
    expect(await grantCalls(world, project)).toHaveLength(0)
    expect(await stateOf(held)).toBe('claimed')
    expect(await move(sql(), held, 'claimed', 'refused', { note: 'Too late.' })).toBe(false)
    expect(await stateOf(held)).toBe('claimed')
  })
})

test('the page of a request shows a confirmed outcome from the read that confirmed it', async () => {
  const readsForPage = async () => {
    const project = await newProject()
    const id = await fileAccess(project)
    await approve(id)
    await settleAll()
    const about = { groupId: project.groupId, operationId: 'getGroupCluster' }
    const before = (await world.calls(about)).length
    const shown = await card(id)
    expect(shown.effects[0]?.state).toBe('confirmed')
    expect(shown.slot?.now?.grantType).toBe('CLUSTER_INFRASTRUCTURE')
    return (await world.calls(about)).length - before
  }
  // On a busy machine, a cached answer can be too old by then.
  await expect.poll(readsForPage).toBe(0)
})
